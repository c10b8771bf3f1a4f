"""Is a ranking of targets better than popularity? Hold some out, rank, compare, with an interval.

A place is given industries it does not show; those held out are to be found among its first ten. Popularity
ranks an industry by how many firms it has anywhere. What is not better than that is said to be no better.
"""

from __future__ import annotations

import csv
import json
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any

TOP, HIDDEN = 10, 0.2
_RESAMPLED, _TAIL = 2_000, 0.025
Scores = Mapping[str, float]
_LEAST = 20  # firms of a place that is ranked for
_ENDS = ("省", "市", "自治区", "维吾尔", "壮族", "回族", "地区", "自治州", "盟")


@dataclass(frozen=True, slots=True)
class World:
    """Which firm is of which industry in which place, and what goes into what how often."""

    firms: tuple[tuple[str, str], ...]  # place, industry
    ups: Mapping[str, Mapping[str, int]]

    @property
    def size(self) -> tuple[int, int, int]:
        """Return how many places, industries and firms there are."""
        return len({p for p, _ in self.firms}), len({i for _, i in self.firms}), len(self.firms)


@dataclass(frozen=True, slots=True)
class Lift:
    """A method's precision among the first ten, popularity's, and their quotient with its interval."""

    method: str
    precision: float
    baseline: float
    low: float
    high: float

    @property
    def lift(self) -> float:
        """Return how many times as often as popularity the method is right."""
        return self.precision / self.baseline if self.baseline else 0.0

    @property
    def better(self) -> bool:
        """Tell whether the whole interval lies above one."""
        return self.low > 1


def read_world(folder: Path) -> World:
    """Return the listed firms whose name begins with a province or city, from test data of the layout of

    ``industry/chainkg_*.jsonl`` beside ``admin/provinces.csv`` and ``cities.csv``. Raises ``OSError`` where
    a file is not there.
    """
    places = _places(folder / "admin")
    full = {one["name"]: one["fullname"] for one in _lines(folder / "industry" / "chainkg_company.jsonl")}
    firms = []
    for one in _lines(folder / "industry" / "chainkg_company_industry.jsonl"):
        name = full.get(one["company_name"], "")
        if place := next((places[name[:n]] for n in (4, 3, 2) if name[:n] in places), None):
            firms.append((place, one["industry_name"]))
    enough = {place for place, number in Counter(place for place, _ in firms).items() if number >= _LEAST}
    ups = {one["industry"]: one["ups"] for one in _lines(folder / "industry" / "chainkg_industry_up.jsonl")}
    return World(tuple(sorted(pair for pair in firms if pair[0] in enough)), ups)


def _places(folder: Path) -> dict[str, str]:
    """Return the code of the province for each province's and city's name without its kind."""
    found = {}
    for name in ("cities.csv", "provinces.csv"):  # a province's own name wins
        with (folder / name).open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                found[_plain(row["name"])] = row["code"][:2]
    return {name: code for name, code in found.items() if len(name) > 1}


def _plain(name: str) -> str:
    for end in _ENDS:
        name = name.removesuffix(end)
    for end in _ENDS:
        name = name.removesuffix(end)
    return name


def lifts(world: World, *, runs: int, seed: int) -> list[Lift]:
    """Return the lift of each method over so many hold-outs, the same for the same seed."""
    pairs = sorted(set(world.firms))
    counts = Counter(world.firms)
    hits: dict[str, list[float]] = defaultdict(list)
    for run in range(runs):
        hidden = _hidden(pairs, Random(seed * 1_000 + run))  # noqa: S311  to be repeated
        shown = {pair: number for pair, number in counts.items() if pair not in hidden}
        for method, found in _measured(shown, hidden, world.ups).items():
            hits[method].append(found)
    base = hits.pop("popularity")
    return [_lift(method, found, base, seed) for method, found in hits.items()]


def _hidden(pairs: Sequence[tuple[str, str]], chance: Random) -> set[tuple[str, str]]:
    return set(chance.sample(pairs, round(len(pairs) * HIDDEN)))


