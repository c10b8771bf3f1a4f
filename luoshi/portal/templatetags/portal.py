"""Template words of the portal: codes of the reading shown in official Chinese, figures at a glance."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from luoshi.kernel.commitments.models import Half, Kind, ReviewStatus, Strength, Target
from luoshi.kernel.commitments.queries import Counts
from luoshi.portal.vocabulary import VOCABULARIES
from luoshi.portal.words import figure_words

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
