"""Pictures that come with a resident's form: written anew without what a camera adds, stored at once, and
kept for the next try.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from django.core import signing
from django.core.files.uploadedfile import UploadedFile

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.evidence import StoredFile, plain_name
from luoshi.kernel.cases.pictures import bare_picture
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

    Raises ``photos-many`` and what ``stored_picture`` raises. A token of another form is ignored.
    """
    sent = list(uploads)
    found = [photo for token in list(tokens)[:MOST] if (photo := _kept(token, form))]
    if len(found) + len(sent) > MOST:
        raise LuoshiError("photos-many", f"最多附{MOST}张照片。", f"At most {MOST} photos.")
    found += [_stored(upload, form, at) for upload in sent]
    return list({photo.file.sha256: photo for photo in found}.values())


def stored_picture(file: BinaryIO, *, name: str, at: datetime) -> StoredFile:
    """Keep a picture without its metadata. Raises what ``bare_picture`` and ``Store.put`` raise."""
    name, limit = plain_name(name), evidence_limit(at)
    return evidence_store().put(bare_picture(file, name=name, limit=limit), name=name, limit=limit, kind=KIND)


def _stored(upload: UploadedFile[Any], form: str, at: datetime) -> Photo:
    read: Any = upload  # an UploadedFile reads like any binary file
    file = stored_picture(read, name=str(upload.name), at=at)
    fields: list[Any] = [form, file.sha256, file.name, file.media_type, file.size]
    return Photo(file, signing.dumps(fields, salt=_SALT))


def _kept(token: str, form: str) -> Photo | None:
    try:
        owner, sha256, name, media_type, size = signing.loads(token, salt=_SALT, max_age=_KEPT_FOR)
    except (signing.BadSignature, ValueError):
        return None
    return Photo(StoredFile(sha256, name, media_type, size, KIND), token) if owner == form else None
