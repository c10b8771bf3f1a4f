"""Who stood on a list is kept once a month, and two months are compared: come, gone and to where, stuck."""

from __future__ import annotations

from datetime import date

import pytest

from luoshi.config.tick import STEPS
from luoshi.kernel.cases.tests.factories import moment
from luoshi.platforms.projects.lists.asking import counted
from luoshi.platforms.projects.lists.comparing import Part, changes, months_of, parted, with_growth
from luoshi.platforms.projects.lists.keeping import keep_lists
from luoshi.platforms.projects.models import ListEntry, ListMonth, Project, ProjectList
from luoshi.platforms.projects.tests.factories import MILLION
from luoshi.platforms.projects.tests.populations import load, placed

pytestmark = pytest.mark.django_db
JANUARY, FEBRUARY, MARCH = moment("2026-01-31"), moment("2026-02-28"), moment("2026-03-31")


def moved(name, **columns):
    Project.objects.filter(name=name).update(**columns)


def names(entries):
    return [entry.project.name for entry in entries]


@pytest.fixture
def two_months(builder):
    """Of four projects being built one has stopped by February, one has gone on, one has come."""
    load()
    for name in ("停下的", "推进的", "不动的"):
        placed(builder, name, state="building", stage_since=date(2025, 12, 1), library_on=date(2025, 12, 2))
    keep_lists(at=JANUARY)
    moved("停下的", state="suspended", stage_since=date(2026, 2, 5))
    moved("推进的", invested=3 * MILLION)
    placed(builder, "新开的", state="building", stage_since=date(2026, 2, 3))
    keep_lists(at=FEBRUARY)
    after, before = months_of(ProjectList.objects.get(key="building"))
    return before, after


def test_a_month_is_kept_once(builder):
    load()
    placed(builder, "甲", state="building")

    assert keep_lists(at=JANUARY).entries == 2  # being built, and not yet in the library
    placed(builder, "乙", state="building")

    assert not keep_lists(at=moment("2026-01-31 18:00"))
    assert ListEntry.objects.count() == 2
    assert ListMonth.objects.count() == 16


def test_a_list_that_came_later_in_the_month_is_kept_too():
    load()
    keep_lists(at=JANUARY)
    ListMonth.objects.filter(list__key="ideas").delete()

    assert keep_lists(at=JANUARY).lists == 1


def test_what_was_kept_is_not_changed_by_what_comes_after(two_months):
    moved("不动的", planned=1, state="terminated")

    entry = ListEntry.objects.get(kept=two_months[0], project__name="不动的")

    assert (entry.state, entry.planned) == ("building", 80 * MILLION)


def test_two_months_tell_who_came_who_left_who_stayed_and_who_did_not_move(two_months):
    before, after = two_months

    parts = parted(before, after, Project.objects.all())

    assert {part: names(entries) for part, entries in parts.items()} == {
        Part.ENTERED: ["新开的"],
        Part.LEFT: ["停下的"],
        Part.STAYED: ["推进的", "不动的"],
        Part.STUCK: ["不动的"],
    }


def test_who_left_is_followed_to_the_lists_on_which_it_then_stood(two_months):
    before, after = two_months

    (line,) = changes(Part.LEFT, parted(before, after, Project.objects.all())[Part.LEFT], after=after)

    assert line.lists == ("停工项目清单", "已入库未入统项目清单")
    assert line.moved
    assert line.entry.project.state == "suspended"


def test_who_is_stuck_is_told_with_days_and_months(two_months):
    _, after = two_months
    keep_lists(at=MARCH)
    march = months_of(after.list)[0]

    parts = parted(after, march, Project.objects.all())
    lines = changes(Part.STUCK, with_growth(parts[Part.STUCK], after), after=march)

    assert [(line.entry.project.name, line.days, line.entry.months, line.invested) for line in lines] == [
        ("推进的", 120, 3, 0),
        ("不动的", 120, 3, 0),
        ("新开的", 56, 2, 0),
    ]


def test_what_was_invested_between_the_months_is_told(two_months):
    before, after = two_months

    stayed = with_growth(parted(before, after, Project.objects.all())[Part.STAYED], before)

    assert [entry.grew for entry in stayed] == [3 * MILLION, 0]


def test_a_project_that_comes_back_begins_to_count_anew(two_months):
    moved("停下的", state="building")
    keep_lists(at=MARCH)

    entry = ListEntry.objects.get(
        kept__list__key="building", kept__month=date(2026, 3, 1), project__name="停下的"
    )

    assert entry.months == 1


def test_only_what_is_seen_is_compared(two_months):
    before, after = two_months

    parts = parted(before, after, Project.objects.filter(name="新开的"))

    assert [entries.count() for entries in parts.values()] == [1, 0, 0, 0]


def test_the_change_is_counted_from_the_month_before(two_months):
    def now(on):
        found = counted(Project.objects.all(), on=on)
        return next(one for one in found if one.standing.of.key == "building")

    assert (now(date(2026, 2, 28)).now, now(date(2026, 2, 28)).change) == (3, 0)
    moved("新开的", state="accepted")
    assert (now(date(2026, 3, 5)).change, now(date(2026, 3, 5)).kept_on) == (-1, date(2026, 2, 28))
    assert now(date(2026, 1, 31)).change is None


def test_the_sweep_keeps_the_months():
    load()
    step = dict(STEPS)["项目清单月度留存"]

    assert step(JANUARY) == "清单 16 · 条目 0"
    assert step(JANUARY) == ""
