"""Take a letter as a request, and tell its writer number and code."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from django.conf import settings
from django.urls import reverse

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.context import LOCAL
from luoshi.kernel.cases.evidence import StoredFile
from luoshi.kernel.cases.storing import evidence_limit, evidence_store
from luoshi.kernel.notices.channels.email import write_to
from luoshi.kernel.orgs.actor import SYSTEM
from luoshi.kernel.parameters.queries import parameter_book
from luoshi.platforms.hotline.actions.intake import Taken, take_request
from luoshi.platforms.hotline.codes import code_of, key_of
from luoshi.platforms.hotline.letters import MOST_FILES, Attached, Letter
from luoshi.platforms.hotline.photos import stored_picture
from luoshi.platforms.hotline.queries import sending_due

KIND = "诉求人材料"


def take_letter(letter: Letter, *, at: datetime) -> Taken:
    """Open a request with what is attached, and return it with its code. The same letter again is the same.

    A file that cannot be taken is named in the request, with the reason. Raises what ``take_request`` raises;
    ``key-reused`` is another letter under the same Message-ID.
    """
    files, refused = _kept(letter, at)
    day = at.astimezone(LOCAL).date()
    unclear = parameter_book().value("hotline.unclear", on=day, scope=settings.CITY.scope)
    values = {
        "title": letter.title,
        "content": "\n\n".join([letter.text, *refused]),
        "channel": "email",
        "sort": "other",
        "category": str(unclear.value),
        "name": letter.writer,
        "email": letter.address,
    }
    return take_request(
        values, by=SYSTEM, at=at, evidence=files, key=key_of(letter.name), code=code_of(letter.name)
    )


def acknowledge(letter: Letter, taken: Taken) -> None:
    """Write to the letter's writer which number and code the request has. Nothing of it is kept.

    Raises ``Undelivered``; sent again it says the same.
    """
    due, follow = sending_due(taken.case), f"{settings.ENV.site.rstrip('/')}{reverse('hotline:follow')}"
    lines = [
        f"您的来信“{letter.title}”已收到。",
        f"诉求编号：{taken.case.code}\n查询码：{taken.code}",
        f"凭编号和查询码可在 {follow} 看办理、补充情况、评价答复、要求重办。查询码不要告诉别人。",
    ]
    if due:
        lines.append(f"热线应在 {due.astimezone(LOCAL):%Y-%m-%d %H:%M} 前派给负责的单位。")
    write_to(
        letter.address,
        title=f"已收到您的诉求 {taken.case.code}",
        body="\n\n".join(lines),
        name=f"taken-{taken.case.code}",
        answers=letter.message_id,
    )


def _kept(letter: Letter, at: datetime) -> tuple[list[StoredFile], list[str]]:
    """Return the files that are in the store now, each once, and a line for each that is not."""
    files: dict[str, StoredFile] = {}
    refused = []
    for attached in letter.files:
        try:
            file = _stored(attached, at)
            files.setdefault(file.sha256, file)
        except LuoshiError as error:
            refused.append(f"（附件没有收下：{error.zh}）")
    if letter.left:
        refused.append(f"（附件最多收{MOST_FILES}个，另有{letter.left}个没有收下，见原信）")
    return list(files.values()), refused


def _stored(attached: Attached, at: datetime) -> StoredFile:
    content = BytesIO(attached.content)
    if attached.is_picture:
        return stored_picture(content, name=attached.name, at=at)
    file = evidence_store().put(content, name=attached.name, limit=evidence_limit(at), kind=KIND)
    if not file.media_type.startswith("image/"):
        return file
    content.seek(0)  # a picture under another name
    return stored_picture(content, name=attached.name, at=at)
