"""The invented year: told in bulk it leaves the rows that the same acts leave one at a time."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from luoshi.kernel.cases.actions import tick
from luoshi.kernel.cases.actions.bulk import copy_rows, reserve
from luoshi.kernel.cases.models import Case, Event
from luoshi.kernel.cases.private import unseal
from luoshi.kernel.cases.tests.city import bring_in_city
from luoshi.kernel.cases.tests.factories import moment
from luoshi.kernel.cases.verifying import replay, verify
from luoshi.kernel.notices.models import Notice
from luoshi.platforms.hotline.actions import rebuild
from luoshi.platforms.hotline.codes import code_of
from luoshi.platforms.hotline.models import OpenWords, Request
from luoshi.platforms.hotline.queries import request_by
from luoshi.platforms.hotline.year import loading
from luoshi.platforms.hotline.year.loading import Year, copy_told, load_year
from luoshi.platforms.hotline.year.shape import moments, surges
from luoshi.platforms.hotline.year.stories import Step
from luoshi.platforms.hotline.year.telling import Span, Stage, act_live, open_live, stage, tell_in_bulk

pytestmark = pytest.mark.django_db
END = datetime(2026, 2, 1, tzinfo=UTC)
TABLES = {
    "cases_case": ("id",),
    "cases_event": ("id", "recorded_at"),
    "cases_deadline": ("id",),
    "cases_privatevalue": ("id",),
    "cases_evidence": ("id",),
    "cases_task": ("id",),
    "cases_party": ("id",),
    "cases_link": ("id",),
    "cases_snapshot": (),
    "cases_counter": ("id",),
    "hotline_openwords": ("vector",),  # of a bulk, what was said since it was opened too
    "hotline_request": ("repeat_of_id",),  # looked for as requests come in, not in bulk
}
MANY, SOME = 2_000, 40


@pytest.fixture
def city() -> None:
    bring_in_city(moment("2025-01-02"), staffed=date(2025, 1, 1))


def staged() -> tuple[Stage, Span]:
    made = stage(2025, prefix="loaded:test", seed=7, until=END)
    made.every = timedelta(hours=12)
    return made, Span(0, moments(2025, requests=MANY, seed=7, bursts=made.town.bursts))


def chosen(made: Stage, span: Span) -> list[int]:
    """Return some of the requests that between them take every step there is."""
    scripts = {at: made.steps(span, at)[1] for at in range(len(span.moments))}
    wanted, found = {step.action for steps in scripts.values() for step in steps}, set()
    while wanted:
        best = max(scripts, key=lambda at: len(wanted & {step.action for step in scripts[at]}))
        found |= {best, *(step.data["into"] for step in scripts[best] if "into" in step.data)}
        wanted -= {step.action for step in scripts[best]}
    rest = (at for at in scripts if at not in found and not any("into" in s.data for s in scripts[at]))
    return sorted([*found, *(next(rest) for _ in range(SOME - len(found)))])


def tell_live(made: Stage, span: Span, some: list[int]) -> None:
    """Let everything happen in the order of time, the sweep twice a day between."""
    codes: dict[int, str] = {}
    happening: list[tuple[datetime, int, int, Step | None]] = []
    for at in some:
        happening.append((span.moments[at], 1, at, None))
        happening += [(step.at, 2, at, step) for step in made.steps(span, at)[1]]
    sweep = datetime(2025, 1, 1, tzinfo=UTC) - timedelta(days=1)
    for now, _, at, step in sorted(happening, key=lambda one: one[:3]):
        while sweep <= now:
            tick(now=sweep)
            sweep += made.every
        if step is None:
            codes[at] = open_live(made, span, at)
        else:
            act_live(made, codes[at], step, code_at=codes.__getitem__)
    while sweep <= made.until:
        tick(now=sweep)
        sweep += made.every


def tell_bulk(made: Stage, span: Span, some: list[int]) -> None:
    ids = dict(zip(some, reserve("hotline", year=2025, many=len(some)), strict=True))
    copy_told(*tell_in_bulk(made, span, ids))


def kept() -> dict[str, list[str]]:
    """Return every row of every table, its keys aside."""
    codes, tables = dict(Case.objects.values_list("pk", "code")), {}
    with connection.cursor() as cursor:
        for table, aside in TABLES.items():
            cursor.execute(f"SELECT to_jsonb(row) FROM {table} AS row")
            rows = [json.loads(row) if isinstance(row, str) else row for (row,) in cursor.fetchall()]
            tables[table] = sorted(json.dumps(plain(row, codes, aside), sort_keys=True) for row in rows)
    return tables


def plain(row: dict[str, Any], codes: dict[int, str], aside: tuple[str, ...]) -> dict[str, Any]:
    row = {name: value for name, value in row.items() if name not in aside}
    if "case_id" in row:
        row["case_id"] = codes[row["case_id"]]
    if row.get("sealed"):
        row["sealed"] = unseal(row["sealed"])
    return row


@pytest.fixture
def known_salts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Salt the same each time, so that two tellings can be compared."""
    monkeypatch.setattr("secrets.token_hex", lambda size: "5a" * size)


