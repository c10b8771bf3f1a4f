"""Pictures of a site: kept as they were taken; what is published of one is nothing but its pixels."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.models import Evidence
from luoshi.kernel.cases.pictures import bare_picture
from luoshi.kernel.cases.storing import evidence_limit, evidence_store
from luoshi.platforms.projects.models import SiteVisit

KIND = "现场照片"
_SIDE = 1_280  # pixels of the longer side, enough for a screen
_LARGEST = 50_000_000  # bytes
_TYPES = {b"\xff\xd8": "image/jpeg", b"\x89P": "image/png", b"RI": "image/webp"}


def is_photo(file: Evidence) -> bool:
    """Tell whether the evidence is a picture of the site."""
    return file.kind == KIND and file.media_type.startswith("image/")


def there(photos: list[Evidence]) -> list[Evidence]:
    """Return those of the pictures whose files lie in the store."""
    store = evidence_store()
    return [photo for photo in photos if store.path(photo.sha256).is_file()]


def bare_photo(photo: Evidence) -> BytesIO | None:
    """Return the picture without place, device or comment, None where it cannot be read."""
    try:
        with evidence_store().path(photo.sha256).open("rb") as file:
            return bare_picture(file, name=photo.name, limit=_LARGEST, side=_SIDE)
    except (OSError, LuoshiError):
        return None


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture and what kind of file it is."""

    content: bytes
    media_type: str


def published_picture(visit: SiteVisit, *, at: datetime) -> Picture | None:
    """Return the picture of the visit without metadata, None where the store has it no more.

    Raises what ``bare_picture`` raises.
    """
    try:
        with evidence_store().path(visit.sha256).open("rb") as file:
            content = bare_picture(file, name=visit.sha256[:12], limit=evidence_limit(at)).getvalue()
    except OSError:
        return None
    return Picture(content, _TYPES[content[:2]])
