"""Answers as the specification has them: JSON, and the same as XML by a small writer of our own. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

JSON, XML = "json", "xml"
TYPES = {JSON: "application/json; charset=utf-8", XML: "text/xml; charset=utf-8"}
_ITEMS = {  # the name of one thing in a list of the name
    **{"services": "service", "attributes": "attribute", "values": "value", "errors": "error"},
    **{"service_requests": "request", "endpoints": "endpoint", "formats": "format"},
}
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0 §2.2


def written(root: str, content: Any, *, form: str) -> bytes:
    """Return the content in the form. JSON has no root; in it a list is an array, in XML it is elements."""
    if form == JSON:
        return json.dumps(content, ensure_ascii=False).encode("utf-8", "replace")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{"".join(_element(root, content))}\n'.encode()


def _element(name: str, value: Any) -> Iterator[str]:
    inner = "".join(_inside(name, value))
    yield f"<{name}>{inner}</{name}>" if inner else f"<{name}/>"


def _inside(name: str, value: Any) -> Iterator[str]:
    match value:
        case None:
            return
        case bool():
            yield "true" if value else "false"
        case str():
            yield escape(_UNWRITABLE.sub("\ufffd", value))
        case Mapping():
            for key, inner in value.items():
                yield from _element(key, inner)
        case Sequence():
            for inner in value:
                yield from _element(_ITEMS[name], inner)
        case _:
            yield str(value)
