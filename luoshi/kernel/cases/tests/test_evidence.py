"""The store of evidence: what is taken, what is refused, and that a changed byte is found."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.evidence import Store, plain_name

LIMIT = 1_000_000
PDF = b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(40)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(40)


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "evidence")


def put(store, content, name="file", limit=LIMIT):
    return store.put(io.BytesIO(content), name=name, limit=limit)


def files(store):
    return [path for path in store.folder.rglob("*") if path.is_file()]


def word():
    out = io.BytesIO()
    Document().save(out)
    return out.getvalue()


def excel():
    out = io.BytesIO()
    Workbook().save(out)
    return out.getvalue()


def archive(*names):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name in names:
            package.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (PDF, "application/pdf"),
        (PNG, "image/png"),
        (JPEG, "image/jpeg"),
        (b"RIFF\x24\0\0\0WEBPVP8 " + bytes(40), "image/webp"),
        (b"RIFF\x24\0\0\0WAVEfmt " + bytes(40), "audio/wav"),
        (b"ID3\x03\0\0\0\0\0\0" + bytes(40), "audio/mpeg"),
        (b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41" + bytes(40), "video/mp4"),
        (word(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (excel(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("四平市：已修缮。\n".encode(), "text/plain"),
        (b"\xef\xbb\xbf" + "面积 < 5 平方米".encode(), "text/plain"),
        (("平" * 50_000).encode(), "text/plain"),
    ],
)
def test_a_file_is_what_its_content_says(store, content, media_type):
    kept = put(store, content, name="anything.bin")

    assert kept.media_type == media_type
    assert kept.size == len(content)


@pytest.mark.parametrize(
    "content",
    [
        b"<!DOCTYPE html><html><script>alert(1)</script></html>",
        b"\n \t<html><body>x</body></html>",
        b"\xef\xbb\xbf<html></html>",
        b"<!-- quiet --><html></html>",
        b"Dear reader,\n<script>alert(1)</script>",
        b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
        b"<svg onload=alert(1)>",
        archive("readme.txt"),
        archive("[Content_Types].xml", "ppt/presentation.xml"),
        archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
        archive("[Content_Types].xml", "word/document.xml", "xl/workbook.xml"),
        b"PK\x03\x04 and then nothing of an archive",
        b"MZ\x90\x00" + bytes(100),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "国标".encode("gb18030"),
        bytes(range(256)),
        b"text\x00text",
    ],
)
def test_what_is_no_evidence_is_refused_whatever_it_is_called_and_leaves_nothing(store, content):
    with pytest.raises(LuoshiError) as refused:
        put(store, content, name="answer.pdf")

    assert refused.value.code == "file-type"
    assert files(store) == []


def test_an_empty_file_is_refused(store):
    with pytest.raises(LuoshiError) as refused:
        put(store, b"")

    assert refused.value.code == "file-empty"
    assert files(store) == []


def test_a_file_may_be_as_large_as_the_limit_and_not_a_byte_larger(store):
    assert put(store, b"a" * 100, limit=100).size == 100

    with pytest.raises(LuoshiError) as refused:
        put(store, b"b" * 101, limit=100)

    assert refused.value.code == "file-too-large"
    assert len(files(store)) == 1


def test_the_same_content_is_kept_once_under_any_name(store):
    first, second = put(store, PDF, name="one.pdf"), put(store, PDF, name="two.pdf")

    assert first.sha256 == second.sha256
    assert (first.name, second.name) == ("one.pdf", "two.pdf")
    assert files(store) == [store.path(first.sha256)]


def test_a_read_that_breaks_off_leaves_nothing(store):
    class Broken(io.BytesIO):
        def read(self, size=-1):
            if self.tell():
                raise OSError("the line is dead")
            return super().read(10)

    with pytest.raises(OSError, match="the line is dead"):
        store.put(Broken(PDF), name="x.pdf", limit=LIMIT)

    assert files(store) == []


def test_a_flipped_bit_and_a_lost_file_are_found(store):
    kept = put(store, PDF)
    assert store.intact(kept.sha256)

    path = store.path(kept.sha256)
    content = bytearray(path.read_bytes())
    content[9] ^= 1
    path.write_bytes(content)

    assert not store.intact(kept.sha256)
    path.unlink()
    assert not store.intact(kept.sha256)


def test_the_same_content_put_again_heals_what_was_changed(store):
    kept = put(store, PDF)
    store.path(kept.sha256).write_bytes(b"changed")

    put(store, PDF)

    assert store.intact(kept.sha256)


@pytest.mark.parametrize("name", ["", "..", "../../etc/passwd", "A" * 64, "0" * 63])
def test_only_a_hash_leads_to_a_file(store, name):
    with pytest.raises(ValueError, match="no SHA-256"):
        store.path(name)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("答复件.pdf", "答复件.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\fakepath\\照片.jpg", "照片.jpg"),
        ("a\x00b\n\u202ec.pdf", "abc.pdf"),
        ("\ud800.pdf", ".pdf"),
        ("/", "未命名"),
    ],
)
def test_a_file_name_is_only_a_name(given, kept):
    assert plain_name(given) == kept


def test_a_long_name_keeps_its_ending():
    name = plain_name("长" * 500 + ".pdf")

    assert len(name) == 200
    assert Path(name).suffix == ".pdf"
