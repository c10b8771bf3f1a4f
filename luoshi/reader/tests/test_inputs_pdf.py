"""A PDF's text layer gives the text as it was set, column after column, paragraph by paragraph."""

from __future__ import annotations

import io
import sys

import pypdfium2
import pytest

from luoshi.reader.inputs import InputError, decode_bytes
from luoshi.reader.tests.pages import picture, printed, seed_opening, set_in_columns, squeezed


def code_of(data: bytes) -> str:
    with pytest.raises(InputError) as caught:
        decode_bytes(data, name="report")
    return caught.value.code


@pytest.mark.browser
@pytest.mark.parametrize("columns", [1, 4])
def test_an_a3_page_in_columns_loses_no_character_and_no_paragraph(columns):
    text = seed_opening()

    found, source = decode_bytes(set_in_columns(text, columns), name="page")

    assert squeezed(found) == squeezed(text)
    assert [squeezed(line) for line in found.splitlines()] == [
        squeezed(p) for p in text.split("\n") if p.strip()
    ]
    assert (source.format, source.pages) == ("pdf", 1)


@pytest.mark.browser
def test_a_page_written_row_by_row_across_columns_is_read_column_by_column():
    style = "position: absolute; left: {}mm; top: {}mm"
    rows = "".join(
        f'<div style="{style.format(column * 90, row * 6)}">第{column}栏第{row}行文字内容如此</div>'
        for row in range(12)
        for column in range(3)
    )

    found, _ = decode_bytes(printed(rows), name="page")

    wanted = [f"第{column}栏第{row}行文字内容如此" for column in range(3) for row in range(12)]
    assert squeezed(found) == "".join(wanted)


@pytest.mark.browser
def test_a_scanned_page_asks_for_the_extra_where_it_is_not_installed(monkeypatch):
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    scan = io.BytesIO()
    picture(printed("<p>扫描页</p>"), 72).save(scan, "PDF")

    code = code_of(scan.getvalue())

    assert code == "needs_ocr"


def test_a_document_without_pages_says_so():
    data = io.BytesIO()
    pypdfium2.PdfDocument.new().save(data)

    assert code_of(data.getvalue()) == "no_pages"


def test_an_empty_page_has_no_text():
    document = pypdfium2.PdfDocument.new()
    document.new_page(595, 842)
    data = io.BytesIO()
    document.save(data)

    assert code_of(data.getvalue()) == "no_text"


def test_a_password_is_asked_to_be_removed():
    key = b"<" + b"61" * 32 + b">"
    encryption = b"<< /Filter /Standard /V 1 /R 2 /O " + key + b" /U " + key + b" /P -4 >>"
    data = (
        b"%PDF-1.4\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n"
        b"2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj\n"
        b"trailer << /Root 1 0 R /Encrypt " + encryption + b" /ID [<61> <61>] >>\n%%EOF"
    )

    assert code_of(data) == "encrypted"
