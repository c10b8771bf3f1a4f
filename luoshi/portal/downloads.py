"""Everything the portal shows, to take away as CSV, JSON, Parquet or text."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luoshi.kernel.base.periods import Period
from luoshi.kernel.commitments.models import Commitment, Figure, Target
from luoshi.kernel.commitments.queries import commitments_of
from luoshi.portal import figures, queries, records
from luoshi.portal.exports import LIGHT, iati_of, light_rows
from luoshi.portal.standing import board_of

Row = dict[str, Any]
Columns = dict[str, str]  # names in order, each with its Arrow type
BYTE_ORDER_MARK = "\ufeff"  # so that spreadsheet programs open Chinese CSV files as UTF-8
HEAD: Columns = {
    **{"code": "string", "title": "string", "kind": "string", "strength": "string", "half": "string"},
    **{"livelihood": "int32", "section": "string", "start": "int32", "end": "int32", "quote": "string"},
    **{"anchor": "string", "review": "string"},
}
VALUE: Columns = {
    **{"indicator": "string", "value": "float64", "high": "float64", "unit": "string", "cmp": "string"},
    **{"form": "string", "sign": "string", "period": "string"},
}
PROMISE: Columns = {"report": "string", **HEAD, "part": "string", **VALUE}
SERIES: Columns = {
    **{"series": "string", "title": "string", "unit": "string", "start": "string", "last": "string"},
    **{"value": "float64", "numerator": "float64", "denominator": "float64", "known_at": "string"},
    **{"stands": "bool", "simulated": "bool"},
}
FIGURE: Columns = {
    **{"report": "string", "place": "string", "year": "int32", "half": "string"},
    **VALUE,
    **{"start": "int32", "end": "int32", "quote": "string"},
}


@require_safe
def commitments(request: HttpRequest, form: str) -> HttpResponse:
    """Send the reviewed commitments, one row for each target or deed."""
    slug = queries.home_slug()
    rows = [row for commitment in commitments_of(slug) for row in _promise_rows(commitment)]
    return _send(rows, PROMISE, form, f"{slug}-commitments")


@require_safe
def readings(request: HttpRequest, form: str) -> HttpResponse:
    """Send the figures read from every report, or from one with ``?report=``."""
    slug = request.GET.get("report", "").replace("\0", "")  # which PostgreSQL refuses
    if slug:
        queries.report_of(slug)
    rows = [_figure_row(figure) for figure in queries.figures(report=slug).iterator(chunk_size=2000)]
    return _send(rows, FIGURE, form, f"{slug or 'all'}-readings")


@require_safe
def text(request: HttpRequest, slug: str) -> HttpResponse:
    """Send a report's text as read, in whose code points every offset counts."""
    edition = queries.current_edition(queries.report_of(slug, "text"))
    return HttpResponse(edition.text, content_type="text/plain; charset=utf-8")


@require_safe
def root(request: HttpRequest, day: str) -> HttpResponse:
    """Send what a daily root covers, a line a case: the SHA-256 of the file is the root."""
    try:
        heads = records.heads_of(date.fromisoformat(day))
    except ValueError:
        raise Http404("没有这一天。There is no such day.") from None
    lines = "".join(f"{code} {seq} {head}\n" for code, seq, head in sorted(heads))
    return HttpResponse(lines, content_type="text/plain; charset=utf-8")


@require_safe
def lights(request: HttpRequest, form: str) -> HttpResponse:
    """Send every light of a day, by default of the last one judged: ``?as_of=2026-09-30``."""
    slug = queries.home_slug()
    board = board_of(slug, request.GET.get("as_of", ""), text=True)
    return _send(light_rows(board), LIGHT, form, f"{slug}-lights-{board.on or 'none'}")


@require_safe
def iati(request: HttpRequest) -> HttpResponse:
    """Send every commitment as a result with indicators, in the shape of IATI."""
    slug = queries.home_slug()
    board = board_of(slug, request.GET.get("as_of", ""))
    on = board.days.asked or timezone.localdate()
    found = iati_of(board, slug, on=on, organisation=settings.CITY.full_name)
    return JsonResponse(found, json_dumps_params={"ensure_ascii": False, "indent": 1})


