"""What the public doors have in common: what they are told who knock too often, and files."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from luoshi.kernel.orgs import doors
from luoshi.kernel.orgs.limits import Limit

BYTE_ORDER_MARK = "\ufeff"  # so that spreadsheet programs open Chinese CSV files as UTF-8


def too_often(request: HttpRequest, limit: Limit) -> HttpResponse:
    """Answer that it was too often, and when to come again."""
    return doors.too_often(request, limit, template="prepaid/too_often.html")


def csv_file(rows: Iterable[Mapping[str, Any]], columns: Iterable[str], name: str) -> HttpResponse:
    """Send rows as a CSV file."""
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, fieldnames=list(columns))
    writer.writeheader()
    writer.writerows(rows)
    return _file((BYTE_ORDER_MARK + file.getvalue()).encode(), "text/csv; charset=utf-8", f"{name}.csv")


def json_file(body: Any, name: str) -> HttpResponse:
    """Send something as a JSON file."""
    text = json.dumps(body, ensure_ascii=False, indent=1)
    return _file(text.encode(), "application/json", f"{name}.json")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
