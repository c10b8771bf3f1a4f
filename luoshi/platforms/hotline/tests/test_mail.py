"""A letter by e-mail becomes one request, its writer is answered, and machines are not."""

from __future__ import annotations

import io
import re
from email.message import EmailMessage
from pathlib import Path
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.actions import reveal
from luoshi.kernel.cases.models import Case, Event, Evidence
from luoshi.kernel.cases.storing import evidence_store
from luoshi.kernel.cases.tests.factories import Town, moment
from luoshi.kernel.cases.verifying import verify
from luoshi.kernel.notices.models import Delivery, Notice
from luoshi.platforms.hotline.actions import Taken, take_letter
from luoshi.platforms.hotline.commands import mail as mailing
from luoshi.platforms.hotline.letters import MOST_FILES, Letter, letter_of
from luoshi.platforms.hotline.models import Request
from luoshi.platforms.hotline.queries import request_by
from luoshi.platforms.hotline.tests.test_letters import OURS, written
from luoshi.platforms.hotline.tests.test_pictures import SECRETS, photo

PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture(autouse=True)
def _connected(settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    update = {"state": tmp_path, "email_url": "smtp://mail.example", "site": "https://city.example"}
    settings.ENV = settings.ENV.model_copy(update=update)
    settings.DEFAULT_FROM_EMAIL = OURS
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment("2026-03-05"))


@pytest.fixture
def spool(tmp_path: Path) -> Path:
    for name in ("new", "cur", "tmp"):
        (tmp_path / "mail" / name).mkdir(parents=True)
    return tmp_path / "mail"


def drop(spool: Path, *messages: EmailMessage | bytes) -> None:
    for number, message in enumerate(messages, start=len(list(spool.rglob("*.host")))):
        (spool / "new" / f"1700000{number:03}.M1.host").write_bytes(
            message if isinstance(message, bytes) else bytes(message)
        )


def fetch(spool: Path | None = None) -> str:
    out = io.StringIO()
    call_command("hotline", "mail", *([str(spool)] if spool else []), stdout=out)
    return out.getvalue()


def names(spool: Path, folder: str) -> list[str]:
    return sorted(path.name for path in (spool / folder).iterdir())


def test_a_letter_becomes_a_request_whose_writer_is_sealed(town: Town, spool: Path):
    drop(spool, written())

    words = fetch(spool)

    case = Case.objects.get()
    assert f"受理 {case.code}，已回执" in words
    assert (case.title, case.data["content"], case.data["channel"]) == (
        "路灯不亮",
        "楼下路灯三天不亮了。",
        "email",
    )
    for field, value in {"name": "王某", "email": "wang@mail.example"}.items():
        assert reveal(case, field, by=town["agent"], reason="回复", at=moment("2026-03-05")) == value
    kept = str([*Event.objects.values(), *Case.objects.values("data", "title"), *Request.objects.values()])
    assert "wang@mail.example" not in kept
    assert "王某" not in kept
    assert verify(case).sound
    assert (names(spool, "new"), names(spool, "cur")) == ([], ["1700000000.M1.host:2,S"])


def test_its_writer_is_told_number_and_code_which_lie_in_no_table(town: Town, spool: Path):
    message = written()
    drop(spool, message)

    fetch(spool)

    [answer] = mail.outbox
    case = Case.objects.get()
    assert answer.to == ["wang@mail.example"]
    assert case.code in answer.subject
    found = re.search(r"查询码：(\S+)", str(answer.body))
    assert found
    assert request_by(found[1]).code == case.code
    assert answer.extra_headers["In-Reply-To"] == message["Message-ID"]
    assert answer.extra_headers["Auto-Submitted"] == "auto-replied"
    assert not Notice.objects.exists()
    assert not Delivery.objects.exists()


def test_the_same_letter_delivered_twice_is_one_request_with_one_code(town: Town, spool: Path):
    message = written()
    drop(spool, message, message)

    fetch(spool)

    assert Case.objects.count() == 1
    assert len({answer.body for answer in mail.outbox}) == 1


def test_a_letter_without_a_name_of_its_own_is_known_by_its_words(town: Town, spool: Path):
    message = written()
    del message["Message-ID"]
    drop(spool, message, message)

    fetch(spool)

    assert Case.objects.count() == 1


def test_other_words_under_the_name_of_a_letter_wait_for_a_person(town: Town, spool: Path):
    message = written()
    drop(spool, message, written("别的事", Message_ID=str(message["Message-ID"])))

    with pytest.raises(CommandError, match="1 封"):
        fetch(spool)

    assert Case.objects.count() == 1
    assert [name[-1] for name in names(spool, "cur")] == ["S", "F"]
    assert len(mail.outbox) == 1


def test_where_the_answer_cannot_be_sent_the_letter_stays_and_is_answered_later(
    town: Town, spool: Path, monkeypatch: pytest.MonkeyPatch
):
    drop(spool, written())
    with monkeypatch.context() as down:
        down.setattr("django.core.mail.EmailMessage.send", _no_server)
        words = fetch(spool)
    assert "留待下次" in words
    assert (len(names(spool, "new")), names(spool, "cur")) == (1, [])

    fetch(spool)

    assert Case.objects.count() == 1
    assert len(mail.outbox) == 1
    assert names(spool, "new") == []


