"""A draft as Markdown: headings that a reader of plain text knows, reference links to the evidence."""

from __future__ import annotations

from luoshi.kernel.commitments.nextreport.checking import Place
from luoshi.kernel.commitments.nextreport.layout import Draft, Rank, Style, flow
from luoshi.kernel.commitments.nextreport.notes import note_words

# Setext headings: a # before a number would hide it from whoever reads the text as a report.
_STYLE = Style(
    before={Rank.ENTRY: "- ", Rank.REMARK: "> ", Rank.LEAD: "\n"},
    after={
        Rank.TITLE: "\n===\n\n",
        Rank.PART: "\n===\n\n",
        Rank.SECTION: "\n---\n\n",
        Rank.REMARK: "\n\n",
        Rank.TEXT: "\n\n",
        Rank.LEAD: "\n\n",
    },
    between="\n",
    mark=lambda number: f"[{number}]",
)


def to_markdown(draft: Draft) -> tuple[str, tuple[Place, ...]]:
    """Return the draft with its notes, each behind the anchor its mark links to, and where figures are."""
    text, places = flow(draft, _STYLE)
    notes = [note_words(note, year=draft.year) for note in draft.notes]
    listed = [f'- <a id="n{number}"></a>[{number}] {words}。\n' for number, words in enumerate(notes, 1)]
    links = [f"[{number}]: #n{number}\n" for number in range(1, len(notes) + 1)]
    tail = ["\n依据：\n\n", *listed, "\n", *links] if notes else []
    return "".join([text, *tail]), places
