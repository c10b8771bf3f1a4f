"""Pictures of site visits as they may be shown: written anew, with no place, time or device beside them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from luoshi.kernel.cases.pictures import bare_picture
from luoshi.kernel.cases.storing import evidence_limit, evidence_store
from luoshi.platforms.projects.models import SiteVisit

_TYPES = {b"\xff\xd8": "image/jpeg", b"\x89P": "image/png", b"RI": "image/webp"}


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
