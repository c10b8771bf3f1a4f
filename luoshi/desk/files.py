"""Files that come with a form: put into the store at once, and kept for the next try if a field was wrong."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core import signing
from django.http import HttpRequest

from luoshi.kernel.cases.declarations import Action
from luoshi.kernel.cases.evidence import StoredFile
from luoshi.kernel.cases.storing import evidence_limit, evidence_store

_SALT = "luoshi.desk.files"
_KEPT_FOR = 12 * 60 * 60  # seconds: a working day
_MOST = 50  # files with one form
Kept = tuple[StoredFile, str]


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
