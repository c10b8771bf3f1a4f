"""Limits are dated parameters: one whose source was read blocks, the others only advise."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from luoshi.kernel.base.law import Law
from luoshi.kernel.cases.permit import refusals
from luoshi.kernel.cases.queries import context_of
from luoshi.kernel.cases.tests.factories import moment
from luoshi.kernel.parameters.queries import parameter_book
from luoshi.platforms.projects.guards.looking import permits_needed
from luoshi.platforms.projects.tests.steps import BUILT, FREE, STEPS, put_forward, take
from luoshi.platforms.projects.types import PROJECT

pytestmark = pytest.mark.django_db
READ = Law("示例办法", "3")


def refused(case, builder, step, book, at, **said):
    told = STEPS[step]
    context = context_of(
        PROJECT,
        case,
        actor=builder,
        at=moment(at),
        given=told.data | said,
        kinds={file.kind for file in told.files},
        tasks=(),
        deadlines=(),
        books=lambda: book,
    )
    action = PROJECT.action(told.action)
    assert action
    return {refusal.code for refusal in refusals(action, context, complete=True)}


def read(key, *, scope="nation", **changes):
    """Return the book with the city's value of the key as one whose source was read."""
    book = parameter_book()
    setting = next(one for one in book.settings(key) if one.scope == scope)
    return book.amended(replace(setting, law=READ, **changes))


def test_a_day_of_the_month_blocks_once_its_source_was_read(builder):
    case = take(put_forward(builder), f"{BUILT}, library", builder)
    late = {"counted_on": "2026-05-11"}

    assert refused(case, builder, "count", parameter_book(), "2026-05-12", **late) == set()
    book = read("projects.count_new_by")
    assert refused(case, builder, "count", book, "2026-05-12", **late) == {"is_within_the_month"}
    assert refused(case, builder, "count", book, "2026-05-12") == set()


def test_large_projects_report_directly_where_that_is_the_rule(builder):
    case = take(put_forward(builder), f"{BUILT}, library", builder)
    book = read("projects.direct_report_least")

    assert refused(case, builder, "count", book, "2026-05-08") == set()
    assert refused(case, builder, "count", book, "2026-05-08", direct=False) == {"large_ones_report_directly"}


def test_permits_differ_by_the_sort_of_project(builder):
    case = take(put_forward(builder), FREE, builder)
    book = read("projects.permits.enterprise", scope="nation#industry")

    assert refused(case, builder, "start", parameter_book(), "2026-04-15") == set()
    assert refused(case, builder, "start", book, "2026-04-15") == {
        "environment_is_granted",
        "energy_is_granted",
    }


def test_a_permit_that_was_found_not_to_be_needed_holds_nobody_up(builder):
    case = take(put_forward(builder), "reserve, file, fund, planning, construction", builder)

    assert refused(case, builder, "start", parameter_book(), "2026-04-15") == {"land_is_granted"}
    case = take(case, "no land", builder)
    assert refused(case, builder, "start", parameter_book(), "2026-04-15") == set()


def test_a_limit_holds_from_its_day_on(builder):
    case = take(put_forward(builder), "reserve, file", builder)
    book = read("projects.counted_least", value=10_000_000_000, valid_from=date(2026, 6, 1))

    assert refused(case, builder, "library", book, "2026-05-31") == set()
    assert refused(case, builder, "library", book, "2026-06-01") == {"is_large_enough"}


def test_without_any_list_nothing_is_asked(builder):
    case = put_forward(builder)
    context = context_of(
        PROJECT,
        case,
        actor=builder,
        at=moment("1990-01-01"),
        given={},
        kinds=(),
        tasks=(),
        deadlines=(),
    )

    assert permits_needed(context) == ()
