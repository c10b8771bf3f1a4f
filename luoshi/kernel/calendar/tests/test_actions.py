"""The calendar in the database: loaded, published, seen by every process, and the command."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.core.management import CommandError, call_command
from pytest_django import DjangoAssertNumQueries, Settings

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.base.terms import Term, Unit
from luoshi.kernel.calendar.actions import load_calendar, publish_year
from luoshi.kernel.calendar.models import CalendarDay, CalendarEdition, CalendarYear
from luoshi.kernel.calendar.queries import working_calendar

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
NOTICE = "国办发明电〔2026〕9号"  # invented
NEW_YEAR = "date,kind,name,source\n2027-01-01,holiday,元旦,通知\n2027-01-04,holiday,元旦,通知\n"


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    copy = Path(shutil.copytree(configured.CITY.calendar_folder, tmp_path / "calendar"))
    settings.CITY = replace(configured.CITY, folder=tmp_path)
    return copy


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("calendar", *arguments, stdout=out)
    return out.getvalue()


def test_a_folder_is_loaded_once_and_again_without_change(folder):
    first = load_calendar(folder, at=NOW)
    keys = list(CalendarDay.objects.values_list("pk", flat=True))
    second = load_calendar(folder, at=NOW)

    assert first.years == tuple(range(2004, 2028))
    assert (first.published, first.provisional) == (tuple(range(2004, 2027)), (2027,))
    assert first.days == CalendarDay.objects.count()
    assert second == replace(first, years=())
    assert list(CalendarDay.objects.values_list("pk", flat=True)) == keys
    assert CalendarEdition.objects.count() == 1


def test_nothing_is_written_from_a_folder_with_a_problem(folder):
    (folder / "2026.csv").write_text("date,kind,name,source\n2026-10-03,holiday,国庆节,通知\n", "utf-8")

    with pytest.raises(LuoshiError):
        load_calendar(folder, at=NOW)

    assert not CalendarYear.objects.exists()


def test_an_amended_year_is_the_only_one_that_changes(folder):
    load_calendar(folder, at=NOW)
    path = folder / "2026.csv"
    path.write_text(path.read_text("utf-8") + "2026-12-31,holiday,元旦,通知\n", "utf-8")

    change = load_calendar(folder, at=NOW)

    assert change.years == (2026,)
    assert not working_calendar().is_working_day(date(2026, 12, 31))


def test_a_published_year_is_counted_by_its_notice_and_no_longer_provisional(folder, tmp_path):
    load_calendar(folder, at=NOW)
    before = working_calendar().due(date(2026, 12, 30), Term(2, Unit.WORK), roll=False)
    path = tmp_path / "notice.csv"
    path.write_text(NEW_YEAR, "utf-8")

    change = publish_year(2027, path=path, notice=NOTICE, published_on=date(2026, 11, 19), at=NOW)
    again = publish_year(2027, path=path, notice=NOTICE, published_on=date(2026, 11, 19), at=NOW)

    after = working_calendar().due(date(2026, 12, 30), Term(2, Unit.WORK), roll=False)
    assert (before.day, before.provisional) == (date(2027, 1, 1), True)
    assert (after.day, after.provisional) == (date(2027, 1, 5), False)
    assert (change.years, again.years) == ((2027,), ())
    assert CalendarYear.objects.get(year=2027).notice == NOTICE


def test_a_published_year_stays_published_where_the_folder_lags_behind(folder, tmp_path):
    load_calendar(folder, at=NOW)
    path = tmp_path / "notice.csv"
    path.write_text(NEW_YEAR, "utf-8")
    publish_year(2027, path=path, notice=NOTICE, at=NOW)

    change = load_calendar(folder, at=NOW)

    assert (change.years, change.provisional) == ((), ())
    assert CalendarDay.objects.filter(date__year=2027).count() == 2


def test_the_calendar_costs_one_query_and_sees_a_change_at_once(
    folder, tmp_path, django_assert_num_queries: DjangoAssertNumQueries
):
    load_calendar(folder, at=NOW)
    working_calendar()
    with django_assert_num_queries(1):
        first = working_calendar()
    with django_assert_num_queries(1):
        assert working_calendar() is first

    path = tmp_path / "notice.csv"
    path.write_text(NEW_YEAR, "utf-8")
    publish_year(2027, path=path, notice=NOTICE, at=NOW)

    with django_assert_num_queries(3):
        assert 2027 in working_calendar().published


def test_without_a_calendar_every_date_is_provisional():
    due = working_calendar().due(date(2026, 2, 12), Term(5, Unit.WORK), roll=False)

    assert (due.day, due.provisional) == (date(2026, 2, 19), True)


def test_the_command_loads_shows_and_counts(folder):
    loaded = run("load")
    again = run("load")
    shown = run("show", "2026")
    unpublished = run("show", "2027")

    assert "已公布 2004–2026" in loaded
    assert "暂定：2027" in loaded
    assert "本次变动年度：无" in again
    assert "国办发明电〔2025〕7号，2025-11-04 公布" in shown
    assert "2026-02-28 周六  调休上班  春节" in shown
    assert "暂定" in unpublished


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("2026-02-12", "7", "work"), "2026-02-28 周六"),
        (("2026-02-05", "15", "cal", "--roll"), "2026-02-24 周二，不顺延则为 2026-02-20 周五"),
        (("2026-03-06", "7", "work", "--back"), "2026-02-26 周四"),
        (("2026-02-13T17:40", "24", "hour"), "2026-02-14 周六 17:40"),
        (("2026-12-20", "15", "work"), "2027-01-08 周五，暂定：跨入通知尚未公布的年度"),
    ],
)
def test_the_command_tells_when_a_period_ends(folder, arguments, said):
    run("load")

    assert run("due", *arguments) == f"{said}\n"


@pytest.mark.parametrize("arguments", [("soon", "5", "work"), ("2026-02-12", "0", "work")])
def test_the_command_refuses_what_it_cannot_read(arguments):
    with pytest.raises(CommandError):
        run("due", *arguments)


def test_the_command_says_which_year_it_does_not_know(folder):
    with pytest.raises(LuoshiError) as caught:
        run("show", "1999")

    assert caught.value.code == "calendar-no-year"
