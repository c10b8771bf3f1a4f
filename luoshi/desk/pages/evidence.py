"""A file of the store, handed to whoever may see what it proves."""

from __future__ import annotations

import mimetypes
from typing import cast

from django.http import FileResponse, Http404, HttpResponse
from django.utils.translation import gettext

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.evidence import media_type_of
from luoshi.kernel.cases.storing import evidence_store


def hand_out(sha256: str, *, name: str) -> HttpResponse:
    """Return the file as a download, named after what it belongs to and its hash. Raises Http404."""
    try:
        path = evidence_store().path(sha256)
        media_type = media_type_of(path, name)
    except (ValueError, OSError, LuoshiError):
        raise Http404(gettext("文件已不在存储里。")) from None
    ending = mimetypes.guess_extension(media_type) or ""
    file = FileResponse(
        path.open("rb"), as_attachment=True, filename=f"{name}-{sha256[:12]}{ending}", content_type=media_type
    )
    return cast(HttpResponse, file)
