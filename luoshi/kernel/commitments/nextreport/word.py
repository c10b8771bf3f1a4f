"""A draft as a Word document with real footnotes. Its body is the plain text, paragraph by paragraph."""

from __future__ import annotations

import io
from datetime import datetime

from luoshi.kernel.commitments.nextreport.checking import Place
from luoshi.kernel.commitments.nextreport.items import Evidence, text_of
from luoshi.kernel.commitments.nextreport.layout import PLAIN, Draft, Line, Rank, flow
from luoshi.kernel.commitments.nextreport.notes import note_words

_STYLES = {
    Rank.TITLE: "Title",
    Rank.PART: "Heading 1",
    Rank.SECTION: "Heading 2",
    Rank.REMARK: "Intense Quote",
    Rank.ENTRY: "List Bullet",
}


def to_docx(draft: Draft, *, at: datetime) -> tuple[bytes, tuple[Place, ...]]:
    """Return the document and where figures stand in its text as ``luoshi read`` reads it.

    Evidence that is cited twice is printed twice, since a footnote has one mark. ``at`` is when the draft
    knew what it tells; the document says it was made then.
    """
    import docx  # here, so that commands that write none never wait for it

    from luoshi.kernel.commitments.nextreport.footnotes import add_footnotes, add_mark

    document = docx.Document()
    properties = document.core_properties
    properties.title, properties.author, properties.comments = draft.lines[0].words, "luoshi", ""
    properties.created = properties.modified = at
    cited: list[Evidence] = []
    for line in draft.lines:
        paragraph = document.add_paragraph(line.words, style=_STYLES.get(line.rank))
        for piece in _pieces(line):
            if isinstance(piece, Evidence):
                cited.append(piece)
                add_mark(paragraph, len(cited))
            else:
                paragraph.add_run(piece)
    add_footnotes(document, [f"{note_words(note, year=draft.year)}。" for note in cited])
    data = io.BytesIO()
    document.save(data)
    return data.getvalue(), flow(draft, PLAIN)[1]


def _pieces(line: Line) -> list[str | Evidence]:
    return [
        piece if isinstance(piece, Evidence) else text_of(piece)
        for sentence in line.sentences
        for piece in (*sentence.pieces, "。")
    ]
