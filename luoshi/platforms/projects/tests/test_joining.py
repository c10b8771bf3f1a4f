"""Duplicates become one and one becomes several: tied both ways, rows right, no money counted twice."""

from __future__ import annotations

import pytest
from django.db.models import Sum

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.models import Case, Link
from luoshi.kernel.cases.verifying import verify
from luoshi.platforms.projects.models import Project
from luoshi.platforms.projects.queries.counted import counted
from luoshi.platforms.projects.queries.maps import map_of
from luoshi.platforms.projects.recording import columns_of
from luoshi.platforms.projects.rules.parts import Part, parts_of
from luoshi.platforms.projects.tests.factories import MILLION, do, row
from luoshi.platforms.projects.tests.steps import put_forward, take

pytestmark = pytest.mark.django_db


def planned():
    return counted(Project.objects.all()).aggregate(all=Sum("planned"))["all"]


def parts_in(whole):
    return list(Case.objects.filter(backlinks__case=whole).order_by("pk"))


def rows_are_right():
    for case in Case.objects.filter(type="project"):
        held = columns_of(case, case.events.all())
        assert [str(getattr(row(case), key)) for key in held] == [str(value) for value in held.values()]
        assert verify(case).sound


def test_a_duplicate_goes_into_the_project_it_repeats(builder):
    kept, twice = take(put_forward(builder), "reserve, file", builder), put_forward(builder)

    twice = take(twice, "merge", builder, into=kept.code)

    assert twice.state == "merged"
    link = Link.objects.get()
    assert (link.case, link.kind, link.other) == (twice, "repeats", kept)
    assert kept.backlinks.get() == link
    assert kept.events.latest("seq").data == {"absorbed": twice.code}
    assert planned() == 80 * MILLION
    rows_are_right()


def test_a_map_draws_no_project_twice_and_misses_none(builder):
    kept, twice = take(put_forward(builder), "reserve, file", builder), put_forward(builder)
    other = put_forward(builder)
    take(twice, "merge", builder, into=kept.code)
    Project.objects.update(longitude=124.37, latitude=43.17)
    Project.objects.filter(case=other).update(longitude=124.5, latitude=43.3)

    drawn = map_of(Project.objects.all(), total=counted(Project.objects.all()).count())

    assert drawn is not None
    assert {mark.project.code for mark in drawn.marks} == {kept.code, other.code}
    assert drawn.missing == 0


def test_nothing_goes_into_a_project_that_has_ended(builder):
    gone, twice = take(put_forward(builder), "terminate", builder), put_forward(builder)

    with pytest.raises(LuoshiError, match="当前为“已终止”"):
        take(twice, "merge", builder, into=gone.code, at="2026-07-01")

    assert Case.objects.get(pk=twice.pk).state == "proposed"
    assert not Link.objects.exists()


def test_an_invented_project_goes_into_no_real_one(builder):
    kept, twice = put_forward(builder), put_forward(builder)
    Case.objects.filter(pk=kept.pk).update(simulated=True)

    with pytest.raises(LuoshiError, match="模拟项目"):
        take(twice, "merge", builder, into=kept.code)


def test_a_project_is_split_to_the_last_fen(builder):
    whole = take(put_forward(builder, public=True), "reserve", builder)

    whole = take(whole, "split", builder, parts="示例一期 3000万元\n示例二期 0.5亿元\n")

    assert whole.state == "split"
    parts = [row(part) for part in parts_in(whole)]
    assert [(part.name, part.planned) for part in parts] == [
        ("示例一期", 30 * MILLION),
        ("示例二期", 50 * MILLION),
    ]
    assert {(part.state, part.nature, part.horizon) for part in parts} == {("reserved", "government", "one")}
    assert planned() == 80 * MILLION
    first = parts[0].case
    assert first.events.get(action="derive").data == {"part_of": whole.code}
    assert first.backlinks.get().case == whole
    rows_are_right()


def test_what_is_split_before_it_is_reserved_begins_as_an_idea(builder):
    whole = take(put_forward(builder), "split", builder)

    assert {row(part).state for part in parts_in(whole)} == {"proposed"}


def test_parts_go_their_own_way(builder):
    whole = take(put_forward(builder), "reserve, split", builder)
    part = parts_in(whole)[0]

    part = take(part, "file, fund, land, planning, construction, start", builder)
    do(part, "report", builder, "2026-05-08", month="2026-04-01", invested=MILLION, physical=100)

    assert (row(part).state, row(part).invested) == ("building", MILLION)
    rows_are_right()


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("一期 3000万元\n二期 5000万元", (Part("一期", 30 * MILLION), Part("二期", 50 * MILLION))),
        (
            "示例 园区 一期\t1.2亿元\n\n二期 100",
            (Part("示例 园区 一期", 120 * MILLION), Part("二期", 10_000)),
        ),
        ("一期 3000万元", None),
        ("一期 3000万元\n一期 5000万元", None),
        ("一期3000万元\n二期5000万元", None),
        ("一期 0\n二期 5000万元", None),
        ("一期 -1\n二期 5000万元", None),
        ("", None),
    ],
)
def test_parts_are_read_as_people_write_them(text, parts):
    assert parts_of(text) == parts