def _no_server(*args: Any, **kwargs: Any) -> int:
    raise SMTPServerDisconnected


def test_a_letter_is_moved_only_after_its_request_is_kept_and_stops_no_other(
    town: Town, spool: Path, monkeypatch: pytest.MonkeyPatch
):
    drop(spool, written("坏运气"), written("好运气"))
    take = take_letter

    def fails(letter: Letter, **more: Any) -> Taken:
        if "坏" in letter.text:
            raise RuntimeError("no disk")
        return take(letter, **more)

    monkeypatch.setattr(mailing, "take_letter", fails)

    with pytest.raises(CommandError) as ended:
        fetch(spool)

    assert ended.value.returncode == 1
    assert names(spool, "new") == ["1700000000.M1.host"]
    assert Case.objects.get().data["content"] == "好运气"


def test_without_a_mail_server_a_letter_is_taken_and_that_nobody_was_told_is_said(
    town: Town, spool: Path, settings: Any
):
    settings.ENV = settings.ENV.model_copy(update={"email_url": None})
    drop(spool, written())

    words = fetch(spool)

    assert "没有回执" in words
    assert Case.objects.count() == 1
    assert names(spool, "new") == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": 'auto-generated; owner-email="x@y.example"'},
        {"Return_Path": "<>"},
        {"List_Id": "<news.mail.example>"},
        {"Precedence": "bulk"},
        {"From": "MAILER-DAEMON@mail.example"},
        {"From": "no-reply@shop.example"},
        {"From": f"12345 <{OURS}>"},
    ],
)
def test_machines_are_not_answered(town: Town, spool: Path, headers: dict[str, str]):
    drop(spool, written(**headers))

    words = fetch(spool)

    assert "跳过" in words
    assert not Case.objects.exists()
    assert not mail.outbox
    assert names(spool, "cur") == ["1700000000.M1.host:2,S"]


def test_files_are_kept_and_pictures_lose_their_place(town: Town, spool: Path):
    message = written()
    message.add_attachment(PDF, maintype="application", subtype="pdf", filename="证明.pdf")
    message.add_attachment(photo(), maintype="image", subtype="jpeg", filename="灯.jpg")
    message.add_attachment(photo("PNG"), maintype="application", subtype="octet-stream", filename="灯.png")
    drop(spool, message)

    fetch(spool)

    kept = {file.name: file for file in Evidence.objects.all()}
    assert {name: file.media_type for name, file in kept.items()} == {
        "证明.pdf": "application/pdf",
        "灯.jpg": "image/jpeg",
        "灯.png": "image/png",
    }
    for name in ("灯.jpg", "灯.png"):
        content = evidence_store().path(kept[name].sha256).read_bytes()
        assert not [secret for secret in SECRETS if secret in content]


def test_files_that_cannot_be_taken_are_named_and_the_letter_is_taken(town: Town, spool: Path):
    message = written()
    message.add_attachment(
        b"MZ\x90\x00" * 40, maintype="application", subtype="octet-stream", filename="run.exe"
    )
    message.add_attachment(photo()[:80], maintype="image", subtype="jpeg", filename="坏.jpg")
    message.add_attachment(b"", maintype="application", subtype="pdf", filename="空.pdf")
    drop(spool, message)

    fetch(spool)

    content = Case.objects.get().data["content"]
    assert not Evidence.objects.exists()
    assert [name for name in ("run.exe", "坏.jpg", "空.pdf") if name not in content] == []
    assert content.count("附件没有收下") == 3


def test_no_more_files_than_a_few_are_taken(town: Town, spool: Path):
    message = written()
    for number in range(MOST_FILES + 3):
        message.add_attachment(
            f"第{number}页".encode(), maintype="text", subtype="plain", filename=f"{number}.txt"
        )
    drop(spool, message)

    fetch(spool)

    assert Evidence.objects.count() == MOST_FILES
    assert "另有3个没有收下" in Case.objects.get().data["content"]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "letter-sender"),
        (b"\x00\xff\xfe", "letter-sender"),
        (b"From: nobody\r\n\r\nHello", "letter-sender"),
        (b"From: a@mail.example\r\n\r\n", "letter-empty"),
    ],
)
def test_a_letter_that_nobody_can_answer_waits_for_a_person(town: Town, spool: Path, raw: bytes, code: str):
    with pytest.raises(LuoshiError) as refused:
        letter_of(raw)
    assert refused.value.code == code
    drop(spool, raw)

    with pytest.raises(CommandError):
        fetch(spool)

    assert names(spool, "cur") == ["1700000000.M1.host:2,F"]


def test_one_letter_is_read_from_standard_input(town: Town, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(bytes(written()))))

    assert "已回执" in fetch()

    assert Case.objects.count() == 1


def test_the_mail_server_is_asked_to_bring_a_letter_again_where_its_answer_has_to_wait(
    town: Town, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(bytes(written()))))
    monkeypatch.setattr("django.core.mail.EmailMessage.send", _no_server)

    with pytest.raises(CommandError) as refused:
        fetch()

    assert refused.value.returncode == 75


def test_a_folder_that_is_no_maildir_is_refused(db: None, tmp_path: Path):
    with pytest.raises(LuoshiError, match="maildir"):
        fetch(tmp_path)
