"""Every write of figures from outside: a table brought in, a figure filed, wordings kept. Only ever added."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import connection, transaction

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.base.periods import Period
from luoshi.kernel.base.problems import Problem, require_none
from luoshi.kernel.cases.context import LOCAL
from luoshi.kernel.cases.evidence import StoredFile
from luoshi.kernel.cases.sheets.planning import Fault
from luoshi.kernel.cases.sheets.reading import Sheet
from luoshi.kernel.measures.models import Formula
from luoshi.kernel.measures.outside.models import ImportBatch, Observation
from luoshi.kernel.measures.outside.planning import Plan, plan_observations, ratio, stated_before
from luoshi.kernel.measures.outside.registry import outside_series, series_keyed
from luoshi.kernel.measures.outside.revising import Stated, status_to_add
from luoshi.kernel.measures.outside.rights import filing_post, homes_of
from luoshi.kernel.measures.outside.series import OutsideSeries
from luoshi.kernel.measures.points import Status
from luoshi.kernel.orgs.actor import Actor
from luoshi.kernel.orgs.models import Organisation

FILED = "报送"
_LOCK = 0x6F757473696465  # one writer at a time: "outside" in ASCII
_BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did or would do: figures new and known already; the batch where it was written."""

    plan: Plan
    batch: ImportBatch | None

    @property
    def new(self) -> int:
        """Return how many figures are new."""
        return len(self.plan.new)

    @property
    def existing(self) -> int:
        """Return how many say nothing new."""
        return len(self.plan.figures) - len(self.plan.new)


@transaction.atomic
def import_observations(
    sheet: Sheet, *, by: Actor | None, at: datetime, commit: bool, sha256: str = "", note: str = ""
) -> Report:
    """Check the table and, to commit, add every figure that says something new, or none at all.

    ``sha256`` is the hash of the file; that of the cells where it is left out. The same table again adds
    nothing, not even a batch. Without ``commit`` faults are reported, with it they are raised as
    ``import-faults``; whoever commits must be named. Raises ``sheet-columns`` for wrong titles.
    """
    if commit:
        _lock()
    plan = plan_observations(sheet, by=by, at=at)
    if not commit:
        return Report(plan, None)
    if by is None:
        raise LuoshiError(
            "import-unnamed", "写入须指明账号（--as）。", "Name the account that writes (--as)."
        )
    require_none([_problem(fault) for fault in plan.faults], code="import-faults", name=plan.name)
    if not plan.new:
        return Report(plan, None)
    batch = ImportBatch.objects.create(
        sha256=sha256 or _hash(sheet),
        name=sheet.name[:200],
        by_id=by.account,
        at=at,
        rows=len(plan.new),
        note=note,
    )
    wordings = keep_wordings(figure.series for figure in plan.new)
    Observation.objects.bulk_create(
        (
            Observation(
                series=figure.series.key,
                place=figure.place,
                start=figure.period.start,
                end=figure.period.end,
                value=figure.stated.value,
                numerator=figure.stated.numerator,
                denominator=figure.stated.denominator,
                cumulative=figure.series.cumulative,
                status=status,
                known_at=figure.stated.known_at,
                recorded_at=at,
                source=figure.source,
                formula_id=wordings[figure.series.key],
                batch=batch,
                by_id=by.account,
                simulated=False,
            )
            for figure in plan.new
            if (status := figure.status) is not None
        ),
        batch_size=_BATCH,
    )
    return Report(plan, batch)


