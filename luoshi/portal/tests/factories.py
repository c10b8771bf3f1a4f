"""A small invented city to test the portal with: its report, what was read from it, what was reviewed."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db.models import Value
from django.db.models.functions import Cast

from luoshi.kernel.base.search import to_vector
from luoshi.kernel.cases.tests.kept import kept
from luoshi.kernel.commitments.models import (
    Commitment,
    CommitmentDeed,
    CommitmentTarget,
    Edition,
    Figure,
    Report,
    Revision,
)
from luoshi.kernel.orgs.models import Organisation
from luoshi.portal.queries import home_slug

NOW = datetime(2026, 3, 1, tzinfo=UTC)
GOALS = "今年的主要预期目标是：地区生产总值增长5%左右。"
REVIEW = "城镇新增就业1.6万人。"
PRINCIPLE = "必须坚持稳中求进。"
DEED = "⑤城镇新增就业1.5万人"
THEATRE = "推动市大剧院建设完工"
HEAD = f"""一、上年工作回顾
{REVIEW}
二、今年重点工作
{GOALS}{PRINCIPLE}
(一) 办好实事。{DEED}，{THEATRE}。
"""


@kept
def make_city(*, schools: int = 1) -> Report:
    """Make the city's report, reviewed: three promises, and one more that is to be repeated."""
    text = HEAD + "".join(f"新建第{number}小学，学位{number}00个。\n" for number in range(1, schools + 1))
    report = make_report(home_slug(), place="测试市", text=text)
    make_commitment(report, "地区生产总值增长5%左右", "2026-001")
    make_commitment(report, "城镇新增就业1.5万人", "2026-002", livelihood=5, section="二/(一)")
    make_commitment(report, THEATRE, "2026-003", kind="milestone", strength="binding", section="二/(一)")
    promise_school(report, 1)
    Organisation.objects.create(
        code="labour",
        name="测试市人力资源局",
        short="人力",
        kind="department",
        path="labour/",
        valid_from=NOW,
    )
    Organisation.objects.create(
        code="north",
        name="测试市城北区人民政府",
        short="城北",
        kind="district",
        path="north/",
        region="229902",
        valid_from=NOW,
    )
    return report


def promise_school(report: Report, number: int) -> Commitment:
    """Make one of the schools in the report's text a reviewed commitment."""
    return make_commitment(report, f"学位{number}00个", f"2026-{number + 3:03}", section="二/(一)")


def make_report(slug: str, *, place: str = "邻市", year: int = 2026, text: str = HEAD) -> Report:
    """Make a report as if it had been read."""
    report = Report.objects.create(slug=slug, place=place, year=year, title=f"{year}年{place}政府工作报告")
    report.current = Edition.objects.create(
        report=report,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        fingerprint=hashlib.sha256(text.encode()).hexdigest(),
        source={"name": "2026.txt", "format": "text", "encoding": "utf-8", "pages": None, "tool": None},
        reader="0",
        read_at=NOW,
        sections=[
            section(text, "一、上年工作回顾", path="一", level=1, half="review"),
            section(text, "二、今年重点工作", path="二", level=1, half="plan"),
            section(text, "(一) 办好实事", path="二/(一)", level=2, half="plan"),
        ],
        sentences=[
            span(text, REVIEW) | {"id": "s1", "section": "一", "half": "review", "duplicate_of": None},
            span(text, GOALS) | {"id": "s2", "section": "二", "half": "plan", "duplicate_of": None},
            span(text, PRINCIPLE) | {"id": "s3", "section": "二", "half": "plan", "duplicate_of": None},
        ],
        excluded=[],
        milestones=[],
        unfigured=[],
        commitments=[span(text, THEATRE) | {"kind": "milestone"}],
        defects=[
            span(text, "稳中求进")
            | {"id": "d1", "kind": "wrong_word", "message": "用词可疑。"}
            | {"suggestion": None, "confidence": 0.5}
        ],
        checks=[
            {
                "id": "k1",
                "kind": "target_below_result",
                "message": "今年的目标低于去年的结果。",
                "spans": [span(text, "城镇新增就业1.6万人"), span(text, "城镇新增就业1.5万人")],
                "quantities": [],
            }
        ],
        coverage={
            "sentences": 5,
            "plan_sentences": 4,
            "classified": 3,
            "digit_runs": 6,
            "covered": 6,
            "skipped": [{"sentence": "s3", "reason": "guiding_principle"}],
            "skipped_by_reason": [["guiding_principle", 1]],
        },
    )
    report.save()
    make_figure(report, "5%左右", "地区生产总值", unit="%", cmp="approx", form="growth", value=5)
    make_figure(report, "1.6万人", "城镇新增就业", unit="人", value=16000, half="review")
    return report


