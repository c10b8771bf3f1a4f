"""One payment claimed twice: by one voucher, by another copy of it, or in parts; and why it looks so.

The points of a match add up to about a hundred. What two honest payments of one day have in common, same
firms and sum with slips that follow each other and are claimed together, stays below the limit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from luoshi.platforms.investment.rules.paid import Groups, Paid
from luoshi.platforms.investment.rules.references import NEAR, follow, plain, slips

EXACT, NEAR_COPY, SPLIT = "exact", "near", "split"
KINDS = {EXACT: "同一凭证", NEAR_COPY: "疑似重复", SPLIT: "疑似拆分重复"}
PARTS, CROWD = 4, 14  # parts of a split; beyond a crowd of candidates sums agree by chance
AGAIN = 7  # days between two claims, from which on they were not made together


@dataclass(frozen=True, slots=True)
class Match:
    """Instalments that look like one payment: the first as it was claimed, and what repeats it."""

    kind: str
    first: Paid
    again: tuple[Paid, ...]
    points: int
    reasons: tuple[str, ...]

    @property
    def title(self) -> str:
        """Return the kind in words."""
        return KINDS[self.kind]

    @property
    def score(self) -> int:
        """Return how sure the match is: a hundred only where the file is the same."""
        return 100 if self.kind == EXACT else min(99, self.points)

    @property
    def keys(self) -> frozenset[str]:
        """Return the instalments concerned."""
        return frozenset({self.first.key, *(one.key for one in self.again)})


def duplicates(paid: Iterable[Paid], groups: Groups, *, days: int, least: int) -> list[Match]:
    """Return every match of at least so many points, dates so many days apart at most; the surest first."""
    rows = sorted(paid, key=lambda one: (one.claimed_on, one.key))
    exact = list(_exact(rows))
    sure = {one.key for match in exact for one in match.again}
    near = _best(
        match
        for one, other in _candidates(rows, days)
        if other.key not in sure and (match := _compared(one, other, groups)).points >= least
    )
    taken = {key for match in near for key in match.keys}
    split = [
        match
        for match in _splits(rows, groups, days)
        if match.points >= least and not {one.key for one in match.again} & taken
    ]
    return sorted([*exact, *near, *split], key=lambda match: (-match.score, match.first.key))


def _best(matches: Iterable[Match]) -> list[Match]:
    """Return of each claim that repeats another only the match that fits it best."""
    found: dict[str, Match] = {}
    for match in matches:
        (again,) = match.again
        if again.key not in found or found[again.key].points < match.points:
            found[again.key] = match
    return list(found.values())


def _exact(rows: Sequence[Paid]) -> Iterator[Match]:
    by_hash: dict[str, list[Paid]] = defaultdict(list)
    for one in rows:
        by_hash[one.digest].append(one)
    for same in by_hash.values():
        if len(same) > 1:
            yield Match(EXACT, same[0], tuple(same[1:]), 100, ("凭证文件完全相同",))


def _candidates(rows: Sequence[Paid], days: int) -> Iterator[tuple[Paid, Paid]]:
    """Return the pairs worth comparing: of one sum, or of one payer and number, within the days."""
    boxes: dict[tuple[object, ...], list[Paid]] = defaultdict(list)
    for one in rows:
        boxes[(one.amount,)].append(one)
        boxes[(one.payer, plain(one.reference))].append(one)
    seen: set[tuple[str, str]] = set()
    for box in boxes.values():
        for one, other in combinations(box, 2):
            pair = (one.key, other.key)
            if pair not in seen and abs((one.paid_on - other.paid_on).days) <= days:
                seen.add(pair)
                yield one, other


def _compared(one: Paid, other: Paid, groups: Groups) -> Match:
    points = [
        *_parties(one, other, groups),
        (20, f"金额相同（{one.amount // 100:,} 元）") if one.amount == other.amount else (0, ""),
        _apart(one, other),
        _numbers(one, other),
        _claimed(one, other),
    ]
    return Match(NEAR_COPY, one, (other,), _total(points), _words(points))


def _parties(one: Paid, other: Paid, groups: Groups) -> Iterator[tuple[int, str]]:
    for title, a, b, same, kin in (
        ("付款人", one.payer, other.payer, 20, 14),
        ("收款人", one.payee, other.payee, 15, 10),
    ):
        if a == b:
            yield same, f"{title}相同"
        elif groups.together(a, b):
            yield kin, f"{title}同属一个集团"
        else:
            yield -20, f"{title}不同"


def _apart(one: Paid, other: Paid) -> tuple[int, str]:
    gap = abs((one.paid_on - other.paid_on).days)
    return (15 if not gap else 12 if gap <= 3 else 8), f"到账相差 {gap} 日" if gap else "同一日到账"


def _numbers(one: Paid, other: Paid) -> tuple[int, str]:
    a, b = plain(one.reference), plain(other.reference)
    if one.voucher != other.voucher:
        return 10, "凭证种类不同，号码不可比"
    if a == b:
        return 35, "凭证号码相同"
    if follow(a, b):
        return 0, "凭证号码前后相连"
    wrong = slips(a, b)
    if wrong <= NEAR:
        return (30 if wrong == 1 else 25), f"凭证号码只差 {wrong} 处（{one.reference} / {other.reference}）"
    return -15, "凭证号码不同"


def _claimed(one: Paid, other: Paid) -> tuple[int, str]:
    gap = abs((one.claimed_on - other.claimed_on).days)
    return (8, f"先后申报，相隔 {gap} 日") if gap > AGAIN else (0, "")


def _splits(rows: Sequence[Paid], groups: Groups, days: int) -> Iterator[Match]:
    boxes: dict[tuple[str, str], list[Paid]] = defaultdict(list)
    for one in rows:
        boxes[(groups.top(one.payer), one.payee)].append(one)
    for box in boxes.values():
        for whole in box:
            near = [
                one
                for one in box
                if one.amount < whole.amount and abs((one.paid_on - whole.paid_on).days) <= days
            ]
            if len(near) <= CROWD:
                yield from _parts(whole, near)


def _parts(whole: Paid, near: Sequence[Paid]) -> Iterator[Match]:
    for many in range(2, PARTS + 1):
        for parts in combinations(near, many):
            if sum(part.amount for part in parts) == whole.amount:
                yield _as_split(whole, parts)


def _as_split(whole: Paid, parts: tuple[Paid, ...]) -> Match:
    number = plain(whole.reference)
    alike = sum(plain(part.reference).startswith(number[:-1]) or _slipped(number, part) for part in parts)
    claimed = min((abs((part.claimed_on - whole.claimed_on).days) for part in parts), default=0)
    points = [
        (35, "付款集团和收款人相同"),
        (25, f"{len(parts)} 笔之和恰为 {whole.amount // 100:,} 元"),
        _apart(whole, parts[0]),
        (25, "凭证号码出自同一凭证") if alike == len(parts) else (-10, "凭证号码不同"),
        (8, f"先后申报，相隔 {claimed} 日") if claimed > AGAIN else (0, ""),
    ]
    return Match(SPLIT, whole, parts, _total(points), _words(points))


def _slipped(number: str, part: Paid) -> bool:
    return slips(number, plain(part.reference)) <= NEAR


def _total(points: Iterable[tuple[int, str]]) -> int:
    return sum(point for point, _ in points)


def _words(points: Iterable[tuple[int, str]]) -> tuple[str, ...]:
    return tuple(words for _, words in points if words)
