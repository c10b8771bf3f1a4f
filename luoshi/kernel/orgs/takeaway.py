"""Files that public doors hand out."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpResponse

BYTE_ORDER_MARK = "\ufeff"  # so that spreadsheet programs open Chinese CSV files as UTF-8


def csv_file(rows: Iterable[Mapping[str, Any]], columns: Iterable[str], name: str) -> HttpResponse:
    """Send rows as a CSV file."""
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, fieldnames=list(columns))
    writer.writeheader()
    writer.writerows(rows)
    return _file((BYTE_ORDER_MARK + file.getvalue()).encode(), "text/csv; charset=utf-8", f"{name}.csv")


def json_file(body: Any, name: str, *, kind: str = "json") -> HttpResponse:
    """Send something as a JSON file; ``kind`` is its ending, and "geojson" one of RFC 7946."""
    text = json.dumps(body, ensure_ascii=False, indent=1)
    media_type = "application/geo+json" if kind == "geojson" else "application/json"
    return _file(text.encode(), media_type, f"{name}.{kind}")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
