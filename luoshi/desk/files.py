"""Files that come with a form: put into the store at once, and kept for the next try if a field was wrong."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import signing
from django.http import HttpRequest

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.declarations import Action
from luoshi.kernel.cases.evidence import StoredFile
from luoshi.kernel.cases.sheets.reading import MOST_BYTES
from luoshi.kernel.cases.storing import evidence_limit, evidence_store

_SALT = "luoshi.desk.files"
_KEPT_FOR = 12 * 60 * 60  # seconds: a working day
_MOST = 50  # files with one form
Kept = tuple[StoredFile, str]


@dataclass(frozen=True, slots=True)
class Proof:
    """The field for one file of evidence: whether it is asked for, what came before, what is wrong."""

    id: str
    required: bool = False
    kept: Kept | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table somebody sent. ``token`` brings it again, "" where the store does not take it."""

    name: str
    content: bytes
    token: str

    @property
    def sha256(self) -> str:
        """Return the hash of the content."""
        return hashlib.sha256(self.content).hexdigest()


def files_of(request: HttpRequest, action: Action, *, account_id: int, at: datetime) -> list[Kept]:
    """Return the files of the request and of earlier tries, each with the token that brings it again.

    Raises what ``Store.put`` raises. A token of somebody else's, or an old one, is ignored.
    """
    found = [_kept(token, account_id) for token in request.POST.getlist("kept")[:_MOST]]
    kept = [(file, token) for file, token in found if file and _fits(file, action)]
    for number, need in enumerate(action.needs):
        kinds = need.split("|")
        kind = request.POST.get(f"evidence-{number}-kind", "")
        for upload in request.FILES.getlist(f"evidence-{number}")[:_MOST]:
            file = evidence_store().put(
                upload,  # type: ignore[arg-type]  # an UploadedFile reads like any binary file
                name=str(upload.name)[:200],
                limit=evidence_limit(at),
                kind=kind if kind in kinds else kinds[0],
            )
            kept.append((file, _token(file, account_id)))
    return kept


def received(request: HttpRequest, name: str, *, account_id: int, at: datetime) -> Kept | None:
    """Return the one file of a field, or of an earlier try, with the token that brings it again.

    A new file takes the place of the one before. Raises what ``Store.put`` raises.
    """
    upload = request.FILES.get(name)
    if upload is None:
        token = request.POST.get(f"{name}-kept", "")
        file = _kept(token, account_id)[0] if token else None
        return (file, token) if file else None
    file = evidence_store().put(
        upload,  # type: ignore[arg-type]  # an UploadedFile reads like any binary file
        name=str(upload.name)[:200],
        limit=evidence_limit(at),
    )
    return file, _token(file, account_id)


def table_sent(request: HttpRequest, *, account_id: int, at: datetime) -> Table:
    """Return the table of the request, or the one that was looked at before and is now confirmed.

    A table that the store does not take, as CSV in the coding of an old Excel, can only be sent again.
    Raises ``table-missing``.
    """
    upload = request.FILES.get("table")
    if upload is not None:
        content = upload.read(MOST_BYTES + 1)
        upload.seek(0)
        try:
            kept = received(request, "table", account_id=account_id, at=at)
        except LuoshiError:
            kept = None
        return Table(str(upload.name)[:200], content, kept[1] if kept else "")
    kept = received(request, "table", account_id=account_id, at=at)
    if kept is None:
        raise LuoshiError("table-missing", "请选择文件。", "Choose a file.")
    return Table(kept[0].name, evidence_store().path(kept[0].sha256).read_bytes(), kept[1])


def stored(kept: Iterable[Kept]) -> list[StoredFile]:
    """Return the files, each once."""
    return list({(file.sha256, file.kind): file for file, _ in kept}.values())


def _fits(file: StoredFile, action: Action) -> bool:
    return any(file.kind in need.split("|") for need in action.needs)


def _token(file: StoredFile, account_id: int) -> str:
    fields: list[Any] = [account_id, file.sha256, file.name, file.media_type, file.size, file.kind]
    return signing.dumps(fields, salt=_SALT)


def _kept(token: str, account_id: int) -> tuple[StoredFile | None, str]:
    try:
        owner, sha256, name, media_type, size, kind = signing.loads(token, salt=_SALT, max_age=_KEPT_FOR)
    except (signing.BadSignature, ValueError):
        return None, token
    return (StoredFile(sha256, name, media_type, size, kind) if owner == account_id else None), token