@transaction.atomic
def file_figure(
    key: str,
    period: Period,
    value: Decimal | None,
    *,
    by: Actor,
    evidence: StoredFile,
    note: str,
    at: datetime,
    org: str = "",
    numerator: Decimal | None = None,
    denominator: Decimal | None = None,
    provisional: bool = False,
) -> Observation:
    """Keep what the lead unit says the figure is: a claim with its evidence, never a verdict.

    A correction is filed again; the same figure again adds nothing and returns what is there. ``org`` is
    the path of the unit whose part it is. A figure is provisional (快报) where the unit says so or the period
    is not over, and a revision where another was known. Raises
    ``series-unknown``, ``figure-not-yours``, ``figure-period``, ``figure-value`` or ``figure-known``.
    """
    _lock()
    series, day = series_keyed(key), at.astimezone(LOCAL).date()
    post = filing_post(by, series, homes_of([series], on=day), org=org)
    names = dict(
        Organisation.objects.filter(
            code__in=[series.owner, *(held.organisation for held in by.posts)]
        ).values_list("code", "name")
    )
    if post is None:
        raise LuoshiError(
            "figure-not-yours",
            f"“{series.title}”须由{names.get(series.owner, series.owner)}的岗位报送。请联系该单位。",
            f"{series.title} is filed by a post of {series.owner}. Ask that unit.",
        )
    misfit = series.misfit(period) or ("还没有开始" if period.start > day else "")
    if misfit:
        raise LuoshiError(
            "figure-period",
            f"“{series.title}”{misfit}，现为{period.title}。",
            f"{period} is no period in which {series.key} has a figure on {day}.",
        )
    try:
        value = ratio(series, value, numerator, denominator)
        if value is None and denominator != 0:
            raise ValueError("没有数值")
    except ValueError as error:
        why = f"“{series.title}”{period.title}：{error}。请核对后再报。"
        raise LuoshiError("figure-value", why, f"The value for {period} does not hold: {error}.") from error
    rows = Observation.objects.filter(
        series=series.key, org=org, place="", simulated=False, start=period.start, end=period.end
    )
    history = list(rows.order_by("known_at"))
    early = provisional or not period.over(day)
    stated = Stated(value, at, numerator, denominator, Status.PROVISIONAL if early else Status.NORMAL)
    try:
        status = status_to_add([stated_before(row) for row in history], stated)
    except ValueError as error:
        why = f"“{series.title}”{period.title}：{error}。"
        raise LuoshiError("figure-known", why, f"{series.key} {period}: another figure is known.") from error
    if status is None:
        return history[-1]
    return Observation.objects.create(
        series=series.key,
        org=org,
        start=period.start,
        end=period.end,
        value=value,
        numerator=numerator,
        denominator=denominator,
        cumulative=series.cumulative,
        status=status,
        known_at=at,
        recorded_at=at,
        source=f"{FILED}：{names[post.organisation]} {post.title}"[:200],
        note=note,
        evidence=evidence.sha256,
        formula_id=keep_wordings([series])[series.key],
        by_id=by.account,
        simulated=False,
    )


@transaction.atomic
def load_series() -> list[str]:
    """Keep the wording of every series of the city's file, and return the keys whose wording is new.

    Loading again changes nothing. Raises ``series-invalid`` with every problem of the file.
    """
    series = outside_series()
    known = set(Formula.objects.filter(measure__in=series).values_list("sha256", flat=True))
    keep_wordings(series.values())
    return [key for key, one in series.items() if one.sha256 not in known]


def keep_wordings(series: Iterable[OutsideSeries]) -> dict[str, str]:
    """Keep how each series is defined now; return by its key the hash that names the wording."""
    found = {one.key: one for one in series}
    Formula.objects.bulk_create(
        (Formula(sha256=one.sha256, measure=one.key, text=one.text) for one in found.values()),
        ignore_conflicts=True,
    )
    return {key: one.sha256 for key, one in found.items()}


def _problem(fault: Fault) -> Problem:
    said = f"“{fault.value}”：" if fault.value else ""
    return Problem(fault.where, f"{said}{fault.why}", f"{said}{fault.why}")


def _hash(sheet: Sheet) -> str:
    cells = [list(sheet.titles), *([row.number, *row.cells] for row in sheet.rows)]
    return hashlib.sha256(json.dumps(cells, ensure_ascii=False).encode("utf-8")).hexdigest()


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