@require_safe
def figure(request: HttpRequest, platform: str, name: str, form: str) -> HttpResponse:
    """Send every value a measure or an outside series had, revised ones too: one row for each."""
    key = f"{platform}.{name}"
    rows = list(_issued_rows(key) if figures.is_outside(key) else _told_rows(key))
    return _send(rows, SERIES, form, key)


def _issued_rows(key: str) -> Iterator[Row]:
    series, issued, _simulated = figures.issued_of(key)
    for one in issued:
        for row in one.observations:
            yield _series_row(key, series.title, series.unit, one.period, row, stands=row is one.last)


def _told_rows(key: str) -> Iterator[Row]:
    found = figures.open_figure(key)
    for told in found.told:
        for row in () if told.withheld else told.readings:
            unit, title = found.definition.unit, found.definition.title
            yield _series_row(key, title, unit, told.period, row, stands=row is told.last)


def _series_row(key: str, title: str, unit: str, period: Period, row: Any, *, stands: bool) -> Row:
    values = {name: _number(getattr(row, name)) for name in ("value", "numerator", "denominator")}
    return values | {
        "series": key,
        "title": title,
        "unit": unit,
        "start": period.start.isoformat(),
        "last": period.last.isoformat(),
        "known_at": row.known_at.isoformat(),
        "stands": stands,
        "simulated": row.simulated,
    }


def _promise_rows(commitment: Commitment) -> list[Row]:
    head = {name: getattr(commitment, name) for name in HEAD} | {"report": commitment.report.slug}
    targets: list[Row] = [
        {"part": target.quote, **_value(target), "period": target.period}
        for target in commitment.targets.all()
    ]
    deeds: list[Row] = [
        {"part": deed.quote, "indicator": deed.object, "form": deed.kind} for deed in commitment.deeds.all()
    ]
    return [head | part for part in (targets + deeds) or [{}]]


def _figure_row(figure: Figure) -> Row:
    report = figure.edition.report
    return {
        **{name: getattr(figure, name) for name in ("half", "period", "start", "end", "quote")},
        **_value(figure),
        "report": report.slug,
        "place": report.place,
        "year": report.year,
    }


def _value(figure: Target) -> Row:
    words = {name: getattr(figure, name) for name in ("indicator", "unit", "cmp", "form", "sign")}
    return words | {"value": _number(figure.value), "high": _number(figure.high)}


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _csv(rows: Sequence[Row], columns: Columns) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, fieldnames=list(columns))
    writer.writeheader()
    writer.writerows(rows)
    return (BYTE_ORDER_MARK + file.getvalue()).encode("utf-8")


def _json(rows: Sequence[Row], columns: Columns) -> bytes:
    ordered = [{name: row.get(name) for name in columns} for row in rows]
    return json.dumps(ordered, ensure_ascii=False, indent=1).encode("utf-8")


def _parquet(rows: Sequence[Row], columns: Columns) -> bytes:
    import pyarrow  # 40 MB that no other page needs
    import pyarrow.parquet

    schema = pyarrow.schema([(name, pyarrow.type_for_alias(kind)) for name, kind in columns.items()])
    file = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows, schema=schema), file, compression="zstd")
    return file.getvalue()


Writer = Callable[[Sequence[Row], Columns], bytes]
FORMS: dict[str, tuple[str, Writer]] = {
    "csv": ("text/csv; charset=utf-8", _csv),
    "json": ("application/json", _json),
    "parquet": ("application/vnd.apache.parquet", _parquet),
}


def _send(rows: Sequence[Row], columns: Columns, form: str, name: str) -> HttpResponse:
    if form not in FORMS:
        raise Http404(_("下载格式只有 csv、json、parquet 三种。"))
    content_type, write = FORMS[form]
    return HttpResponse(
        write(rows, columns),
        content_type=content_type,
        headers={"Content-Disposition": f"attachment; filename*=utf-8''{quote(name)}.{form}"},
    )
