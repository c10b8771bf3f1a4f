"""What is read of a letter: who wrote it, its words, and whether a person did."""

from __future__ import annotations

from email.message import EmailMessage
from email.utils import make_msgid

import pytest

from luoshi.kernel.base.errors import LuoshiError
from luoshi.platforms.hotline import letters
from luoshi.platforms.hotline.letters import Letter, Skipped, letter_of

OURS = "12345@city.example"


def written(text: str = "楼下路灯三天不亮了。", /, **headers: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "王某 <wang@mail.example>"
    message["To"] = OURS
    message["Subject"] = "路灯不亮"
    message["Message-ID"] = make_msgid(domain="mail.example")
    for name, value in headers.items():
        del message[name.replace("_", "-")]
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def read(message: EmailMessage | bytes) -> Letter:
    found = letter_of(message if isinstance(message, bytes) else bytes(message), ours=OURS)
    assert isinstance(found, Letter)
    return found


def test_a_bounce_is_passed_over():
    raw = (
        b"From: a@mail.example\r\nSubject: failure\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: text/plain\r\n\r\nfailed\r\n--b--\r\n"
    )

    assert isinstance(letter_of(raw), Skipped)


@pytest.mark.parametrize("headers", [{"Auto_Submitted": "no"}, {"Return_Path": "<wang@mail.example>"}])
def test_who_says_they_are_no_machine_is_heard(headers: dict[str, str]):
    assert read(written(**headers)).address == "wang@mail.example"


def test_the_plain_text_is_read_and_else_the_words_of_the_page():
    both = written("平常的字")
    both.add_alternative("<p>花哨的字</p>", subtype="html")
    page = written()
    page.set_content(
        "<html><head><title>x</title><style>p{}</style></head><body><p>路灯<b>不亮</b></p>"
        "<script>alert(1)</script><div>在英雄路&amp;中央路</div></body></html>",
        subtype="html",
    )

    assert (read(both).text, read(both).files) == ("平常的字", ())
    assert read(page).text == "路灯不亮\n在英雄路&中央路"


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [
        ("gb2312", "gbk"),
        ("GBK", "gb18030"),
        ("utf-8", "utf-8"),
        ("x-unknown", "utf-8"),
        ("us-ascii", "gb18030"),
    ],
)
def test_chinese_is_read_whatever_set_of_signs_is_named(charset: str, encoding: str):
    raw = (
        b"From: =?utf-8?b?546L5p+Q?= <wang@mail.example>\r\nSubject: =?gb2312?B?wre1xrK7wcE=?=\r\n"
        + f"Content-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n".encode()
        + "我住龙塘社区，路燈不亮了。".encode(encoding)
    )

    letter = read(raw)

    assert (letter.writer, letter.title, letter.text) == ("王某", "路灯不亮", "我住龙塘社区，路燈不亮了。")


def test_a_letter_without_a_subject_takes_its_first_line_and_one_without_a_text_its_subject():
    assert read(written("\n路灯不亮\n三天了", Subject="")).title == "路灯不亮"
    assert read(written("", Subject="路灯不亮")).text == "路灯不亮"


def test_a_very_long_letter_is_cut_and_says_so():
    letter = read(written("很长。\n" * 20_000))

    assert letter.text.endswith("（过长，余下见原信）")
    assert len(letter.text) < 16_000


def test_a_letter_that_is_too_large_waits_for_a_person(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(letters, "MOST_BYTES", 1000)

    with pytest.raises(LuoshiError, match="超过"):
        letter_of(bytes(written("长" * 1000)))


@pytest.mark.parametrize(
    "header", ["From: =?utf-8?q?=00?= <a@>", "Content-Type: ;;;=", "From: @@@", "Date: \xff"]
)
def test_broken_headers_meet_no_fault(header: str):
    raw = f"{header}\r\nSubject: =?bad?x?=\r\n\r\n字".encode("utf-8", "replace")

    with pytest.raises(LuoshiError) as refused:
        letter_of(raw)

    assert refused.value.code.startswith("letter-")
