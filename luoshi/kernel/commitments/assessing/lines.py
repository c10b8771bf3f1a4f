"""What is said of several assessments: original and adjusted, parts of a whole, a count, a run. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from luoshi.kernel.commitments.assessing.codes import GOOD, RED, Process, Verdict
from luoshi.kernel.commitments.assessing.results import Assessment
from luoshi.kernel.commitments.assessing.rulesets import RuleSet
from luoshi.kernel.commitments.assessing.words import SHAPE_TITLES, SHAPES, day, moment, title


@dataclass(frozen=True, slots=True)
class TwoLines:
    """The verdict on the target as promised, and beside it that on the target as changed by due procedure."""

    original: Assessment
    adjusted: Assessment
    change: str  # who approved what and when, from the record of changes

    @property
    def verdict(self) -> Verdict | None:
        """Return the verdict on the original target: a change never replaces it."""
        return self.original.verdict

    @property
    def process(self) -> Process:
        """Return 已调整."""
        return Process.ADJUSTED

    @property
    def words(self) -> tuple[str, str]:
        """Return both lines in words."""
        first, second = self.original.headline, self.adjusted.headline
        mark = title(Verdict.ADJUSTED)
        return f"原目标：{first}", f"{mark}后的目标：{second}（{self.change}）"


def two_lines(original: Assessment, adjusted: Assessment, *, change: str) -> TwoLines:
    """Set the adjusted target beside the original one. Both must answer for one day and moment.

    Raises ValueError for two that do not.
    """
    if (original.on, original.known_at) != (adjusted.on, adjusted.known_at):
        raise ValueError("two lines are about one day and one moment")
    return TwoLines(original, adjusted, change)


def whole(parts: Sequence[Assessment]) -> Verdict | None:
    """Return the verdict of a commitment with several targets. Their figures are never added up.

    None while one is open; 部分完成 where some were met and some not.
    """
    verdicts = [part.verdict for part in parts]
    if not verdicts or None in verdicts:
        return None
    good = [verdict for verdict in verdicts if verdict in GOOD]
    bad = [verdict for verdict in verdicts if verdict is Verdict.NOT_MET]
    if len(good) == len(verdicts):
        best = set(good)
        return best.pop() if len(best) == 1 else Verdict.MET
    if good and bad:
        return Verdict.PARTLY
    return Verdict.NOT_MET if len(bad) == len(verdicts) else Verdict.UNDETERMINED


def flipped(then: Assessment, now: Assessment) -> str:
    """Return the note a past light gets when what became known later changes it; else nothing.

    Both answer for one day under one rule version; the past light itself stays. Raises ValueError otherwise.
    """
    if (then.on, then.rule, then.rule_version) != (now.on, now.rule, now.rule_version):
        raise ValueError("a light is compared with that of the same day and rule version")
    if (then.headline, then.actual) == (now.headline, now.actual):
        return ""
    day_of, at = day(then.on), moment(now.known_at)
    if then.headline == now.headline:
        return f"{day_of}的研判，{at}数值有修订，结论不变：{now.headline}"
    return f"{day_of}的研判，{at}按修订后的数由“{then.headline}”改为“{now.headline}”；原研判保留"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many are in each class, of how many; ``small`` marks too few to compare."""

    total: int
    classes: tuple[tuple[str, int], ...]
    aspirational: int
    small: bool

    @property
    def words(self) -> str:
        """Return it as a count with its denominator, never as one score."""
        parts = [f"{SHAPES[name]}{SHAPE_TITLES[name]}{count}" for name, count in self.classes]
        mark = "（项目少，不宜比较）" if self.small else ""
        hope = f"，其中力争类{self.aspirational}项" if self.aspirational else ""
        return f"{self.total}项{mark}：{'，'.join(parts)}{hope}"


def tally(assessments: Iterable[Assessment], rules: RuleSet) -> Tally:
    """Count assessments by class in the fixed order, with the mark for small numbers."""
    items = list(assessments)
    counts = Counter(item.state for item in items)
    return Tally(
        total=len(items),
        classes=tuple((name, counts[name]) for name in SHAPES),
        aspirational=sum(item.aspirational for item in items),
        small=0 < len(items) < rules.small_n,
    )


def escalates(history: Iterable[Assessment], rules: RuleSet) -> bool:
    """Tell whether the latest of a line of assessments opens supervision.

    It takes so many consecutive evaluations behind as the rule says, fewer for a breach that cannot be made
    good. One evaluation a day counts, the one known last; a grey one is no evidence and starts anew.
    """
    latest: dict[object, Assessment] = {}
    for item in sorted(history, key=lambda each: (each.on, each.known_at)):
        latest[item.on] = item
    run = breaches = 0
    for item in reversed(latest.values()):
        if not _is_red(item):
            break
        run += 1
        breaches += item.irreversible and item.verdict is Verdict.NOT_MET
    return run >= rules.escalate_after or breaches >= rules.irreversible_after


def _is_red(item: Assessment) -> bool:
    if item.verdict is not None:
        return item.verdict is Verdict.NOT_MET
    return item.progress in RED
