"""What is said of an item: done, behind, not met, or why it cannot be told. Pure."""

from __future__ import annotations

from luoshi.kernel.commitments.assessing.codes import (
    GOOD,
    Comparator,
    Direction,
    Grey,
    Process,
    Progress,
    Verdict,
)
from luoshi.kernel.commitments.assessing.targets import usual_direction
from luoshi.kernel.commitments.assessing.words import TITLES
from luoshi.kernel.commitments.nextreport.items import Item, Kind

_VERDICTS = {
    Verdict.EXCEEDED: "超额完成{}目标",
    Verdict.MET: "完成{}目标",
    Verdict.NOT_MET: "未完成{}目标",
    Verdict.PARTLY: "部分完成{}目标",
    Verdict.KEPT: "守住{}目标",
    Verdict.ADJUSTED: "{}目标已经法定程序调整",
}
_PACES = {
    Progress.AHEAD: "快于序时进度",
    Progress.ON_PACE: "达到序时进度",
    Progress.BEHIND: "落后于序时进度",
    Progress.FAR_BEHIND: "严重落后于序时进度",
}


def said_of(item: Item, *, with_share: bool = False) -> str:
    """Return the verdict or the pace in words. With a printed share 完成年度目标 is already said: "" then."""
    made = item.assessment
    goal = f"{'调整后的' if item.adjusted else ''}{goal_of(item)}"
    if made.verdict in GOOD and with_share:
        return ""
    if made.verdict is Verdict.UNDETERMINED:
        return f"{_grey(item)}，无法核验是否完成"
    if made.verdict is not None:
        return _VERDICTS[made.verdict].format(goal)
    if made.progress is Progress.NO_PACE:
        grey = _grey(item)
        return grey if made.grey in (Grey.AWAITING, Grey.NOT_DUE) else f"{grey}，暂不能判断"
    if made.label == "守住至今":
        return made.label
    return ("按长远目标" if goal_of(item) == "长远" else "") + _PACES[made.progress]


def goal_of(item: Item) -> str:
    """Return whose target it is: that of the year, or one beyond it."""
    return "长远" if item.target.period.months > 12 or item.promise.outlook else "年度"


def kind_of(item: Item) -> Kind | None:
    """Return why the item is outstanding, or None where it is done or on pace."""
    made = item.assessment
    if made.process is Process.REPORTED_DONE and made.verdict not in GOOD:
        return Kind.CLAIMED
    if made.verdict is Verdict.NOT_MET:
        return Kind.NOT_MET
    return {
        "done": None,
        "on_pace": None,
        "behind": Kind.BEHIND,
        "far_behind": Kind.BEHIND,
        "unknown": Kind.UNKNOWN,
    }[made.state]


def reasons(item: Item) -> tuple[str, ...]:
    """Return ways to say why the item is outstanding, the fullest first."""
    made = item.assessment
    claimed = "报送已完成，尚未核验"
    match kind_of(item):
        case Kind.CLAIMED:
            return (f"{claimed}；{made.grey_text}", claimed) if made.grey_text else (claimed,)
        case Kind.NOT_MET if item.series is None:
            return ("晚于期限完成" if made.actual else "到期限没有可以认定完成的佐证",)
        case Kind.UNKNOWN:
            head = "无法核验" if made.verdict is Verdict.UNDETERMINED else "暂不能判断"
            short = f"{head}，{_grey(item)}"
            return (f"{head}，{made.grey_text}", short) if made.grey_text else (short,)
        case Kind.NOT_MET:
            return (f"{said_of(item)}，{_short_of(item)}",)
        case _:
            return (said_of(item),)


def _short_of(item: Item) -> str:
    """Return on which side of what the actual lies."""
    target = item.target
    if target.comparator in (Comparator.ZERO, Comparator.DYN_ZERO):
        return "发生了不应发生的情况"
    bar = "目标数" if target.value is not None else "参照水平" if target.reference else "基期水平"
    side = "高于" if usual_direction(target) is Direction.LESS else "低于"
    return f"实际数{side}{bar}"


def _grey(item: Item) -> str:
    grey = item.assessment.grey
    return TITLES[Grey][grey.value] if grey else item.assessment.headline
