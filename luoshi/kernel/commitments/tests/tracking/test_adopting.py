"""Adopting the tracking file: idempotent, with its history, and never over what is confirmed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.commitments.actions import TrackingAdoption, adopt_tracking_file, assign
from luoshi.kernel.commitments.models import (
    ChangeRecord,
    Check,
    Commitment,
    Responsibility,
    TargetPlan,
)
from luoshi.kernel.commitments.tests.factories import MONDAY, TUESDAY
from luoshi.kernel.commitments.tests.tracking.factories import (
    IN_JULY,
    OFFICER,
    REPORT,
    make_city,
    make_commitments,
    make_target,
    make_tracking,
    with_entry,
)
from luoshi.kernel.commitments.tracking import Assigned, NotTracked, TrackingFile
from luoshi.kernel.commitments.tracking.queries import answerable, tracking_of
from luoshi.kernel.orgs.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _city(tmp_path: Path) -> None:
    make_city(tmp_path)
    make_commitments()


def adopted(file: TrackingFile | None = None, at=MONDAY) -> TrackingAdoption:
    return adopt_tracking_file(file or make_tracking(), at=at)


def rows() -> list[object]:
    return [list(model.objects.values()) for model in (TargetPlan, Check, Responsibility, ChangeRecord)]


def test_an_adoption_brings_in_targets_checks_and_who_answers() -> None:
    done = adopted()

    assert done.added == ["2026-001 5%左右", "2026-002 12所", "2026-002 30所", "2026-003 check"]
    plan = TargetPlan.objects.get(quote="5%左右")
    assert (plan.version, plan.origin, plan.valid_from) == (1, "review", date(2026, 1, 1))
    assert (plan.series, plan.kind, plan.headline, plan.lacks) == (
        "outside.gdp_growth",
        "growth",
        True,
        ["definition"],
    )
    assert plan.trajectory == {"course": "constant", "nodes": [], "start": None, "interpolate": False}
    assert Check.objects.get().still_in_use
    found = {(one.commitment, one.part, one.words) for one in answerable(REPORT, on=date(2026, 3, 2))}
    assert ("2026-003", "lead", "测试市文化局（建议，待确认）") in found
    assert not ChangeRecord.objects.exists()


def test_a_second_adoption_changes_nothing() -> None:
    adopted()
    before = rows()

    again = adopted(at=TUESDAY)

    assert (again.added, again.changed, again.assigned, again.ended) == ([], [], [], [])
    assert len(again.unchanged) == 4
    assert rows() == before


def test_a_correction_is_a_new_version_and_a_record_and_the_old_row_stays() -> None:
    adopted()
    schools = (make_target("12所", "outside.nurseries"), make_target("30所", "outside.schools"))

    done = adopted(with_entry(make_tracking(), "2026-002", targets=schools), at=TUESDAY)

    assert done.changed == ["2026-002 12所"]
    versions = TargetPlan.objects.filter(quote="12所").order_by("version")
    assert [(one.version, one.series) for one in versions] == [
        (1, "outside.kindergartens"),
        (2, "outside.nurseries"),
    ]
    record = ChangeRecord.objects.get()
    assert (record.what, record.origin, record.quote, record.at) == ("target", "review", "12所", TUESDAY)
    assert record.changes == {"series": ["outside.kindergartens", "outside.nurseries"]}
    assert tracking_of(REPORT, on=date(2026, 3, 2))["2026-002"].targets[0].plan.series.endswith("gartens")
    assert tracking_of(REPORT, on=date(2026, 3, 3))["2026-002"].targets[0].plan.series.endswith("nurseries")


def test_what_leaves_the_file_is_withdrawn_and_may_come_back() -> None:
    adopted()
    file = make_tracking()
    reason = NotTracked(reason="没有验收办法", lacks=("metric",))

    gone = adopted(with_entry(file, "2026-003", check=None, untracked=reason), at=TUESDAY)
    during = tracking_of(REPORT, on=date(2026, 3, 3))["2026-003"]
    back = adopted(file, at=IN_JULY)

    assert (gone.withdrawn, gone.added) == (["2026-003 check"], ["2026-003 untracked"])
    assert during.check is None
    assert during.untracked is not None
    assert during.untracked.lacks == ["metric"]
    assert (back.changed, back.withdrawn) == (["2026-003 check"], ["2026-003 untracked"])
    assert list(Check.objects.order_by("version").values_list("withdrawn", flat=True)) == [False, True, False]


def test_another_suggested_lead_ends_the_former_one() -> None:
    adopted()
    lead = Assigned(org="works")

    adopted(with_entry(make_tracking(), "2026-002", lead=lead), at=TUESDAY)

    leads = Responsibility.objects.filter(commitment__code="2026-002", part="lead").order_by("pk")
    assert [(one.organisation.code, one.valid_to) for one in leads] == [
        ("education", date(2026, 3, 3)),
        ("works", None),
    ]
    record = ChangeRecord.objects.get()
    assert record.changes == {"lead": [["education"], ["works"]]}


def test_a_decision_is_not_undone_by_a_suggestion() -> None:
    adopted()
    commitment = Commitment.objects.get(code="2026-002")
    works = Organisation.objects.get(code="works")

    first = assign(
        commitment,
        organisation=works,
        part="lead",
        cites="市政府常务会议纪要〔2026〕5号",
        reason="学校建设由住建局统筹",
        by=OFFICER,
        at=TUESDAY,
    )
    again = assign(
        commitment, organisation=works, part="lead", cites=first.cites, reason="同上", by=OFFICER, at=IN_JULY
    )
    then = adopted(at=IN_JULY)

    assert again == first
    assert then.assigned == []
    leads = [
        one
        for one in answerable(REPORT, on=date(2026, 7, 10))
        if (one.commitment, one.part) == ("2026-002", "lead")
    ]
    assert [(one.organisation.code, one.confirmed, one.words) for one in leads] == [
        ("works", True, "测试市住房和城乡建设局")
    ]
    record = ChangeRecord.objects.get(origin="change")
    assert (record.who, record.approved_by) == ("王同志", "市政府常务会议纪要〔2026〕5号")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"cites": " "}, "assign-unfounded"),
        ({"reason": ""}, "assign-unfounded"),
        ({"part": "boss"}, "assign-part"),
    ],
)
def test_an_assignment_needs_a_part_a_decision_and_a_reason(changes: dict[str, Any], code: str) -> None:
    given = {"part": "lead", "cites": "纪要", "reason": "分工"} | changes

    with pytest.raises(LuoshiError) as caught:
        assign(
            Commitment.objects.get(code="2026-002"),
            organisation=Organisation.objects.get(code="works"),
            by=OFFICER,
            at=MONDAY,
            **given,
        )

    assert caught.value.code == code


def test_a_file_ahead_of_the_database_is_refused_and_nothing_is_written() -> None:
    file = make_tracking()
    stranger = replace(file.entries[0], commitment="2026-099")
    unknown = with_entry(file, "2026-002", lead=Assigned(org="moon"))

    for broken, code in (
        (replace(file, entries=(stranger,)), "tracking-unadopted"),
        (unknown, "organisations-unloaded"),
    ):
        with pytest.raises(LuoshiError) as caught:
            adopted(broken)
        assert caught.value.code == code

    assert not TargetPlan.objects.exists()


def test_adopting_and_asking_take_the_same_queries_whatever_there_is() -> None:
    sizes = []
    for times in (1, 9):
        report = f"city{times}-2026"
        make_commitments(times, report)
        with CaptureQueriesContext(connection) as writing:
            adopted(make_tracking(times, report))
        with CaptureQueriesContext(connection) as reading:
            found = tracking_of(report, on=date(2026, 6, 1))
            answerable(report, on=date(2026, 6, 1))
        assert len(found) == 3 * times
        sizes.append((len(writing), len(reading)))

    assert sizes[0] == sizes[1]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE commitments_targetplan SET deadline = '2027-12-31'",
        "DELETE FROM commitments_targetplan",
        "UPDATE commitments_check SET evidence = ''",
        "DELETE FROM commitments_changerecord",
        "UPDATE commitments_responsibility SET confirmed = true",
        "DELETE FROM commitments_responsibility",
    ],
)
def test_the_database_refuses_to_rewrite_tracking(sql: str) -> None:
    adopted()
    adopted(with_entry(make_tracking(), "2026-002", lead=Assigned(org="works")), at=TUESDAY)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(DatabaseError, match="只增不改"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_an_end_once_set_cannot_be_moved() -> None:
    adopted()
    adopted(with_entry(make_tracking(), "2026-002", lead=Assigned(org="works")), at=TUESDAY)

    with pytest.raises(DatabaseError, match="只增不改"), transaction.atomic():
        Responsibility.objects.filter(valid_to__isnull=False).update(valid_to=None)