def test_told_in_bulk_it_leaves_the_rows_of_the_same_acts(city: None, known_salts: None):
    made, span = staged()
    some = chosen(made, span)
    with transaction.atomic():
        tell_live(made, span, some)
        live = kept()
        assert Notice.objects.exists()
        transaction.set_rollback(True)
    assert not Case.objects.exists()

    tell_bulk(made, span, some)

    bulk = kept()
    for table, rows in live.items():
        assert bulk[table] == rows, table
    assert len(some) == SOME == len(bulk["cases_case"])
    assert not Notice.objects.exists()
    acts = Counter(Event.objects.values_list("action", flat=True))
    assert {"return", "appeal", "arbitrate", "grant_time", "suspend", "resume", "reopen"} <= set(acts)
    assert {"clock.missed", "clock.lapsed", "clock.warned", "archive", "merge", "exclude"} <= set(acts)
    for case in Case.objects.select_related("unit"):
        assert verify(case).sound, (case.code, verify(case))
        assert replay(case).state == case.state


def test_the_read_model_written_anew_from_the_events_is_what_the_acts_wrote(city: None):
    made, span = staged()
    tell_bulk(made, span, chosen(made, span))
    before = kept()["hotline_request"]
    Request.objects.update(
        state="", person=None, known=False, due_at=None, late=True, contact_late=True, returns=9, moved_at=END
    )
    assert rebuild() == SOME
    assert kept()["hotline_request"] == before

    assert rebuild() == SOME
    assert kept()["hotline_request"] == before


def test_the_words_of_open_requests_and_of_no_others_are_kept(city: None):
    made, span = staged()
    made.until = span.moments[MANY // 2]
    tell_bulk(made, span, list(range(MANY // 2 - SOME, MANY // 2)))
    compared = set(OpenWords.objects.values_list("pk", flat=True))
    assert compared == set(Case.objects.filter(closed_at=None).values_list("pk", flat=True))
    assert 0 < len(compared) < SOME

    OpenWords.objects.all().delete()
    rebuild()
    assert set(OpenWords.objects.values_list("pk", flat=True)) == compared


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "BATCH", 20)


def test_a_year_is_loaded_once_and_says_that_it_is_simulated(city: None, small_batches: None):
    said: list[str] = []
    year = Year(2025, 50, 3, END)

    first = load_year(year, processes=1, say=said.append)
    again = load_year(year, processes=1, say=said.append)

    assert (first.requests, first.skipped, again.requests, again.events, again.skipped) == (50, 0, 0, 0, 50)
    assert (Request.objects.count(), Event.objects.count()) == (50, first.events)
    assert not Request.objects.filter(simulated=False).exists()
    assert all("模拟" in case.title for case in Case.objects.all())
    assert len(said) == 3
    assert "50/50" in said[-1]


def test_a_load_that_was_cut_off_goes_on_where_it_stood(
    city: None, small_batches: None, monkeypatch: pytest.MonkeyPatch
):
    year = Year(2025, 50, 3, END)
    calls = iter(range(9))

    def fails(*args: Any) -> None:
        if next(calls) == 1:
            raise KeyboardInterrupt
        copy_rows(*args)

    monkeypatch.setattr(loading, "copy_rows", fails)
    with pytest.raises(KeyboardInterrupt):
        load_year(year, processes=1, say=str)
    assert Request.objects.count() == Case.objects.count() == 20

    loaded = load_year(year, processes=1, say=str)

    assert (loaded.requests, loaded.skipped, Request.objects.count()) == (30, 20, 50)
    assert all(verify(case).sound for case in Case.objects.select_related("unit"))


def test_a_loaded_request_is_followed_by_its_code(city: None, small_batches: None):
    year = Year(2025, 5, 3, END)
    load_year(year, processes=1, say=str)

    assert request_by(code_of(f"{year.prefix}:3")).case.opened_at == moments_of(year)[3]


def moments_of(year: Year) -> list[datetime]:
    made = stage(year.year, prefix=year.prefix, seed=year.seed, until=year.until)
    return moments(year.year, requests=year.requests, seed=year.seed, bursts=made.town.bursts)


def test_a_year_has_its_days_and_its_surges():
    bursts = surges(2025, seed=1, streets=["a", "b"])
    year = moments(2025, requests=60_000, seed=1, bursts=bursts)

    days = Counter(moment.date() for moment in year)
    hours = Counter(moment.hour for moment in year)
    mondays, sundays = ([n for day, n in days.items() if day.weekday() == at] for at in (0, 6))
    assert year == sorted(year)
    assert len(days) == 365
    assert sum(mondays) > 1.7 * sum(sundays)
    assert sum(hours[hour] for hour in range(8, 18)) > 0.6 * len(year)
    assert days[date(2025, 10, 27)] > 2 * days[date(2025, 10, 13)]
    surging = [n for day, n in days.items() if any(surge.lasts(day) for surge in bursts)]
    assert 14 * 3 <= len(surging) <= 14 * 6
