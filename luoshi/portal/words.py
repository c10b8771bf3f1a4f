"""Figures in words a resident reads at a glance. The report's own words stay beside them."""

from __future__ import annotations

from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from luoshi.kernel.commitments.models import Target
from luoshi.portal.vocabulary import UNITS

BOUND = {"ge": "≥ ", "gt": "> ", "le": "≤ ", "lt": "< ", "approx": "≈ "}
SCALES = ((Decimal(10) ** 12, "万亿"), (Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万"))
CLOSE_UNITS = ("", "%", "‰", "℃")  # written without a space


def figure_words(target: Target) -> SafeString:
    """Return the figure with its comparator and unit: "≥ 90%", "增长 5%", "前 3 位", "12.9–15 公里".

    Chinese counts in 万 and 亿. In English a unit that has no English word keeps its Chinese one, marked so.
    """
    if target.cmp == "zero":
        return format_html("{}", _("零"))
    if target.cmp == "rank":
        place = _("第 %(n)s 位") if "第" in target.quote else _("前 %(n)s 位")
        return format_html("{}", place % {"n": _trimmed(target.value)})
    scale, word = _scale(target.value)
    amount = "–".join(_trimmed(value / scale) for value in (target.value, target.high) if value is not None)
    bound = BOUND.get(target.cmp, "")
    return format_html("{}{}{}{}", _direction(target), bound, amount, _unit(word, target.unit))


def _direction(target: Target) -> str:
    if target.form == "growth":
        return _("增长") + " " if target.sign == "+" else _("下降") + " "
    if target.form == "change":
        return _("增加") + " " if target.sign == "+" else _("减少") + " "
    return ""


def _scale(value: Decimal) -> tuple[Decimal, str]:
    if _chinese():
        for scale, word in SCALES:
            if abs(value) >= scale:
                return scale, word
    return Decimal(1), ""


def _trimmed(value: Decimal) -> str:
    text = f"{value:,.6f}"
    return text.rstrip("0").rstrip(".")


def _unit(scale: str, unit: str) -> str:
    if not scale and unit in CLOSE_UNITS:
        return unit
    if _chinese():
        return f" {scale}{unit}"
    if unit in UNITS:
        return f" {_(unit)}"
    return format_html(' <span lang="zh-hans">{}</span>', unit)


def _chinese() -> bool:
    return (get_language() or "").startswith("zh")
