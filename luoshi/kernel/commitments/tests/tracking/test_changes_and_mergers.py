"""T8: a change adds a second line and never touches the original. T10: tasks follow a merged department."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.base.periods import Period
from luoshi.kernel.commitments.actions import adopt_tracking_file, change_check, change_target
from luoshi.kernel.commitments.assessing import assess, two_lines
from luoshi.kernel.commitments.assessing.codes import Verdict
from luoshi.kernel.commitments.assessing.trajectories import Course
from luoshi.kernel.commitments.models import ChangeRecord, Commitment, TargetPlan
from luoshi.kernel.commitments.tests.assessing.factories import luoshi
from luoshi.kernel.commitments.tests.factories import MONDAY
from luoshi.kernel.commitments.tests.tracking.factories import (
    IN_JULY,
    JULY,
    JUNE,
    MERGED,
    OFFICER,
    REPORT,
    make_city,
    make_commitments,
    make_target,
    make_tracking,
    with_entry,
)
from luoshi.kernel.commitments.tracking import TrajectoryEntry, target_of, trajectory_of
from luoshi.kernel.commitments.tracking.queries import answerable, tracking_of
from luoshi.kernel.measures.points import Point

pytestmark = pytest.mark.django_db
PAPER = "市人大常委会关于调整年度计划的决议〔2026〕3号"


@pytest.fixture(autouse=True)
def _city(tmp_path: Path) -> None:
    make_city(tmp_path)
    make_commitments()
    targets = (
        make_target("12所", "outside.kindergartens", deadline=JUNE, deadline_from="text"),
        make_target("30所", "outside.schools"),
    )
    adopt_tracking_file(with_entry(make_tracking(), "2026-002", targets=targets), at=MONDAY)


def schools() -> Commitment:
    return Commitment.objects.get(code="2026-002")


def changed(**values: object) -> ChangeRecord:
    given = {"quote": "12所", "reason": "用地未批", "approved_by": PAPER, "by": OFFICER, "at": IN_JULY}
    return change_target(schools(), **given | values)  # type: ignore[arg-type]


def test_a_moved_deadline_leaves_the_original_verdict_and_adds_a_line() -> None:
    changed(changes={"deadline": date(2026, 12, 31)})
    tracked = tracking_of(REPORT, on=date(2027, 1, 20))["2026-002"].targets[0]
    known_at = datetime(2027, 1, 20, tzinfo=UTC)
    points = [
        Point(Period(date(2026, 1, 1), end), Decimal(value), known, cumulative=True)
        for end, value, known in (
            (date(2026, 7, 1), 7, datetime(2026, 7, 5, tzinfo=UTC)),
            (date(2027, 1, 1), 12, datetime(2027, 1, 5, tzinfo=UTC)),
        )
    ]
    assert tracked.adjusted_plan is not None

    lines = []
    for plan in (tracked.plan, tracked.adjusted_plan):
        target = target_of(tracked.figure, plan, of_year=2026)
        course = trajectory_of(plan, target, known_at=known_at)
        lines.append(
            (
                target,
                assess(
                    target, points, rules=luoshi(), on=date(2027, 1, 20), known_at=known_at, trajectory=course
                ),
            )
        )

    assert [target.due for target, _ in lines] == [JUNE, date(2026, 12, 31)]
    both = two_lines(lines[0][1], lines[1][1], change=PAPER)
    assert both.verdict is Verdict.NOT_MET
    assert both.adjusted.verdict is Verdict.MET


def test_a_change_keeps_who_why_and_who_approved_it_and_edits_nothing() -> None:
    before = TargetPlan.objects.values().get(quote="12所")

    record = changed(changes={"value": Decimal(10), "deadline": date(2026, 12, 31)})

    assert TargetPlan.objects.values().get(pk=before["id"]) == before
    assert record.changes == {
        "value": [None, "10"],
        "deadline": ["2026-06-30", "2026-12-31"],
        "deadline_from": ["text", "change"],
    }
    assert (record.reason, record.who, record.approved_by, record.at) == (
        "用地未批",
        "王同志",
        PAPER,
        IN_JULY,
    )
    tracked = tracking_of(REPORT, on=JUNE)["2026-002"].targets[0]
    assert tracked.adjusted is None
    tracked = tracking_of(REPORT, on=date(2026, 7, 10))["2026-002"].targets[0]
    assert tracked.adjusted_plan is not None
    original = target_of(tracked.figure, tracked.plan, of_year=2026)
    adjusted = target_of(tracked.figure, tracked.adjusted_plan, of_year=2026)
    assert (original.value, adjusted.value) == (Decimal(12), Decimal(10))


def test_a_second_change_starts_from_the_first() -> None:
    changed(changes={"deadline": date(2026, 9, 30)})

    second = changed(changes={"deadline": date(2026, 12, 31)})

    assert second.changes == {"deadline": ["2026-09-30", "2026-12-31"]}
    assert list(
        TargetPlan.objects.filter(quote="12所").order_by("version").values_list("origin", flat=True)
    ) == [
        "review",
        "change",
        "change",
    ]


def test_an_adoption_after_a_change_leaves_the_change_and_carries_a_correction_into_it() -> None:
    changed(changes={"deadline": date(2026, 12, 31)})
    targets = (
        make_target("12所", "outside.nurseries", deadline=JUNE, deadline_from="text"),
        make_target("30所", "outside.schools"),
    )
    file = with_entry(make_tracking(), "2026-002", targets=targets)

    adopt_tracking_file(file, at=IN_JULY)
    again = adopt_tracking_file(file, at=IN_JULY)

    assert again.changed == again.added == []
    tracked = tracking_of(REPORT, on=date(2026, 7, 10))["2026-002"].targets[0]
    assert tracked.adjusted_plan is not None
    assert (tracked.plan.series, tracked.plan.deadline) == ("outside.nurseries", JUNE)
    assert tracked.adjusted_plan.series == "outside.nurseries"
    assert tracked.adjusted_plan.deadline == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"changes": {"deadline": JULY}, "reason": " "}, "change-unfounded"),
        ({"changes": {"deadline": JULY}, "approved_by": ""}, "change-unfounded"),
        ({"changes": {"series": "outside.other"}}, "change-field"),
        ({"changes": {"value": 10.5}}, "change-field"),
        ({"changes": {"deadline": JUNE}}, "change-empty"),
        ({"changes": {"deadline": JULY}, "quote": "99所"}, "target-unknown"),
    ],
)
def test_a_change_without_ground_or_effect_is_refused(values: dict[str, object], code: str) -> None:
    with pytest.raises(LuoshiError) as caught:
        changed(**values)

    assert caught.value.code == code
    assert not ChangeRecord.objects.exists()


def test_a_course_and_a_checks_day_change_the_same_way() -> None:
    changed(changes={"trajectory": TrajectoryEntry(course=Course.STEP)})
    theatre = Commitment.objects.get(code="2026-003")

    record = change_check(
        theatre,
        changes={"deadline": date(2027, 6, 30)},
        reason="冬季停工",
        approved_by=PAPER,
        by=OFFICER,
        at=IN_JULY,
    )

    assert record.what == "check"
    tracking = tracking_of(REPORT, on=date(2026, 8, 1))
    assert tracking["2026-002"].targets[0].adjusted.trajectory["course"] == "step_at_deadline"  # type: ignore[union-attr]
    assert tracking["2026-003"].check.deadline == date(2026, 12, 31)  # type: ignore[union-attr]
    assert tracking["2026-003"].adjusted_check.deadline == date(2027, 6, 30)  # type: ignore[union-attr]
    assert [change.what for change in tracking["2026-003"].changes] == ["check"]


def test_after_a_merger_tasks_follow_the_successor_and_the_past_keeps_the_old_name(tmp_path: Path) -> None:
    make_city(tmp_path, MERGED)

    before, after = (
        {
            (one.part, one.organisation.name): one
            for one in answerable(REPORT, on=day)
            if one.commitment == "2026-003"
        }
        for day in (JUNE, JULY)
    )

    assert ("lead", "测试市文化局") in before
    assert ("lead", "测试市文化和旅游局") in after
    assert after["lead", "测试市文化和旅游局"].assigned.code == "culture"
    assert ("support", "测试市住房和城乡建设局") in before
    assert ("support", "测试市住房和城乡建设局") in after
