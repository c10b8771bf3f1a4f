"""Text gets in whole and untouched, or a clear sentence says why not."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest

from luoshi.reader.inputs import InputError, decode_bytes, load
from luoshi.reader.inputs.errors import _SENTENCES

REPORT = "政府工作报告\r\n全市粮食产量稳定在100亿斤，新增就业1.6万人。\n"


def code_of(data: bytes) -> str:
    with pytest.raises(InputError) as caught:
        decode_bytes(data, name="report")
    return caught.value.code


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_text_is_read_in_the_encoding_it_was_saved_in(encoding):
    data = REPORT.encode(encoding)

    text, source = decode_bytes(data, name="report.txt")

    assert (text, source.format, source.encoding) == (REPORT, "text", encoding)


def test_a_byte_order_mark_stays_so_that_offsets_are_those_of_the_file():
    data = b"\xef\xbb\xbf" + REPORT.encode()

    text, source = decode_bytes(data, name="report.txt")

    assert text.encode() == data
    assert source.encoding == "utf-8"


def test_the_bytes_tell_the_format_whatever_the_name(tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(REPORT.encode())

    text, source = load(path)

    assert (text, source.format, source.name) == (REPORT, "text", "report.pdf")


def test_a_document_gives_paragraphs_and_tables_in_order():
    document = docx.Document()
    document.add_paragraph("一、去年工作回顾")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "粮食产量", "100亿斤"
    document.add_paragraph("二、今年工作安排")
    data = io.BytesIO()
    document.save(data)

    text, source = decode_bytes(data.getvalue(), name="report")

    assert text == "一、去年工作回顾\n粮食产量\t100亿斤\n二、今年工作安排\n"
    assert source.format == "docx"


def test_a_merged_cell_is_read_once():
    document = docx.Document()
    table = document.add_table(rows=1, cols=3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "合计"
    table.cell(0, 2).text = "5%"
    data = io.BytesIO()
    document.save(data)

    text, _ = decode_bytes(data.getvalue(), name="report")

    assert text == "合计\t5%\n"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \n\r\n", "empty"),
        (b"\x7fELF\x02\x01\x01\0\0\0", "binary"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old Word", "binary"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        ("政府工作報告，今年經濟增長百分之五左右，我們將繼續努力。".encode("big5"), "encoding"),
        (b"\xff\xfea", "encoding"),
        (b"caf\xe9 \xff", "encoding"),
        (b"PK\x03\x04 cut short word/document.xml", "broken"),
        (b"\x89PNG\r\n\x1a\n cut short", "broken"),
        (b"%PDF-1.7 cut short", "broken"),
    ],
)
def test_what_cannot_be_read_has_a_code(data, code):
    assert code_of(data) == code


def test_a_missing_file_and_a_folder_have_codes(tmp_path):
    with pytest.raises(InputError) as missing:
        load(tmp_path / "none.txt")
    with pytest.raises(InputError) as folder:
        load(tmp_path)

    assert (missing.value.code, folder.value.code) == ("missing", "is_directory")


def test_more_than_100_megabytes_of_text_are_refused_before_they_are_decoded(tmp_path):
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(100_000_001)

    with pytest.raises(InputError) as caught:
        load(path)

    assert caught.value.code == "too_large"


def test_a_document_that_unpacks_to_more_than_100_megabytes_is_refused():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("word/document.xml", b" " * 100_000_001)

    assert code_of(data.getvalue()) == "too_large"


@pytest.mark.parametrize("code", _SENTENCES)
def test_every_error_says_what_to_do_in_two_languages(code):
    error = InputError(code, "报告.txt", "detail")

    assert error.say("zh").endswith("。")
    assert error.say("en").endswith(".")
    assert str(error) == error.say("en")
