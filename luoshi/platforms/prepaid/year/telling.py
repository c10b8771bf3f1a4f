"""Tell the cards of a shop: in bulk, or by the same acts as real ones."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random
from typing import Any

from django.conf import settings
from django.utils import timezone

from luoshi.kernel.base.sealing import seal
from luoshi.kernel.ledger.types import Entry
from luoshi.platforms.prepaid.actions import (
    Buyer,
    file_kind,
    file_shop,
    redeem,
    register_merchant,
    sell,
)
from luoshi.platforms.prepaid.actions.permitting import Permitted, kept_rules, scope_of
from luoshi.platforms.prepaid.actions.redeeming import fits, legs_of_use, taken
from luoshi.platforms.prepaid.actions.selling import HOLDER, contract_of, legs_of_sale
from luoshi.platforms.prepaid.codes import code_for, digest_of, new_token, person_of
from luoshi.platforms.prepaid.models import BankAccount, Card, CardKind, Contract, Holder, Shop
from luoshi.platforms.prepaid.year.cards import YUAN, Act, Diary
from luoshi.platforms.prepaid.year.endings import NOTICE, Fate
from luoshi.platforms.prepaid.year.firms import Firm, Site

USES = ("key", "contract_id", "shop_id", "value", "times", "before", "at", "known_at", "undone_at")
TEXT = "【模拟】本合同为演示数据，不代表任何经营者的真实约定。"


@dataclass(frozen=True, slots=True)
class Counter:
    """A shop as it was filed, its kinds of card, and what happens there."""

    diary: Diary
    shop: Shop
    kinds: Sequence[CardKind]
    rules: dict[date, Permitted] = field(default_factory=dict)

    def permitted(self, on: date) -> Permitted:
        """Return what is signed here on the day; an invented sale is asked no more."""
        if on not in self.rules:
            digest = kept_rules(on, scope=scope_of(self.shop))
            self.rules[on] = Permitted(rules=digest, warnings=[])
        return self.rules[on]


@dataclass(slots=True)
class Told:
    """What a batch of cards comes to, before it is copied. Ids and accounts are given by ``number``."""

    holders: list[Holder] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)
    contracts: list[Contract] = field(default_factory=list)
    uses: list[tuple[Any, ...]] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    refunds: int = 0  # asked for in the year; told when there is an act for it


def open_firm(firm: Firm, *, year: int, seed: int, people: int) -> list[Counter]:
    """Enter the merchant with its shops and kinds of card, as real ones are; return where cards are sold."""
    merchant = register_merchant(
        firm.uscc,
        name=firm.name,
        individual=firm.individual,
        registered_on=firm.registered_on,
        simulated=True,
    )
    counters = []
    for site in firm.sites:
        bank, _ = BankAccount.objects.get_or_create(
            code=f"{site.code}-bank",
            defaults={
                "merchant": merchant,
                "bank": "示例银行",
                "tail": f"{site.number % 10_000:04d}",
                "opened_on": site.opened_on,
            },
        )
        shop = file_shop(
            site.code,
            merchant=merchant,
            name=site.name,
            sector=site.trade.sector,
            address=site.address,
            filed_on=site.opened_on,
            share=site.trade.share,
            bank=bank,
            locality=site.locality,
            longitude=site.longitude,
            latitude=site.latitude,
            lease_ends_on=site.lease_ends_on,
        )
        counters.append(Counter(Diary(year, seed, site, people), shop, list(_kinds(site, shop))))
    return counters


def close_shop(counter: Counter, *, until: datetime) -> None:
    """Stop a shop that told its end honestly. Of one that vanished the register knows nothing."""
    ending = counter.diary.site.ending
    if ending and ending.fate is Fate.FAILURE and (ending.on - until.date()).days <= NOTICE:
        Shop.objects.filter(pk=counter.shop.pk).update(state=Shop.State.STOPPED, closing_on=ending.on)


def tell_in_bulk(
    counters: Iterable[Counter],
    *,
    until: datetime,
    accounts: Callable[[list[tuple[str, str]]], list[Sequence[int]]],
    keys: Callable[[str, int], Iterator[int]],
) -> Told:
    """Return the rows and entries of all that happened there up to the moment.

    ``accounts`` opens those of contract numbers with their cards' tokens, ``keys`` reserves ids of a table.
    """
    told, stories = Told(), list(_stories(counters, until))
    sales = [(story, act) for story in stories for act in story.acts if act.what == "sale"]
    numbers = [new_token(story.chance) for story, _ in sales]
    opened = accounts([(number, story.card) for number, (story, _) in zip(numbers, sales, strict=True)])
    given = iter(zip(numbers, opened, keys("contract", len(sales)), strict=True))
    cards, holders = keys("card", len(stories)), keys("holder", len(stories))
    for story in stories:
        card = _card(story, pk=next(cards), holder_pk=next(holders), told=told)
        contracts: list[Contract] = []
        for act in story.acts:
            if act.what == "sale":
                contracts.append(_signed(story, act, card, next(given), told))
            elif act.what == "use":
                _used(story, act, contracts, told)
            else:
                told.refunds += 1
        told.contracts += contracts
    return told


def tell_live(counters: Iterable[Counter], *, since: datetime, until: datetime) -> int:
    """Let what happened since the moment happen by real acts, in the order of time; return how many acts.

    What was told before is not told twice: receipts and keys are the same.
    """
    stories = list(_stories(counters, until))
    happening = sorted(
        ((act.at, at, act) for at, story in enumerate(stories) for act in story.acts if act.at > since),
        key=lambda one: one[:2],
    )
    cards: dict[int, Card] = {}
    for _, at, act in happening:
        story = stories[at]
        if at not in cards and not act.key.endswith("-0"):
            first = Contract.objects.select_related("card").get(receipt=story.receipt(story.acts[0]))
            cards[at] = first.card
        if act.what == "sale":
            cards[at] = _sell(story, act, cards.get(at))
        elif act.what == "use":
            key, known_at = story.key(act), act.known_at or act.at
            redeem(cards[at], key=key, at=act.at, known_at=known_at, value=act.value, times=act.times)
    return len(happening)


@dataclass(frozen=True, slots=True)
class _Story:
    """One card, who buys it, and what happens to it."""

    counter: Counter
    buyer: Buyer
    acts: list[Act]
    chance: Random
    card: str
    holder: str

    def receipt(self, act: Act) -> str:
        return f"{self.counter.shop.code}:{act.key}"

    def key(self, act: Act) -> str:
        return f"prepaid:redeem:{self.counter.shop.code}:{act.key}"


def _stories(counters: Iterable[Counter], until: datetime) -> Iterator[_Story]:
    for counter in counters:
        diary = counter.diary
        for number in range(diary.site.cards):
            chance = diary.chance(number)
            acts = [act for act in diary.acts(number, chance) if act.at <= until]
            if acts:
                buyer = _buyer(diary, chance)
                yield _Story(counter, buyer, acts, chance, new_token(chance), new_token(chance))


def _buyer(diary: Diary, chance: Random) -> Buyer:
    person = diary.buyer(chance)
    minor = diary.site.trade.sector == "training" and chance.random() < 0.6
    return Buyer(
        name=f"模拟·居民{person + 1}",
        phone=f"000{person:08d}",
        born_on=date(diary.year - chance.randint(10, 16), chance.randint(1, 12), 1) if minor else None,
        consented_by="模拟·监护人" if minor else "",
    )


def _kinds(site: Site, shop: Shop) -> Iterator[CardKind]:
    for number, plain in enumerate(site.kinds):
        yield file_kind(
            f"{site.code}-{number}",
            shop=shop,
            name=plain.name,
            form=plain.form,
            price=plain.price * YUAN,
            bonus=plain.bonus * YUAN,
            times=plain.times,
            list_price=plain.list_price and plain.list_price * YUAN,
            term=plain.term,
            text=TEXT,
            filed_on=site.opened_on,
        )


def _sell(story: _Story, act: Act, card: Card | None) -> Card:
    kind = story.counter.kinds[act.kind]
    buyer = None if card else story.buyer
    return sell(kind, receipt=act.key, at=act.at, buyer=buyer, card=card).contract.card


def _card(story: _Story, *, pk: int, holder_pk: int, told: Told) -> Card:
    buyer, first = story.buyer, story.acts[0]
    said = json.dumps({"name": buyer.name, "phone": buyer.phone}, ensure_ascii=False)
    told.holders.append(
        Holder(
            pk=holder_pk,
            token=story.holder,
            person=person_of(buyer.phone),
            sealed=seal(said, keys=[settings.SECRET_KEY], purpose=HOLDER),
            born_on=buyer.born_on,
            consented_by=buyer.consented_by,
        )
    )
    card = Card(
        pk=pk,
        token=story.card,
        digest=digest_of(code_for(story.receipt(first))),
        shop=story.counter.shop,
        holder_id=holder_pk,
        issued_at=first.at,
        simulated=True,
    )
    told.cards.append(card)
    return card


def _signed(
    story: _Story, act: Act, card: Card, given: tuple[str, Sequence[int], int], told: Told
) -> Contract:
    number, accounts, pk = given
    receipt, on = story.receipt(act), timezone.localtime(act.at).date()
    contract = contract_of(
        story.counter.kinds[act.kind],
        number=number,
        receipt=receipt,
        card=card,
        starts_on=on,
        at=act.at,
        accounts=accounts,
        permitted=story.counter.permitted(on),
    )
    contract.pk, contract.simulated = pk, True
    legs = tuple(legs_of_sale(contract, story.counter.shop))
    told.entries.append(Entry(key=f"prepaid:topup:{receipt}", legs=legs, on=on))
    return contract


def _used(story: _Story, act: Act, contracts: list[Contract], told: Told) -> None:
    on, key, shop = timezone.localtime(act.at).date(), story.key(act), story.counter.shop
    fitting = [one for one in contracts if fits(one, counted=act.times > 0, on=on)]
    legs = []
    for contract, face, visits in taken(fitting, value=act.value, times=act.times):
        legs += legs_of_use(contract, face)
        row = (key, contract.pk, shop.pk, face, visits, contract.used, act.at, act.known_at, None)
        told.uses.append(row)
        contract.used += face
        contract.used_times += visits
    if legs:
        told.entries.append(Entry(key=key, legs=tuple(legs), on=on))
