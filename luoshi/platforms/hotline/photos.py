"""Pictures that come with a resident's form: checked and stored at once, and kept for the next try."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import signing
from django.core.files.uploadedfile import UploadedFile

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.evidence import StoredFile
from luoshi.kernel.cases.storing import evidence_limit, evidence_store

MOST = 6  # pictures with one request
KIND = "诉求人照片"
_SALT = "luoshi.hotline.photos"
_KEPT_FOR = 12 * 60 * 60  # seconds, as long as the form itself


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture in the store, and the token that brings it again with the form it came with."""

    file: StoredFile
    token: str


def photos_of(
    uploads: Iterable[UploadedFile[Any]], tokens: Iterable[str], *, form: str, at: datetime
) -> list[Photo]:
    """Return the pictures sent now and in earlier tries of the form, each once.

    Raises ``photo-type``, ``photos-many`` and what ``Store.put`` raises. A token of another form is ignored.
    """
    sent = list(uploads)
    found = [photo for token in list(tokens)[:MOST] if (photo := _kept(token, form))]
    if len(found) + len(sent) > MOST:
        raise LuoshiError("photos-many", f"最多附{MOST}张照片。", f"At most {MOST} photos.")
    found += [_stored(upload, form, at) for upload in sent]
    return list({photo.file.sha256: photo for photo in found}.values())


def _stored(upload: UploadedFile[Any], form: str, at: datetime) -> Photo:
    file = evidence_store().put(
        upload,  # type: ignore[arg-type]  # an UploadedFile reads like any binary file
        name=str(upload.name)[:200],
        limit=evidence_limit(at),
        kind=KIND,
    )
    if not file.media_type.startswith("image/"):
        raise LuoshiError(
            "photo-type",
            f"“{file.name}”不是照片。请选择 JPEG、PNG 或 WebP 图片。",
            f"{file.name} is no picture. Choose a JPEG, PNG or WebP file.",
        )
    fields: list[Any] = [form, file.sha256, file.name, file.media_type, file.size]
    return Photo(file, signing.dumps(fields, salt=_SALT))


def _kept(token: str, form: str) -> Photo | None:
    try:
        owner, sha256, name, media_type, size = signing.loads(token, salt=_SALT, max_age=_KEPT_FOR)
    except (signing.BadSignature, ValueError):
        return None
    return Photo(StoredFile(sha256, name, media_type, size, KIND), token) if owner == form else None
