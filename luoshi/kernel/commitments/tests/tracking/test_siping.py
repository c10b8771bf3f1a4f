"""The city's own tracking file: it fits, covers every commitment, and gives a target for each."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache

import pytest
from django.conf import settings

from luoshi.kernel.base.periods import parse_period
from luoshi.kernel.commitments.assessing import assess
from luoshi.kernel.commitments.assessing.codes import Comparator
from luoshi.kernel.commitments.assessing.trajectories import Course
from luoshi.kernel.commitments.reading import read_city_report
from luoshi.kernel.commitments.reviewed import Entry, ReviewedFile, load_reviewed
from luoshi.kernel.commitments.tests.assessing.factories import luoshi
from luoshi.kernel.commitments.tracking import (
    Body,
    TrackingFile,
    coverage_of,
    deed_of,
    dump_tracking,
    load_tracking,
    suggest,
    target_of,
    trajectory_of,
)
from luoshi.kernel.commitments.tracking.checking import Surroundings, figures_of, problems_of
from luoshi.kernel.commitments.tracking.matching import Promise, matches
from luoshi.kernel.commitments.tracking.proposing import propose, titles_of
from luoshi.kernel.commitments.tracking.series import known_series
from luoshi.kernel.measures.points import MeasureKind, Point
from luoshi.kernel.orgs.directory import read_directory

NOW = datetime(2026, 10, 10, tzinfo=UTC)
TOP_ONE, TOP_THREE = 80, 86  # of 122: no fewer reviewed leads may be found than are today


@cache
def reviewed() -> ReviewedFile:
    return load_reviewed(settings.CITY.commitments_path(2026))


@cache
def tracking() -> TrackingFile:
    return load_tracking(settings.CITY.tracking_path(2026))


@cache
def bodies() -> tuple[Body, ...]:
    directory = read_directory(settings.CITY.organisations_path)
    return tuple(Body(one.code, one.name, one.short, one.kind, one.duties) for one in directory.organisations)


@cache
def titles() -> dict[str, str]:
    return {section.id: section.title for section in read_city_report(settings.CITY, 2026).sections}


def _point(kind: MeasureKind, month: str) -> Point:
    """Return an invented figure of ten a month, known when the month is over."""
    period = parse_period(month)
    known = datetime(period.end.year, period.end.month, 5, tzinfo=UTC)
    parts = (Decimal(9), Decimal(10)) if kind is MeasureKind.RATE else (None, None)
    return Point(period, Decimal(10), known, *parts)


def promises() -> dict[str, Entry]:
    return {entry.id: entry for entry in reviewed().entries if entry.review.status != "rejected"}


def test_the_file_fits_the_commitments_the_organisations_the_series_and_the_report() -> None:
    directory = read_directory(settings.CITY.organisations_path)
    around = Surroundings(
        commitments=reviewed(),
        text=settings.CITY.report_path(2026).read_text("utf-8"),
        organisations={one.code: one for one in directory.organisations},
        on=date(2026, 3, 1),
        series=known_series(),
    )

    assert problems_of(tracking(), around) == []


def test_the_file_is_as_it_would_be_written() -> None:
    assert settings.CITY.tracking_path(2026).read_text("utf-8") == dump_tracking(tracking())


def test_every_commitment_is_judged_by_something_or_says_why_not() -> None:
    coverage = coverage_of(reviewed().entries, tracking())

    assert coverage.complete
    assert coverage.total == len(tracking().entries) == 122
    assert coverage.means.total() == coverage.kinds.total() == coverage.led == 122
    assert coverage.means["none"] == 0


def test_every_quantified_commitment_gives_targets_and_a_directional_one_says_what_it_lacks() -> None:
    for code, promise in promises().items():
        entry = tracking().entry(code)
        assert entry is not None
        if promise.kind == "quantified":
            assert entry.targets, code
        if entry.untracked:
            assert promise.kind == "directional", code
            assert entry.untracked.lacks, code


@pytest.mark.parametrize("entry", [e for e in tracking().entries if e.targets], ids=lambda e: e.commitment)
def test_every_target_can_be_assessed_with_nothing_but_points(entry) -> None:
    promise = promises()[entry.commitment]

    for plan, number in figures_of(entry, promise):
        figure = promise.targets[number] if number is not None else None
        target = target_of(figure, plan, strength=promise.strength, of_year=2026)
        course = trajectory_of(plan, target, known_at=NOW)
        found = assess(target, [], rules=luoshi(), on=date(2026, 9, 30), known_at=NOW, trajectory=course)

        past = [_point(plan.kind, f"{y}-{m:02}") for y in (2023, 2024, 2025) for m in range(1, 13)]
        shares = trajectory_of(plan, target, history=past, known_at=NOW)
        points = [*past, *(_point(plan.kind, f"2026-{m:02}") for m in range(1, 10))]
        told = assess(target, points, rules=luoshi(), on=date(2026, 9, 30), known_at=NOW, trajectory=shares)

        assert target.quote == plan.quote
        assert told.headline
        assert shares.course is plan.trajectory.course
        assert (target.value is None) == (figure is None)
        assert target.due == plan.deadline
        assert found.headline
        if plan.trajectory.course is Course.SEASONAL_SHARE:
            assert course.flag  # without history it is the straight line, and says so


@pytest.mark.parametrize("entry", [e for e in tracking().entries if e.check], ids=lambda e: e.commitment)
def test_every_check_gives_a_target_and_works_wait_for_their_nodes(entry) -> None:
    target = deed_of(entry.check, verb="建设", thing="项目", of_year=2026)

    assert target.comparator in (Comparator.MILESTONE, Comparator.DOCUMENT)
    assert bool(target.pending) == (entry.check.kind == "build")


def test_words_without_a_figure_are_executed_as_they_read() -> None:
    found = {
        (entry.commitment, plan.nth): target_of(None, plan, of_year=2026).comparator
        for entry in tracking().entries
        for plan, number in figures_of(entry, promises()[entry.commitment])
        if number is None
    }

    assert found["2026-002", 1] is Comparator.REL_GE
    assert found["2026-008", 1] is found["2026-008", 2] is Comparator.REL_SYNC
    assert found["2026-059", 1] is Comparator.RANK_LE
    assert found["2026-109", 1] is Comparator.ZERO


def test_suggestions_find_most_of_the_reviewed_leads() -> None:
    ranks = []
    for code, promise in promises().items():
        entry = tracking().entry(code)
        assert entry is not None
        assert entry.lead is not None
        ranked = [one.code for one in suggest(promise, bodies(), titles=titles_of(promise, titles()))]
        ranks.append(ranked.index(entry.lead.org) + 1 if entry.lead.org in ranked else 0)

    first = sum(rank == 1 for rank in ranks)
    three = sum(0 < rank <= 3 for rank in ranks)
    print(f"lead units suggested: first {first}/{len(ranks)}, among three {three}/{len(ranks)}")
    assert first >= TOP_ONE
    assert three >= TOP_THREE


def test_suggestions_are_the_same_whatever_the_order_of_bodies() -> None:
    shuffled = list(bodies())
    random.Random(5).shuffle(shuffled)

    for promise in promises().values():
        assert suggest(promise, shuffled) == suggest(promise, bodies())


def test_a_suggestion_says_which_words_it_stands_on() -> None:
    ranked = suggest(promises()["2026-082"], bodies())

    assert ranked[0].code == "housing"
    assert ranked[0].reason.startswith("按职责词：燃气、管网")


def test_each_commitment_as_a_task_is_matched_with_itself_alone() -> None:
    compared = [Promise(code, entry.anchor.quote, entry.title) for code, entry in promises().items()]

    found = {one.code: [match.code for match in matches(one.quote, compared)] for one in compared}

    assert found == {code: [code] for code in found}


@pytest.mark.parametrize(
    ("task", "codes"),
    [
        ("加快城市地下管网更新，完成老旧供热管网改造23.5公里", ["2026-080"]),
        ("市大剧院、滑冰馆建成并投入使用", ["2026-078"]),
        ("推动信访总量明显下降", ["2026-099"]),
        ("地区生产总值增长5%，固定资产投资增长3%以上", ["2026-004", "2026-006"]),
        ("开展招商引资活动", []),
        ("举办春节晚会", []),
    ],
)
def test_a_task_in_other_words_finds_its_commitments_or_none(task: str, codes: list[str]) -> None:
    compared = [Promise(code, entry.anchor.quote, entry.title) for code, entry in promises().items()]

    assert [match.code for match in matches(task, compared)] == codes


def test_a_draft_proposes_what_is_missing_and_leaves_the_rest() -> None:
    file = TrackingFile(report="siping-2026", year=2026, entries=tracking().entries[:1])

    proposal = propose(file, reviewed(), bodies())

    assert len(proposal.added) == 121
    assert proposal.file.entries[0] == tracking().entries[0]
    assert propose(proposal.file, reviewed(), bodies()).lines() == ["没有变化"]
    drafted = coverage_of(reviewed().entries, proposal.file)
    assert len(drafted.uncovered) == 121
    assert not drafted.complete
    assert all(not entry.lead.confirmed for entry, _ in proposal.added if entry.lead)
