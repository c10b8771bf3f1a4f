"""Load a whole invented year in batches of merchants, each one transaction, told in several processes."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from multiprocessing import get_context

import django
from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.models import Max, Model

from luoshi.kernel.cases.actions.bulk import copy_rows
from luoshi.kernel.ledger.actions import open_accounts, post_groups
from luoshi.kernel.orgs.directory import read_directory
from luoshi.kernel.prepared import ask
from luoshi.platforms.prepaid.accounts import BONUS, CARD, OPEN
from luoshi.platforms.prepaid.models import Card, Contract, Holder, Shop, Use
from luoshi.platforms.prepaid.year.firms import Firm, firms
from luoshi.platforms.prepaid.year.telling import (
    USES,
    Counter,
    Told,
    close_shop,
    open_firm,
    tell_in_bulk,
    tell_live,
)

BATCH = 2_000  # cards, about
TRIES = 5  # two batches may keep the same rules at once, and one is called off
ENTRIES = 10_000  # in one call of the ledger
_TABLES = ("holder", "card", "contract", "use")
_KEYS = """
SELECT nextval(pg_get_serial_sequence('prepaid_' || %s, 'id')) FROM generate_series(1, %s::bigint)
"""


@dataclass(frozen=True, slots=True)
class Year:
    """Which year is loaded: the same seed and numbers give the same one.

    With a ``sample`` of 20, of the merchants whose shops neither close nor look like it only each twentieth
    is there; all the others are.
    """

    year: int
    merchants: int
    cards: int
    seed: int
    until: datetime
    sample: int = 1

    @property
    def prefix(self) -> str:
        """Return what the codes of its shops begin with."""
        return f"sim-{self.year}-{self.seed}-"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a run wrote, and how long it took; ``skipped`` merchants were there from a run before."""

    merchants: int = 0
    cards: int = 0
    contracts: int = 0
    uses: int = 0
    moves: int = 0
    refunds: int = 0  # asked for, and left to the platform's refund cases
    skipped: int = 0
    seconds: float = 0.0

    def __add__(self, other: Loaded) -> Loaded:
        return Loaded(
            self.merchants + other.merchants,
            self.cards + other.cards,
            self.contracts + other.contracts,
            self.uses + other.uses,
            self.moves + other.moves,
            self.refunds + other.refunds,
            self.skipped + other.skipped,
            self.seconds + other.seconds,
        )


def planned(year: Year) -> list[Firm]:
    """Return the merchants of the year with the fate of their shops, for whoever measures warnings."""
    whole = firms(
        year.year, seed=year.seed, merchants=year.merchants, cards=year.cards, streets=read_streets()
    )
    return [
        firm for firm in whole if firm.number % year.sample == 0 or any(site.ending for site in firm.sites)
    ]


def read_streets() -> list[tuple[str, str]]:
    """Return the codes and names of the city's streets and towns."""
    directory = read_directory(settings.CITY.organisations_path, streets=settings.CITY.streets_path)
    return sorted((one.code, one.name) for one in directory.organisations if one.code.isdigit())


def load_year(year: Year, *, processes: int, say: Callable[[str], object]) -> Loaded:
    """Load the year and return what was written.

    A batch that is there is left out, so that a run that was killed is taken up by the next; to bring it
    further where ``until`` has become later is ``go_on``.
    """
    began, told = time.monotonic(), planned(year)
    missing = [batch for batch in _batches(told) if not _is_there(batch)]
    total, done = sum(_cards(batch) for batch in missing), Loaded()
    for one in _loaded(year, missing, processes):
        done += one
        seconds = time.monotonic() - began
        left = (total - done.cards) * seconds / max(done.cards, 1) / 60
        say(f"{done.cards}/{total} 张卡 · 核销 {done.uses} · 分录 {done.moves} · 余约 {left:.0f} 分钟")
    with connection.cursor() as cursor:
        tables = ", ".join(f"prepaid_{table}" for table in _TABLES)
        cursor.execute(f"ANALYZE {tables}, ledger_account, ledger_move")
    skipped = len(told) - done.merchants
    return done + Loaded(skipped=skipped, seconds=time.monotonic() - began)


