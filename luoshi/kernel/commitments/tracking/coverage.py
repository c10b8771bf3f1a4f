"""Coverage: does every commitment carry a kind, a measurability, and something to judge it by? No Django."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from luoshi.kernel.commitments.reviewed import Entry
from luoshi.kernel.commitments.tracking.entries import TO_WRITE, UNNAMED, TrackingEntry, TrackingFile

MEASURE, OUTSIDE, CHECK, REASON, NONE = "measure", "outside", "check", "reason", "none"
TITLES = {
    MEASURE: "平台指标",
    OUTSIDE: "外部数据系列",
    CHECK: "节点核验",
    REASON: "写明无法核验的原因",
    NONE: "没有着落",
}
LACKS = {"metric": "缺指标", "baseline": "缺基期值", "start": "缺起止时间", "definition": "缺口径"}
KINDS = {
    "quantified": "有数值",
    "milestone": "有节点",
    "document": "有文件",
    "directional": "有方向",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How many commitments there are, by kind, by what judges them, by what is missing and by whose word."""

    total: int
    kinds: Counter[str]
    means: Counter[str]
    lacks: Counter[str]  # a commitment may lack several
    uncovered: tuple[str, ...]
    led: int
    confirmed: int
    in_use: int
    headline: int
    targets: int

    @property
    def complete(self) -> bool:
        """Tell whether every commitment has its kind, and a series, a check or a stated reason."""
        return not self.uncovered and self.kinds.total() == self.total

    def lines(self) -> list[str]:
        """Return the figures for people, every count with what it is of."""
        parts = [
            f"承诺 {self.total} 条，全部写明可核验等级：" + _counted(self.kinds, KINDS),
            f"衡量办法：{_counted(self.means, TITLES)}",
            f"目标 {self.targets} 个；主要目标 {self.headline} 条",
            f"判断时还缺：{_counted(self.lacks, LACKS) or '无'}（一条可缺几项）",
            f"有牵头单位 {self.led} 条，其中已确认 {self.confirmed} 条；建成后须核在用 {self.in_use} 条",
        ]
        if self.uncovered:
            parts.append(f"没有着落 {len(self.uncovered)} 条：{'、'.join(self.uncovered)}")
        return parts


def coverage_of(promises: Iterable[Entry], file: TrackingFile) -> Coverage:
    """Count over the commitments that were not rejected."""
    adopted = [entry for entry in promises if entry.review.status != "rejected"]
    entries = {entry.commitment: entry for entry in file.entries}
    pairs = [(promise, entries.get(promise.id)) for promise in adopted]
    tracked = [entry for _, entry in pairs if entry is not None]
    return Coverage(
        total=len(adopted),
        kinds=Counter(promise.kind for promise in adopted if promise.kind),
        means=Counter(means_of(entry) for _, entry in pairs),
        lacks=Counter(lack for entry in tracked for lack in lacks_of(entry)),
        uncovered=tuple(promise.id for promise, entry in pairs if means_of(entry) == NONE),
        led=sum(entry.lead is not None for entry in tracked),
        confirmed=sum(entry.lead is not None and entry.lead.confirmed for entry in tracked),
        in_use=sum(entry.check is not None and entry.check.still_in_use for entry in tracked),
        headline=sum(entry.headline for entry in tracked),
        targets=sum(len(entry.targets) for entry in tracked),
    )


def means_of(entry: TrackingEntry | None) -> str:
    """Return by what the commitment is judged; a measure of our own records goes before outside figures."""
    if entry is None or _unwritten(entry):
        return NONE
    if any(not target.series.startswith("outside.") for target in entry.targets):
        return MEASURE
    if entry.targets:
        return OUTSIDE
    if entry.check is not None:
        return CHECK
    return REASON if entry.untracked is not None else NONE


def _unwritten(entry: TrackingEntry) -> bool:
    """Tell whether something of it is still as it was drafted."""
    words = [entry.check.evidence if entry.check else "", entry.untracked.reason if entry.untracked else ""]
    return any(target.series == UNNAMED for target in entry.targets) or TO_WRITE in words


def lacks_of(entry: TrackingEntry) -> tuple[str, ...]:
    """Return what is missing to judge the commitment in full, each once."""
    given = [lack for target in entry.targets for lack in target.lacks]
    given += entry.check.lacks if entry.check else ()
    given += entry.untracked.lacks if entry.untracked else ()
    return tuple(dict.fromkeys(given))


def _counted(counts: Counter[str], titles: dict[str, str]) -> str:
    return " · ".join(f"{title} {counts[key]}" for key, title in titles.items() if counts[key])
