"""Loading readings, and the questions asked of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.commitments.actions import adopt_file, load_reading
from luoshi.kernel.commitments.models import Commitment, Edition, Figure, Report
from luoshi.kernel.commitments.queries import commitments_of, count, livelihood_items, loaded_reports, narrow
from luoshi.kernel.commitments.tests.factories import MONDAY, TEXT, TUESDAY, make_file, make_reading

pytestmark = pytest.mark.django_db


def adopt_city(slug: str = "testcity-2026", *, times: int = 1) -> None:
    reading = make_reading(report=slug)
    adopt_file(make_file(reading, times=times), reading=reading, file_sha256="f" * 64, at=MONDAY)


def test_a_reading_becomes_a_report_with_its_edition_and_figures() -> None:
    edition = load_reading(make_reading(), at=MONDAY)

    assert edition.report.title == "2026年测试市政府工作报告"
    assert edition.report.current == edition
    assert (edition.text, edition.read_at) == (TEXT, MONDAY)
    figure = Figure.objects.get(quote="5%左右")
    assert (figure.value, figure.high, figure.cmp, figure.indicator) == (
        Decimal(5),
        None,
        "approx",
        "地区生产总值",
    )


def test_a_range_keeps_both_ends() -> None:
    growth = replace(make_reading().quantities[0], value=(Decimal("4.5"), Decimal(5)), cmp="range")

    load_reading(make_reading(quantities=(growth,), commitments=()), at=MONDAY)

    assert Figure.objects.values_list("value", "high").get() == (Decimal("4.5"), Decimal(5))


def test_the_same_reading_again_adds_nothing() -> None:
    first = load_reading(make_reading(), at=MONDAY)

    again = load_reading(make_reading(), at=TUESDAY)

    assert again == first
    assert again.read_at == MONDAY
    assert (Report.objects.count(), Edition.objects.count(), Figure.objects.count()) == (1, 1, 3)


def test_a_reissued_text_is_a_new_edition_and_the_old_one_stays() -> None:
    load_reading(make_reading(), at=MONDAY)

    edition = load_reading(make_reading(TEXT + "补充一段。"), title="更正版", at=TUESDAY)

    assert Report.objects.get().current == edition
    assert Report.objects.get().title == "更正版"
    assert Edition.objects.count() == 2


def test_a_reading_without_place_or_year_says_what_to_give() -> None:
    with pytest.raises(LuoshiError) as caught:
        load_reading(make_reading(place=None), at=MONDAY)

    assert caught.value.code == "report-unplaced"
    assert "--place" in caught.value.en


def test_commitments_are_narrowed_by_all_that_is_given() -> None:
    adopt_city()
    everything = commitments_of("testcity-2026")

    def codes(**chosen: object) -> list[str]:
        return [commitment.code for commitment in narrow(everything, **chosen)]  # type: ignore[arg-type]

    assert codes() == ["2026-001", "2026-002", "2026-003"]
    assert codes(kind="milestone") == ["2026-003"]
    assert codes(kind="quantified", q="改造") == ["2026-002"]
    assert codes(livelihood=True) == ["2026-003"]
    assert codes(section="二") == ["2026-001", "2026-002", "2026-003"]
    assert codes(section="一") == []
    assert codes(strength="binding") == []
    assert codes(review="confirmed", half="plan", q="新建") == ["2026-002"]


def test_a_section_includes_those_under_it_but_not_its_namesakes() -> None:
    adopt_city()
    Commitment.objects.filter(code="2026-001").update(section="二/(一)")
    Commitment.objects.filter(code="2026-002").update(section="二十")

    found = narrow(commitments_of("testcity-2026"), section="二")

    assert {commitment.code for commitment in found} == {"2026-001", "2026-003"}


def test_commitments_are_counted_by_everything_at_once() -> None:
    adopt_city()

    with CaptureQueriesContext(connection) as queries:
        counts = count(commitments_of("testcity-2026"))

    assert counts.total == 3
    assert counts.kind == {"quantified": 2, "milestone": 1}
    assert counts.section == {"二": 3}
    assert counts.review == {"confirmed": 3}
    assert len(queries) == 1


def test_the_livelihood_list_holds_its_commitments_by_number() -> None:
    adopt_city()

    items = livelihood_items("testcity-2026")

    assert [(number, [c.code for c in promised]) for number, promised in items.items()] == [(1, ["2026-003"])]


def test_loaded_reports_are_listed_with_what_they_hold() -> None:
    adopt_city()
    load_reading(make_reading(report="othercity-2025", place="别市", year=2025), at=MONDAY)

    listed = [(one.report.slug, one.figures, one.commitments) for one in loaded_reports()]

    assert listed == [("othercity-2025", 3, 0), ("testcity-2026", 3, 3)]


@pytest.mark.parametrize(
    "question",
    [
        lambda: [
            (list(c.targets.all()), list(c.deeds.all()), c.report.slug) for c in commitments_of("b-2026")
        ],
        lambda: livelihood_items("b-2026"),
        lambda: [(one.report.slug, one.edition.read_at) for one in loaded_reports()],
        lambda: list(narrow(commitments_of("b-2026"), q="建设")),
    ],
)
def test_the_number_of_queries_does_not_grow_with_the_data(question: Callable[[], object]) -> None:
    adopt_city("b-2026")
    with CaptureQueriesContext(connection) as few:
        question()
    adopt_city("b-2026", times=7)
    for number in range(5):
        adopt_city(f"c{number}-2026")

    with CaptureQueriesContext(connection) as many:
        question()

    assert len(many) == len(few)