def make_figure(report: Report, quote: str, indicator: str, **fields: Any) -> Figure:
    """Make a figure read from the report."""
    assert report.current is not None
    place = span(report.current.text, quote)
    said = figure(indicator, **fields) | place
    ref = f"q{Figure.objects.count()}"
    return Figure.objects.create(edition=report.current, ref=ref, sentence="s1", **said)


def make_commitment(
    report: Report, quote: str, code: str, *, kind: str = "quantified", **fields: Any
) -> Commitment:
    """Make a reviewed commitment with one target, or for a milestone with one deed."""
    assert report.current is not None
    place = span(report.current.text, quote)
    fields = {"strength": "expected", "half": "plan", "section": "二", "review": "draft"} | fields
    commitment = Commitment.objects.create(
        report=report,
        code=code,
        title=quote,
        kind=kind,
        edition=report.current,
        search=Cast(Value(to_vector([quote])), SearchVectorField()),
        **fields,
        **place,
    )
    if kind == "milestone":
        CommitmentDeed.objects.create(
            commitment=commitment, verb="建设完工", object="市大剧院", kind="finish", **place
        )
    else:
        CommitmentTarget.objects.create(commitment=commitment, **figure(quote[:4], unit="人"), **place)
    Revision.objects.create(
        commitment=commitment, number=1, at=NOW, action="adopted", changes={}, file_sha256="0" * 64
    )
    return commitment


def figure(indicator: str, **fields: Any) -> dict[str, Any]:
    """Return what a figure says, but for its place."""
    value = Decimal(str(fields.pop("value", 15000)))
    said = {"unit": "人", "cmp": "eq", "form": "level", "sign": "+", "half": "plan", "period": "2026"}
    return said | {"indicator": indicator, "value": value} | fields


def section(text: str, quote: str, *, path: str, level: int, half: str) -> dict[str, Any]:
    """Return a section as the reader gives it."""
    label = path.rsplit("/", 1)[-1]
    names = {"id": path, "label": label, "title": quote.removeprefix(label).strip("、 ")}
    return span(text, quote) | names | {"level": level, "half": half, "stop": len(text)}


def span(text: str, quote: str) -> dict[str, Any]:
    """Return where the words stand."""
    start = text.index(quote)
    return {"start": start, "end": start + len(quote), "quote": quote}


def addresses() -> list[str]:
    """Return every page of the portal, once each."""
    report = f"/reports/{home_slug()}/"
    return [
        *("/", report, f"{report}?layer=defects", f"{report}questions/", "/reports/"),
        *("/commitments/", "/commitments/2026-002/", "/commitments/2026-003/", "/commitments/2026-002/card/"),
        *("/compare/", "/compare/?indicator=地区生产总值", "/method/", "/data/", "/api/docs"),
        *("/proposals/", "/roots/", "/changes/", "/due/", "/corrections/", "/deputies/"),
        *("/units/", "/units/labour/", "/?as_of=2026-08-31", "/commitments/2026-002/?as_of=2026-08-31"),
        *("/places/", "/places/north/", "/figures/", "/figures/outside/urban_jobs/"),
        *("/figures/proposals/on_time_rate/", "/figures/proposals/matters/?period=2026-Q1"),
    ]
