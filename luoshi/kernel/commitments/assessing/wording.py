"""From the reader's fields to a target: which comparator the printed words are executed as, and why."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from luoshi.kernel.base.periods import Period
from luoshi.kernel.commitments.assessing.codes import Comparator, Direction, Form, Strength
from luoshi.kernel.commitments.assessing.targets import Baseline, Target
from luoshi.kernel.measures.points import MeasureKind

# General words of indicators of which less is better; an indicator's own declaration goes before.
_LESS = re.compile(
    r"失业|死亡|能耗|排放|浓度|事故|火灾|债务|赤字|成本|负担|亏损|杠杆|不良|拖欠|上访|信访总量|"
    r"发案|违法|污染|投诉|超载|空置|空挂|时限|用时|等待|物耗|损耗|消费价格|通胀|CPI"
)
_EXTERNAL = re.compile(r"完成.{0,12}(下达|分配|规定|明确).{0,8}(目标|任务|指标)?|(国家|省|上级)下达")
_SYNC = re.compile(r"同步")
_RELATIVE = re.compile(
    r"(?P<op>不低于|不高于|高于|超过|快于|好于|优于|低于|领先于?).{0,10}?"
    r"(全国|全省|全区|全市|国家|省|经济).{0,6}(平均|水平|增速|增长|均值)"
)
_STANDING = re.compile(r"前列|第一方阵|第一梯队|进位|领先")
_NODE_FIRST = "须先申报可以核验的节点（做成什么、凭什么认定）"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """The fields of a figure as the reader gives them."""

    cmp: str
    form: Form
    value: Decimal | None
    high: Decimal | None
    text: str  # wording, quote and indicator, to look for words in
    falling: bool


def from_reading(
    *,
    cmp: str,
    form: str = "level",
    value: Decimal | None = None,
    high: Decimal | None = None,
    unit: str = "",
    wording: str = "",
    indicator: str = "",
    sign: str = "+",
    quote: str = "",
    period: Period,
    direction: Direction | None = None,
    kind: MeasureKind | None = None,
    strength: Strength = Strength.EXPECTED,
    deadline: date | None = None,
    baseline: Baseline | None = None,
    reference: str = "",
    eq: str = "by_direction",
) -> Target:
    """Return the target that a figure, or a comparison without one, is executed as.

    ``wording`` may be the whole clause. A decrease turns signs and sides: 下降3%以上 is at most −3. ``eq``
    is the rule set's policy for a bare figure. Nothing is guessed from silence: what the words leave open is
    said in ``pending``. A direction that is not given is read from the indicator's general words.
    """
    words = _Words(
        cmp=cmp,
        form=Form(form or "level"),
        value=value,
        high=high,
        text=f"{wording} {quote}",
        falling=sign == "-" and form in ("growth", "change"),
    )
    if direction is None:
        less = words.falling or bool(_LESS.search(indicator))
        direction = Direction.LESS if less else Direction.MORE
    target = Target(
        comparator=Comparator.GE,
        period=period,
        kind=kind or _kind(words, unit),
        form=words.form,
        direction=direction,
        value=value,
        high=high,
        unit=unit,
        reference=reference,
        deadline=deadline,
        strength=strength,
        baseline=baseline,
        indicator=indicator,
        quote=quote,
        wording=wording,
    )
    target = _turned(target) if words.falling else target
    changes = _without_figure(words, target) if value is None else _with_figure(words, target, eq)
    return replace(target, **changes)


def from_deed(*, kind: str, verb: str, thing: str, period: Period, deadline: date | None = None) -> Target:
    """Return the target of a deed: issue is a document, start and finish are milestones.

    What is only furthered (build, set_up, other) waits for a declared event before it can be judged.
    """
    return Target(
        comparator=Comparator.DOCUMENT if kind == "issue" else Comparator.MILESTONE,
        kind=MeasureKind.DOCUMENT if kind == "issue" else MeasureKind.MILESTONE,
        period=period,
        deadline=deadline,
        indicator=f"{verb}{thing}",
        pending="" if kind in ("issue", "start", "finish") else _NODE_FIRST,
    )


def _kind(words: _Words, unit: str) -> MeasureKind:
    if words.cmp == "zero":
        return MeasureKind.EVENTS
    if words.cmp == "rank" or _STANDING.search(words.text):
        return MeasureKind.RANK
    if words.form is Form.GROWTH and unit != "倍":
        return MeasureKind.GROWTH
    if words.cmp == "full" or unit in ("%", "‰"):
        return MeasureKind.RATE
    return MeasureKind.FLOW


def _turned(target: Target) -> Target:
    """Return the target with its values below zero, the larger end last."""
    if target.value is None:
        return target
    if target.high is None:
        return replace(target, value=-target.value)
    return replace(target, value=-target.high, high=-target.value)


def _without_figure(words: _Words, target: Target) -> dict[str, Any]:
    text = words.text
    if _EXTERNAL.search(text):
        return {"comparator": Comparator.EXTERNAL}
    if found := _RELATIVE.search(text):
        less = found["op"] in ("低于", "不高于")
        strict = found["op"] not in ("不低于", "不高于")
        side = Direction.LESS if less else Direction.MORE
        return {"comparator": Comparator.REL_GE, "strict": strict, "direction": side}
    if _SYNC.search(text):
        return {"comparator": Comparator.REL_SYNC}
    if words.cmp == "rank" or _STANDING.search(text):
        return {
            "comparator": Comparator.RANK_LE,
            "kind": MeasureKind.RANK,
            "pending": "原文没有写明第几位，须由市里明确名次、范围和来源",
        }
    if words.cmp == "zero":
        return {"comparator": Comparator.DYN_ZERO if "动态" in text else Comparator.ZERO}
    if words.cmp == "full":
        return {"comparator": Comparator.FULL, "value": Decimal(100), "unit": "%"}
    if re.search(r"只增不减|只减不增", text):
        less = "只减不增" in text
        return {"comparator": Comparator.MONOTONE, "direction": Direction.LESS if less else Direction.MORE}
    if re.search(r"保持|稳定|持平", text):
        return {"comparator": Comparator.MAINTAIN}
    return {"comparator": Comparator.IMPROVE}


def _with_figure(words: _Words, target: Target, eq: str) -> dict[str, Any]:
    text = words.text
    better = bool(re.search(r"争取.{0,8}更好|争取.{0,4}更[高快优]", text))
    hope = bool(re.search(r"力争|争取", text)) and not better
    changes: dict[str, Any] = {"strength": Strength.ASPIRATIONAL} if hope else {}
    match words.cmp:
        case "zero":
            changes["comparator"] = Comparator.DYN_ZERO if "动态" in text else Comparator.ZERO
        case "full":
            changes["comparator"] = Comparator.FULL
        case "rank":
            changes |= {"comparator": Comparator.RANK_LE, "direction": Direction.LESS}
        case "range" if better:
            changes["comparator"] = Comparator.FLOOR_STRETCH
        case "range":
            changes |= {"comparator": Comparator.RANGE, "two_sided": target.direction is Direction.NONE}
        case "approx":
            changes["comparator"] = Comparator.APPROX
        case _ if target.unit in ("类", "A", "A级", "星级", "级") and words.cmp in ("eq", "ge"):
            classes = target.unit in ("类", "级")  # Ⅱ类 is better than Ⅲ类; 5A is better than 4A
            side = Direction.LESS if classes else Direction.MORE
            changes |= {
                "comparator": Comparator.ORDINAL_GE,
                "kind": MeasureKind.ORDINAL,
                "direction": side,
            }
        case _ if words.form is Form.GROWTH and target.unit == "倍":
            changes |= {"comparator": Comparator.MULT, "form": Form.LEVEL, "direction": Direction.MORE}
        case _:
            changes |= _bound(words, target, eq, better=better, hope=hope)
    return changes


def _bound(words: _Words, target: Target, eq: str, *, better: bool, hope: bool) -> dict[str, Any]:
    """Return the comparator of a single bound; a decrease changes its side."""
    text, cmp = words.text, words.cmp
    if cmp == "lt" and "以下" in text and "低于" not in text:
        cmp = "le"  # 以下 includes the figure itself: 民法典第一千二百五十九条（待核）
    bare = cmp == "eq"
    if bare and re.search(r"保持|稳定|持平", text):
        return {"comparator": Comparator.MAINTAIN}
    if bare:
        upward = (eq == "at_least" and not words.falling) or target.direction is not Direction.LESS
        cmp = "ge" if upward else "le"
    elif words.falling:
        cmp = {"ge": "le", "gt": "lt", "le": "ge", "lt": "gt"}[cmp]
    side = Direction.MORE if cmp in ("ge", "gt") else Direction.LESS
    strict = cmp in ("gt", "lt")
    comparator = Comparator(cmp)
    if better:
        comparator = Comparator.FLOOR_STRETCH
    elif hope or (bare and target.strength is Strength.ASPIRATIONAL):
        comparator = Comparator.ASPIRE
    return {"comparator": comparator, "direction": side, "strict": strict, "bare": bare}
