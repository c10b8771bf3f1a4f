"""The invented payments of a year: honest ones with their look-alikes, and what was put in on purpose.

Honest are also two slips of one day and sum, equal sums month by month, purchases from a firm of the group.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from hashlib import sha256
from random import Random

from luoshi.platforms.investment.actions import Party
from luoshi.platforms.investment.rules.paid import Flow, Groups, Paid
from luoshi.platforms.investment.year.deals import Deal, deals_of, trader

UNIT = 10_000_000  # fen: sums are whole 10 万元
EACH = 10  # instalments a deal
SHARES = {"exact": 4, "typed": 3, "moved": 2, "split": 2, "back": 4, "twin": 4}  # of a hundred instalments
SPIKES = 4
_ODD = (("property", "", 2), ("retail", "", 2), ("", "fiscal", 2))  # purpose, origin, of a hundred


@dataclass(slots=True)
class Year:
    """The deals, payments and transfers of a year, and what among them was put in on purpose."""

    year: int
    deals: list[Deal]
    paid: list[Paid] = field(default_factory=list)
    flows: list[Flow] = field(default_factory=list)
    parties: dict[str, Party] = field(default_factory=dict)
    exact: dict[str, str] = field(default_factory=dict)  # the copy → what it copies
    near: dict[str, str] = field(default_factory=dict)  # the copy, or a part of one → what it repeats
    twins: set[str] = field(default_factory=set)
    back: set[str] = field(default_factory=set)
    late: set[tuple[str, date]] = field(default_factory=set)

    @property
    def groups(self) -> Groups:
        """Return which of its firms belong together."""
        return Groups({one.uscc: one.parent for one in self.parties.values() if one.parent})

    @property
    def copies(self) -> set[str]:
        """Return the keys of what should not count because it is claimed again."""
        return set(self.exact) | set(self.near)


def year_of(year: int, *, seed: int = 1, deals: int = 30, total: int | None = None) -> Year:
    """Return the year. ``total`` is what its honest instalments come to, in yuan."""
    chance = Random(f"paying {year} {seed}")  # noqa: S311  invented, not secret
    made = Year(year, deals_of(year, seed=seed, many=deals))
    for deal in made.deals:
        for party in (deal.investor, deal.company, deal.sister, deal.child):
            made.parties[party.uscc] = party
    rows = deals * EACH
    many = {key: max(1, rows * share // 100) for key, share in SHARES.items()}
    base = rows - many["exact"] - many["typed"] - many["moved"] - 2 * many["split"]
    made.paid = _honest(made, chance, base, total or (225 - 20 * (2026 - year)) * 10**8)
    _twins(made, chance, many["twin"])
    _odd(made, chance)
    _late(made, chance)
    _repeat(made, chance, many)
    _spend(made, chance, seed)
    _return(made, chance, seed, many["back"])
    made.paid.sort(key=lambda one: (one.claimed_on, one.key))
    return made


def _honest(made: Year, chance: Random, many: int, total: int) -> list[Paid]:
    weights = [chance.lognormvariate(0, 0.8) for _ in range(many)]
    rows = []
    for number in range(many):
        deal = made.deals[number % len(made.deals)]
        sum_of = deal.number if _pays_equal_sums(deal) else number
        amount = max(2, round(total * 100 * weights[sum_of] / sum(weights) / UNIT)) * UNIT
        last = (date(made.year, 12, 20) - deal.signed_on).days
        step, turn = max(1, last // EACH), number // len(made.deals)
        paid_on = deal.signed_on + timedelta(
            days=min(last, 5 + step * turn + chance.randrange(max(1, step - 12)))
        )
        rows.append(_payment(f"{made.year}.{number}", deal, paid_on, amount, chance))
    return rows


def _pays_equal_sums(deal: Deal) -> bool:
    return deal.number % 4 == 0


def _payment(key: str, deal: Deal, paid_on: date, amount: int, chance: Random) -> Paid:
    return Paid(
        key=key,
        paid_on=paid_on,
        payer=deal.investor.uscc,
        payee=deal.company.uscc,
        amount=amount,
        unit=deal.unit,
        agreement=str(deal.number),
        voucher=chance.choice(("bank", "bank", "bank", "invoice", "import")),
        reference=f"{chance.randrange(1000, 9999)}{paid_on:%Y%m%d}{chance.randrange(10**8):08d}",
        digest=_digest(key),
        claimed_on=paid_on + timedelta(days=chance.randint(2, 9)),
        purpose=chance.choice(("plant", "plant", "equipment", "equipment", "land", "capital")),
    )


def _digest(text: str) -> str:
    return sha256(f"模拟凭证 {text}".encode()).hexdigest()


def _twins(made: Year, chance: Random, many: int) -> None:
    """Let some pay twice on one day, by two slips of one book: honest, and much like a copy."""
    for at in chance.sample(range(0, len(made.paid) - 1, 2), many):
        first, other = made.paid[at], made.paid[at + 1]
        made.twins |= {first.key, other.key}
        number = int(first.reference) + chance.randint(1, 3)
        made.paid[at + 1] = replace(
            first, key=other.key, reference=f"{number}", digest=other.digest, voucher=first.voucher
        )


def _odd(made: Year, chance: Random) -> None:
    for purpose, origin, share in _ODD:
        for at in chance.sample(range(len(made.paid)), max(1, len(made.paid) * share // 100)):
            row = made.paid[at]
            made.paid[at] = replace(row, purpose=purpose or row.purpose, origin=origin or row.origin)


def _late(made: Year, chance: Random) -> None:
    """Move what some units received in a month to its last days, and more beside it."""
    for unit in chance.sample(sorted({deal.unit for deal in made.deals}), min(SPIKES, len(made.deals))):
        month = date(made.year, chance.randint(6, 11), 1)
        last = monthrange(month.year, month.month)[1]
        own = [at for at, row in enumerate(made.paid) if row.unit == unit and not _equal(made, row)]
        there = [at for at in own if made.paid[at].paid_on.replace(day=1) == month]
        for at in {*there, *chance.sample(own, min(4, len(own)))}:
            paid_on = month.replace(day=last - chance.randrange(3))
            made.paid[at] = replace(made.paid[at], paid_on=paid_on, claimed_on=paid_on + timedelta(days=2))
        if len({*there}) or len(own) >= 4:
            made.late.add((unit, month))


def _repeat(made: Year, chance: Random, many: dict[str, int]) -> None:
    """Claim some again: by the same file, by a copy with a slip or on another day, in parts."""
    wanted = [kind for kind in ("exact", "typed", "moved", "split") for _ in range(many[kind])]
    copied = chance.sample([row for row in made.paid if row.amount >= 10 * UNIT], len(wanted))
    for kind, row in zip(wanted, copied, strict=True):
        again = replace(
            row, key=f"{row.key}-1", claimed_on=row.claimed_on + timedelta(days=chance.randint(1, 60))
        )
        if kind == "exact":
            made.exact[again.key] = row.key
            made.paid.append(again)
        elif kind == "split":
            made.paid += _parts(made, row, again, chance)
        else:
            moved = timedelta(days=chance.randint(1, 5) if kind == "moved" else chance.randint(0, 1))
            typed = _mistyped(row.reference, chance) if kind == "typed" else row.reference
            copy = replace(again, digest=_digest(again.key), paid_on=row.paid_on + moved, reference=typed)
            copy = replace(copy, claimed_on=max(copy.claimed_on, copy.paid_on))
            made.near[copy.key] = row.key
            made.paid.append(copy)


def _parts(made: Year, row: Paid, again: Paid, chance: Random) -> list[Paid]:
    first = row.amount // UNIT * chance.randint(25, 75) // 100 * UNIT
    parts = [
        replace(
            again, key=f"{row.key}-{n}", digest=_digest(f"{row.key}-{n}"), amount=amount,
            reference=f"{row.reference}-{n}",
        )
        for n, amount in enumerate((first, row.amount - first), 1)
    ]  # fmt: skip
    made.near |= {part.key: row.key for part in parts}
    return parts


def _mistyped(reference: str, chance: Random) -> str:
    """Return the number with one slip of the finger: a sign wrong, dropped, doubled or swapped."""
    at = chance.randrange(1, len(reference) - 1)
    before, sign, after = reference[:at], reference[at], reference[at + 1 :]
    wrong = str((int(sign) + chance.randint(1, 9)) % 10)
    return chance.choice(
        (
            f"{before}{wrong}{after}",
            f"{before}{after}",
            f"{before}{sign}{sign}{after}",
            f"{before}{after[0]}{sign}{after[1:]}",
        )
    )


def _spend(made: Year, chance: Random, seed: int) -> None:
    """Let the companies spend what they were paid, a little of it within their own group: honest."""
    first = [row for row in made.paid if "-" not in row.key]
    last = {row.agreement: row.key for row in sorted(first, key=lambda row: row.paid_on)}
    for at, row in enumerate(first):
        deal, after = made.deals[int(row.agreement)], chance.randint(10, 60)
        if chance.random() < 0.6:
            _send(
                made,
                f"s{at}",
                deal.company,
                trader(made.year, seed, 100 + at),
                row,
                after,
                chance.randint(20, 80),
            )
        if chance.random() < 0.08:
            _send(made, f"g{at}", deal.company, deal.sister, row, after, chance.randint(5, 20))
        if chance.random() < 0.2 and row.key == last[row.agreement]:
            _send(made, f"l{at}", deal.company, deal.sister, row, chance.randint(120, 160), 90)


def _return(made: Year, chance: Random, seed: int, many: int) -> None:
    """Let the money of some come back: at once, or over one or two firms of no group."""
    repeated = {*made.near.values(), *made.exact.values(), *made.twins}
    plain = [row for row in made.paid if row.key not in repeated and not _equal(made, row)]
    plain = [row for row in plain if "-" not in row.key]
    for at, row in enumerate(chance.sample(plain, many)):
        deal, share = made.deals[int(row.agreement)], chance.randint(85, 98)
        one, other = trader(made.year, seed, 2 * at), trader(made.year, seed, 2 * at + 1)
        ways = ((deal.sister,), (one, deal.child), (one, other, deal.investor))
        at_firm, day = deal.company, 0
        for hop, to in enumerate(ways[at % len(ways)]):
            day += chance.randint(2, 25)
            _send(made, f"b{at}.{hop}", at_firm, to, row, day, share)
            at_firm = to
        made.back.add(row.key)


def _equal(made: Year, row: Paid) -> bool:
    return _pays_equal_sums(made.deals[int(row.agreement)])


def _send(made: Year, key: str, payer: Party, payee: Party, row: Paid, after: int, share: int) -> None:
    made.parties.setdefault(payee.uscc, payee)
    made.flows.append(
        Flow(
            key=f"{made.year}.{key}",
            paid_on=row.paid_on + timedelta(days=after),
            payer=payer.uscc,
            payee=payee.uscc,
            amount=row.amount * share // 100,
        )
    )
