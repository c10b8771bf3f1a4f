"""Template words of the portal: codes of the reading shown in official Chinese, figures at a glance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django import template
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from luoshi.kernel.commitments.assessing.words import amount as in_words
from luoshi.kernel.commitments.assessing.words import plain
from luoshi.kernel.commitments.models import ChangeRecord, Half, Kind, ReviewStatus, Strength, Target
from luoshi.kernel.commitments.queries import Counts
from luoshi.kernel.commitments.tracking.ledger import differences_told, names_of_units
from luoshi.portal.vocabulary import VOCABULARIES
from luoshi.portal.words import figure_words
from luoshi.ui.words import STATES

SAME_WORDS = {"done": ("完成",), "unknown": ("无法判断",)}
register = template.Library()

LABELS = {
    name: dict(zip(choices.values, choices.labels, strict=True))
    for name, choices in (("kind", Kind), ("strength", Strength), ("half", Half), ("review", ReviewStatus))
}


@register.filter
def figure(target: Target) -> SafeString:
    """Show a figure with its comparator and unit."""
    return figure_words(target)


@register.filter
def label(code: str, of: str) -> str:
    """Show a code of the models as its official word; cheaper than ``get_…_display`` with lazy labels."""
    return str(LABELS[of][code])


@register.filter
def kind(code: str) -> SafeString:
    """Show the kind of a promise as a word with its shape."""
    return format_html('<span class="kind {}">{}</span>', code, LABELS["kind"][code])


@register.filter
def word(code: str, of: str) -> str:
    """Show a code of the named vocabulary in words; an unknown one as it is."""
    return gettext(VOCABULARIES[of].get(code, code))


@register.filter
def unit_names(changes: Iterable[ChangeRecord]) -> dict[str, str]:
    """Return the names of the units that the changes are about, by code. At most one query."""
    return names_of_units(changes)


@register.filter
def told(change: ChangeRecord, names: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Show what a change changed: field, old and new."""
    return differences_told(change, names)


@register.filter
def translated(text: str) -> str:
    """Show a Chinese text that comes from the code in the visitor's language."""
    return gettext(text)


@register.filter
def circled(number: int) -> str:
    """Show a number as printed in a list of deeds: ①, ②; beyond ⑳ as it is."""
    return chr(0x2460 + number - 1) if 1 <= number <= 20 else str(number)


@register.filter
def place(path: str) -> str:
    """Show the path of a section as a place in the report: "三/(八)/⑤" as "三 (八) ⑤"."""
    return path.replace("/", " ")


@register.filter
def bars(counts: Counts) -> list[dict[str, object]]:
    """Lay the kinds side by side, every one named even at zero: number, left edge and width in percent."""
    left, laid = 0.0, []
    for kind_of in Kind:
        number = counts.kind[kind_of]
        width = 100 * number / counts.total if counts.total else 0.0
        laid.append(
            {
                "kind": kind_of,
                "number": number,
                "left": f"{left:.2f}",
                "width": f"{width:.2f}",
                "middle": f"{left + width / 2:.2f}",
            }
        )
        left += width
    return laid


@register.filter
def percent_of(number: int, whole: int) -> str:
    """Show what share one number is of another, "0" where there is no whole."""
    return f"{100 * number / whole:.0f}" if whole else "0"


@register.filter
def state(code: str) -> SafeString:
    """Show the class of a light as a word with its shape."""
    return format_html('<span class="state {}">{}</span>', code, gettext(STATES[code]))


@register.filter
def verdict_bars(counts: dict[str, int]) -> list[dict[str, object]]:
    """Lay the classes side by side in their fixed order, every one named even at zero."""
    left, laid, total = 0.0, [], sum(counts.values())
    for code, number in counts.items():
        width = 100 * number / total if total else 0.0
        laid.append(
            {
                "state": code,
                "title": gettext(STATES[code]),
                "number": number,
                "left": f"{left:.2f}",
                "width": f"{width:.2f}",
                "middle": f"{left + width / 2:.2f}",
                "roomy": width >= 4,
            }
        )
        left += width
    return laid


@register.filter
def day(on: date) -> str:
    """Show a day without its year: 9月30日, 30 September."""
    if (get_language() or "").startswith("zh"):
        return f"{on.month}月{on.day}日"
    return date_format(on, "j F")


@register.filter
def month(on: date) -> str:
    """Show a month with its year: 2026年9月, September 2026."""
    if (get_language() or "").startswith("zh"):
        return f"{on.year}年{on.month}月"
    return date_format(on, "F Y")


@register.filter
def number(value: Decimal | None) -> str:
    """Show a number with its thousands apart, "—" where there is none."""
    if value is None:
        return "—"
    text = f"{_at_a_glance(value):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@register.filter
def bare(value: Decimal | None) -> str:
    """Give a number to a program: without thousands, empty where there is none."""
    return "" if value is None else plain(value, 4)


@register.filter
def amount(value: Decimal | None, unit: str) -> str:
    """Show a figure with its unit as a document would, "—" where there is none."""
    return "—" if value is None else in_words(_at_a_glance(value), unit)


def _at_a_glance(value: Decimal) -> Decimal:
    """Round what nobody counts: to whole ones from a thousand on, else to two places."""
    return value.quantize(Decimal(1) if abs(value) >= 1000 else Decimal("0.01"), ROUND_HALF_UP)


@register.filter
def item(mapping: dict[object, object], key: object) -> object:
    """Return what a mapping holds under the key."""
    return mapping.get(key)


@register.simple_tag
def figure_address(key: str) -> str:
    """Return the address of the page that opens a measure or an outside series."""
    platform, _, name = key.partition(".")
    return reverse("portal:figure", args=[platform, name])


@register.filter
def beyond(headline: str, state: str) -> str:
    """Return the headline of a light where it says more than its class does."""
    return "" if headline in (STATES[state], *SAME_WORDS.get(state, ())) else headline
