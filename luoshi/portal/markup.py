"""A report's text as HTML. Without templates: white space counts, and a page has thousands of pieces."""

from __future__ import annotations

from functools import lru_cache
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from luoshi.portal.layout import Block, Heading, Mark, Piece, lay_out

KEPT = 64  # pages of text, a few hundred kilobytes each


@lru_cache(KEPT)
def report_html(
    text: str,
    headings: tuple[Heading, ...],
    promises: tuple[Mark, ...],
    defects: tuple[Mark, ...],
    *,
    slug: str,
) -> SafeString:
    """Return the text with every promise a link to its page, and to its card where there is a script.

    What was returned is remembered by all that it is made of, so that whatever changes shows at once.
    """
    commitments, questions = reverse("portal:commitments"), reverse("portal:questions", args=[slug])
    return mark_safe(  # noqa: S308  every piece is escaped below
        "\n".join(
            _block(block, commitments=commitments, questions=questions)
            for block in lay_out(text, headings, promises, defects)
        )
    )


def _block(block: Block, *, commitments: str, questions: str) -> str:
    inner = "".join(
        _openings(piece, questions) + _piece(piece, commitments, bold=block.tag == "p" and piece.spoken)
        for piece in block.pieces
    )
    return f"<{block.tag}>{inner}</{block.tag}>"


def _openings(piece: Piece, questions: str) -> str:
    headings = (f'<span id="{escape(heading.id)}"></span>' for heading in piece.opening_headings)
    defects = (
        f'<a class="doubt" id="{escape(defect.key)}" href="{questions}#{escape(defect.key)}"'
        f' title="{escape(defect.title)}">{escape(defect.label)}</a>'
        for defect in piece.opening_defects
    )
    return "".join((*headings, *defects))


def _piece(piece: Piece, commitments: str, *, bold: bool) -> str:
    text = escape(piece.text)
    if promise := piece.promise:
        style = f'class="promise {escape(promise.style)}"'
        if promise.key:
            page = f"{commitments}{escape(promise.key)}/"
            # One stop for the keyboard, however many pieces the promise is cut into.
            place = f'id="c{escape(promise.key)}"' if promise in piece.opening_promises else 'tabindex="-1"'
            text = f'<a {style} {place} href="{page}" hx-get="{page}card/">{text}</a>'
        else:
            text = f"<span {style}>{text}</span>"
    if piece.defect:
        text = f"<mark>{text}</mark>"
    return f"<b>{text}</b>" if bold else text
