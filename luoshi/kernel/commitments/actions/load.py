"""Bring a reading into the database: its report, its edition, its figures."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime

from django.db import transaction

from luoshi import __version__
from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.commitments.models import Edition, Figure, Report
from luoshi.reader.model import Quantity, Reading
from luoshi.reader.output import to_dict

_BATCH = 1000


@transaction.atomic
def load_reading(reading: Reading, *, title: str | None = None, at: datetime) -> Edition:
    """Load a reading and make it its report's current edition. ``reading.report`` is the report's slug.

    The same reading again adds nothing. Raises ``report-unplaced`` where the reading knows no place or year.
    """
    if not reading.place or not reading.year:
        raise LuoshiError(
            "report-unplaced",
            f"报告 {reading.report} 的正文看不出地方或年度。请用 --place 和 --year 指明。",
            f"The text of report {reading.report} does not tell its place or year. Give --place and --year.",
        )
    report, _ = Report.objects.update_or_create(
        slug=reading.report,
        defaults={"place": reading.place, "year": reading.year} | ({"title": title} if title else {}),
        create_defaults={
            "place": reading.place,
            "year": reading.year,
            "title": title or f"{reading.year}年{reading.place}政府工作报告",
        },
    )
    edition, made = _edition(report, reading, at=at)
    if made:
        figures = (_figure(edition, quantity) for quantity in reading.quantities)
        Figure.objects.bulk_create(figures, batch_size=_BATCH)
    if report.current_id != edition.pk:
        report.current = edition
        report.save(update_fields=["current"])
    return edition


def _edition(report: Report, reading: Reading, *, at: datetime) -> tuple[Edition, bool]:
    read = to_dict(reading)
    whole = json.dumps(read, ensure_ascii=False, sort_keys=True).encode()
    return Edition.objects.get_or_create(
        report=report,
        fingerprint=hashlib.sha256(whole).hexdigest(),
        defaults={
            "sha256": reading.sha256,
            "text": reading.text,
            "reader": __version__,
            "read_at": at,
            **{
                part: read[part]
                for part in (
                    "source",
                    "sections",
                    "sentences",
                    "excluded",
                    "milestones",
                    "unfigured",
                    "commitments",
                    "defects",
                    "checks",
                    "coverage",
                )
            },
        },
    )


def _figure(edition: Edition, quantity: Quantity) -> Figure:
    low, high = quantity.value if isinstance(quantity.value, tuple) else (quantity.value, None)
    return Figure(
        edition=edition,
        ref=quantity.id,
        start=quantity.start,
        end=quantity.end,
        quote=quantity.quote,
        value=low,
        high=high,
        unit=quantity.unit,
        cmp=quantity.cmp,
        form=quantity.form,
        sign=quantity.sign,
        half=quantity.half,
        indicator=quantity.indicator,
        period=quantity.period,
        wording=quantity.wording,
        sentence=quantity.sentence,
        section=quantity.section,
        baseline=quantity.baseline or "",
        share_of=quantity.share_of or "",
        group=quantity.group or "",
        flags=list(quantity.flags),
        duplicate_of=quantity.duplicate_of or "",
    )