def go_on(year: Year) -> int:
    """Tell what has happened at the loaded shops since they were told, by real acts; return how many."""
    own = Shop.objects.filter(code__startswith=year.prefix)
    moments = [
        Contract.objects.filter(shop__in=own).aggregate(last=Max("signed_at"))["last"],
        Use.objects.filter(shop__in=own).aggregate(last=Max("at"))["last"],
    ]
    since = max((moment for moment in moments if moment), default=None)
    if since is None or since >= year.until:
        return 0
    counters = [counter for firm in planned(year) for counter in opened(year, [firm])]
    told = tell_live(counters, since=since, until=year.until)
    for counter in counters:
        close_shop(counter, until=year.until)
    return told


def load_batch(year: Year, batch: Sequence[Firm]) -> Loaded:
    """Tell and copy a batch in one transaction, again where it stood in the way of another's and lost."""
    gc.disable()  # a batch makes a hundred thousand objects and no circle
    try:
        for _ in range(TRIES - 1):
            with suppress(OperationalError), transaction.atomic():
                return _load(year, batch)
        with transaction.atomic():
            return _load(year, batch)
    finally:
        gc.enable()


def _load(year: Year, batch: Sequence[Firm]) -> Loaded:
    if _is_there(batch):
        return Loaded()
    with connection.cursor() as cursor:  # a batch that a power cut takes is loaded again
        cursor.execute("SET LOCAL synchronous_commit = off")
    counters = opened(year, batch)
    told = tell_in_bulk(counters, until=year.until, accounts=_accounts, keys=_keys)
    _copy(told)
    for start in range(0, len(told.entries), ENTRIES):
        post_groups(told.entries[start : start + ENTRIES])
    for counter in counters:
        close_shop(counter, until=year.until)
    moves = sum(len(entry.legs) for entry in told.entries)
    return Loaded(
        len(batch), len(told.cards), len(told.contracts), len(told.uses), moves, refunds=told.refunds
    )


def opened(year: Year, batch: Sequence[Firm]) -> list[Counter]:
    """Enter the merchants, as far as they are not there, and return where their cards are sold."""
    people = max(1, year.cards * 3 // 5)
    return [one for firm in batch for one in open_firm(firm, year=year.year, seed=year.seed, people=people)]


def _batches(told: list[Firm]) -> Iterator[list[Firm]]:
    batch: list[Firm] = []
    for firm in told:
        batch.append(firm)
        if _cards(batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _cards(batch: Sequence[Firm]) -> int:
    return sum(site.cards for firm in batch for site in firm.sites)


def _is_there(batch: Sequence[Firm]) -> bool:
    return Shop.objects.filter(code=batch[-1].sites[-1].code).exists()


def _loaded(year: Year, batches: list[list[Firm]], processes: int) -> Iterator[Loaded]:
    if processes == 1 or len(batches) < 2:
        yield from map(partial(load_batch, year), batches)
        return
    context = get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context, initializer=django.setup) as pool:
        yield from pool.map(partial(load_batch, year), batches)


def _accounts(asked: list[tuple[str, str]]) -> list[Sequence[int]]:
    numbers, cards = [number for number, _ in asked], [card for _, card in asked]
    if not asked:
        return []
    return list(
        zip(*(open_accounts(type_, numbers, owner=cards) for type_ in (CARD, OPEN, BONUS)), strict=True)
    )


def _keys(table: str, many: int) -> Iterator[int]:
    return (pk for (pk,) in ask(_KEYS, (table, many)))


def _copy(told: Told) -> None:
    models: tuple[tuple[type[Model], Sequence[Model]], ...] = (
        (Holder, told.holders),
        (Card, told.cards),
        (Contract, told.contracts),
    )
    for model, rows in models:
        names = [one.attname for one in model._meta.concrete_fields]
        copy_rows(model._meta.db_table, names, ([getattr(row, name) for name in names] for row in rows))
    copy_rows(Use._meta.db_table, USES, told.uses)