def _measured(
    shown: Mapping[tuple[str, str], int],
    hidden: Iterable[tuple[str, str]],
    ups: Mapping[str, Mapping[str, int]],
) -> dict[str, float]:
    there: dict[str, set[str]] = defaultdict(set)
    wanted: dict[str, set[str]] = defaultdict(set)
    popular: Counter[str] = Counter()
    for (place, industry), number in shown.items():
        there[place].add(industry)
        popular[industry] += number
    for place, industry in hidden:
        wanted[place].add(industry)
    near = _proximity(there)
    methods: dict[str, Callable[[set[str]], Scores]] = {
        "popularity": lambda _: popular,
        "density": lambda own: _density(own, near, popular),
        "popularity × density": lambda own: _times(popular, _density(own, near, popular)),
        "popularity × raw material": lambda own: _times(popular, _material(own, ups, popular)),
    }
    return {name: _precision(score, there, wanted, popular) for name, score in methods.items()}


def _precision(
    score: Callable[[set[str]], Scores],
    there: Mapping[str, set[str]],
    wanted: Mapping[str, set[str]],
    known: Iterable[str],
) -> float:
    """Return the mean share of the first ten that were held out, over the places where something was."""
    shares = []
    everything = sorted(known)
    for place, out in sorted(wanted.items()):
        own = there.get(place, set())
        scores = score(own)
        rest = [one for one in everything if one not in own]
        first = sorted(rest, key=lambda one: (-scores.get(one, 0.0), one))[:TOP]
        shares.append(len(out & set(first)) / TOP)
    return sum(shares) / len(shares) if shares else 0.0


def _proximity(there: Mapping[str, set[str]]) -> dict[str, dict[str, float]]:
    """Return how often two industries stand in one place: the lesser of both conditional shares."""
    alone: Counter[str] = Counter()
    both: Counter[tuple[str, str]] = Counter()
    for own in there.values():
        alone.update(own)
        both.update(combinations(sorted(own), 2))
    near: dict[str, dict[str, float]] = defaultdict(dict)
    for (one, other), number in both.items():
        near[one][other] = near[other][one] = number / max(alone[one], alone[other])
    return near


def _density(own: set[str], near: Mapping[str, Mapping[str, float]], known: Iterable[str]) -> Scores:
    scores = {}
    for industry in known:
        beside = near.get(industry, {})
        whole = math.fsum(beside.values())
        scores[industry] = math.fsum(v for k, v in beside.items() if k in own) / whole if whole else 0.0
    return scores


def _material(own: set[str], ups: Mapping[str, Mapping[str, int]], known: Iterable[str]) -> Scores:
    """Return the share of an industry's inputs that the place has, as the rule of candidates counts it."""
    scores = {}
    for industry in known:
        inputs = ups.get(industry, {})
        whole = sum(inputs.values())
        has = sum(number for name, number in inputs.items() if name in own)
        scores[industry] = 0.5 + has / whole / 2 if whole else 0.5
    return scores


def _times(one: Mapping[str, float], other: Mapping[str, float]) -> Scores:
    return {key: value * other.get(key, 0.0) for key, value in one.items()}


def _lift(method: str, found: Sequence[float], base: Sequence[float], seed: int) -> Lift:
    """Resample the runs in pairs: the interval of the quotient of the means."""
    chance, runs = Random(seed), range(len(found))  # noqa: S311  to be repeated
    quotients = []
    for _ in range(_RESAMPLED):
        drawn = chance.choices(runs, k=len(found))
        below = sum(base[run] for run in drawn)
        quotients.append(sum(found[run] for run in drawn) / below if below else 0.0)
    quotients.sort()
    cut = int(_RESAMPLED * _TAIL)
    means = sum(found) / len(found), sum(base) / len(base)
    return Lift(method, *means, quotients[cut], quotients[-cut - 1])


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
