"""Who settles what: only the supervision office, on a cited decision, once, never over a newer version."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.commitments.actions import (
    adopt_tracking_file,
    assign,
    change_check,
    change_target,
    confirm,
    decompose,
)
from luoshi.kernel.commitments.models import ChangeRecord, Commitment, Responsibility
from luoshi.kernel.commitments.rights import office_post
from luoshi.kernel.commitments.tests.factories import MONDAY, TUESDAY
from luoshi.kernel.commitments.tests.tracking.factories import (
    IN_JULY,
    MERGED,
    REPORT,
    as_csv,
    make_city,
    make_commitments,
    make_tracking,
)
from luoshi.kernel.orgs.actor import Actor, HeldPost
from luoshi.kernel.orgs.models import Organisation, Post

pytestmark = pytest.mark.django_db
PAPER = "市政府常务会议纪要〔2026〕5号"
FOUNDED: dict[str, Any] = {"cites": PAPER, "reason": "分工方案明确"}
CHANGED: dict[str, Any] = {
    "quote": "12所",
    "changes": {"value": Decimal(10)},
    "reason": "用地未批",
    "approved_by": PAPER,
}


def holding(*roles: str) -> Actor:
    post = HeldPost(1, "city.post", "某岗", "测试市人民政府", "city.", frozenset(roles))
    return Actor(1, "王同志", (post,), 1)


OFFICE = holding("office", "supervisor")


@pytest.fixture(autouse=True)
def _city(tmp_path):
    make_city(tmp_path)
    make_commitments()
    adopt_tracking_file(make_tracking(), at=MONDAY)


def schools() -> Commitment:
    return Commitment.objects.get(code="2026-002")


def unit(code: str) -> Organisation:
    return Organisation.objects.get(code=code)


def suggested() -> list[int]:
    return list(
        Responsibility.objects.filter(source="suggestion", valid_to=None).values_list("pk", flat=True)
    )


def refused(code: str, call, *args: object, **given: object) -> LuoshiError:
    with pytest.raises(LuoshiError) as caught:
        call(*args, **given)
    assert caught.value.code == code
    return caught.value


def test_the_office_hands_out_and_watches_in_one_post():
    apart = (holding("office").posts[0], holding("supervisor").posts[0])

    assert office_post(OFFICE)
    assert office_post(Actor(1, "王同志", apart, 1)) is None


@pytest.mark.parametrize("roles", [("head",), ("handler",), ("supervisor",), ("office",), ("admin",), ()])
def test_nobody_else_settles_anything_and_reads_whom_to_ask(roles):
    by: dict[str, Any] = {"by": holding(*roles), "at": TUESDAY}
    content: dict[str, Any] = {"name": "分工方案.csv", "report": REPORT, "year": 2026, "commit": True}

    error = refused("office-only", change_target, schools(), **CHANGED, **by)
    refused("office-only", change_check, schools(), changes={}, reason="r", approved_by="a", **by)
    refused("office-only", assign, schools(), organisation=unit("works"), part="lead", **FOUNDED, **by)
    refused("office-only", confirm, suggested(), **FOUNDED, **by)
    refused("office-only", decompose, as_csv(), **content, **by)

    assert "督查室" in str(error)
    assert not ChangeRecord.objects.exists()


def test_a_change_asked_twice_is_one_and_a_late_one_is_told_so():
    by: dict[str, Any] = {"by": OFFICE, "at": TUESDAY, "seen": 1}

    first = change_target(schools(), **CHANGED, **by)
    again = change_target(schools(), **CHANGED, **by)
    late = CHANGED | {"changes": {"value": Decimal(9)}}
    refused("change-stale", change_target, schools(), **late, **by)
    change_target(schools(), **late, **(by | {"seen": 2}))

    assert first == again
    assert first.who == "王同志（某岗）"
    assert [float(one.value or 0) for one in schools().plans.filter(quote="12所")] == [0, 10, 9]


def test_a_check_changed_twice_is_changed_once():
    theatre = Commitment.objects.get(code="2026-003")
    given: dict[str, Any] = {"changes": {"evidence": "备案表"}, "reason": "规范更新", "approved_by": PAPER}

    first, again = (change_check(theatre, **given, by=OFFICE, at=TUESDAY, seen=1) for _ in range(2))

    assert first == again
    refused(
        "change-stale",
        change_check,
        theatre,
        **(given | {"changes": {"evidence": "别的"}}),
        by=OFFICE,
        at=TUESDAY,
        seen=1,
    )


def test_a_post_that_is_named_answers_for_its_unit_only():
    works = unit("works")
    own = Post.objects.create(
        organisation=works, code="works.h", title="承办岗", roles=["handler"], valid_from=date(2020, 1, 1)
    )
    by: dict[str, Any] = {"part": "support", "by": OFFICE, "at": TUESDAY} | FOUNDED

    row = assign(schools(), organisation=works, post=own, **by)
    again = assign(schools(), organisation=works, post=own, **by)
    whole = assign(schools(), organisation=works, **by)

    assert (row.post, again) == (own, row)
    assert (whole.post, whole == row) == (None, False)
    refused("assign-post", assign, schools(), organisation=unit("culture"), post=own, **by)


def test_a_body_that_is_no_more_is_handed_nothing(tmp_path):
    make_city(tmp_path, MERGED)

    error = refused(
        "assign-ended",
        assign,
        schools(),
        organisation=unit("culture"),
        part="support",
        by=OFFICE,
        at=IN_JULY,
        **FOUNDED,
    )

    assert "承继" in str(error)


def test_suggestions_are_confirmed_by_one_decision_and_their_history_stays():
    rows = suggested()

    made = confirm(rows, by=OFFICE, at=TUESDAY, **FOUNDED)
    again = confirm(rows, by=OFFICE, at=IN_JULY, **FOUNDED)

    assert {one.pk for one in made} == {one.pk for one in again}
    assert len(made) == len(rows) == ChangeRecord.objects.count() == 4
    assert {(one.source, one.confirmed, one.cites) for one in made} == {("decision", True, PAPER)}
    assert set(Responsibility.objects.filter(pk__in=rows).values_list("valid_to", flat=True)) == {
        date(2026, 3, 3)
    }


def test_what_has_been_decided_otherwise_meanwhile_stops_the_whole():
    rows = suggested()
    assign(schools(), organisation=unit("works"), part="lead", by=OFFICE, at=TUESDAY, **FOUNDED)

    refused("confirm-stale", confirm, rows, by=OFFICE, at=TUESDAY, **FOUNDED)
    refused("confirm-stale", confirm, [10**9], by=OFFICE, at=TUESDAY, **FOUNDED)

    assert set(suggested()) < set(rows)
    assert len(suggested()) == len(rows) - 1


def test_confirming_needs_units_a_decision_and_a_reason():
    refused("confirm-none", confirm, [], by=OFFICE, at=TUESDAY, **FOUNDED)
    refused("assign-unfounded", confirm, suggested(), by=OFFICE, at=TUESDAY, cites=" ", reason="x")


def test_the_record_of_a_task_list_names_who_brought_it_in():
    decompose(as_csv(), name="分工方案.csv", report=REPORT, year=2026, at=TUESDAY, commit=True, by=OFFICE)

    assert set(ChangeRecord.objects.values_list("who", flat=True)) == {"王同志（某岗）"}
