"""The calendar that ships, day by day, and what is refused in a file."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import pytest
from django.conf import settings

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.calendar.folder import read_days, read_folder
from luoshi.kernel.calendar.rules import WorkingCalendar

HEAD = "date,kind,name,source\n"


@pytest.mark.parametrize("year", range(2004, 2027))
def test_every_published_year_is_what_chinesecalendar_says_day_by_day(year):
    years, days = read_folder(settings.CITY.calendar_folder)
    calendar = WorkingCalendar({day.date: day.kind for day in days}, [y.year for y in years if y.published])

    assert year in calendar.published
    first = date(year, 1, 1)
    differing = [
        day
        for day in (first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days))
        if calendar.is_working_day(day) != chinese_calendar.is_workday(day)
    ]
    assert differing == []


def test_the_year_after_the_last_notice_is_listed_as_provisional():
    years, days = read_folder(settings.CITY.calendar_folder)

    provisional = [year.year for year in years if not year.published]
    assert provisional == [2027]
    assert not [day for day in days if day.date.year == 2027]


def test_every_problem_of_a_file_is_named_at_once(tmp_path):
    path = tmp_path / "2027.csv"
    path.write_text(
        HEAD
        + "2027-02-06,holiday,春节,通知\n"  # a Saturday
        + "2027-02-08,makeup,春节,通知\n"  # a Monday
        + "2026-10-01,holiday,国庆节,通知\n"
        + "2027-10-01,feast,国庆节,通知\n"
        + "10月1日,holiday,国庆节,通知\n"
        + "2027-10-04,holiday,,通知\n"
        + "2027-10-04,holiday,国庆节,通知\n"
        + "2027-10-05,holiday\n",
        "utf-8",
    )

    with pytest.raises(LuoshiError) as caught:
        read_days(path, 2027)

    assert caught.value.code == "calendar-invalid"
    assert "有 9 处需要更正" in caught.value.zh
    for words in ("本来就不上班", "本来就上班", "不在 2027 年", "feast", "10月1日", "重复"):
        assert words in caught.value.zh
    assert "2027.csv:2" in caught.value.en


@pytest.mark.parametrize(
    ("text", "words"), [("date,kind\n", "首行应为"), (b"\xff\xfe", "UTF-8"), (None, "没有这个文件")]
)
def test_a_file_that_is_no_calendar_says_what_it_should_be(tmp_path, text, words):
    path = tmp_path / "2027.csv"
    if text is not None:
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    with pytest.raises(LuoshiError, match=words):
        read_days(path, 2027)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[]", "应列出年度"),
        ("2027: {status: maybe}", "published 或 provisional"),
        ("2027: {status: published}", "写明通知"),
        ("2027: {status: published, notice: 通知, published_on: soon}", "不是日期"),
        ("next: {status: provisional}", "不是年度"),
        ("2027: {status: provisional}", "已公布的年度请改为"),
        ("2027: {status: provisional}\n2027: {status: provisional}", "key given twice"),
        ("2027: {", "YAML"),
    ],
)
def test_a_list_of_years_with_a_slip_is_refused(tmp_path, text, words):
    (tmp_path / "years.yaml").write_text(text, "utf-8")
    (tmp_path / "2027.csv").write_text(HEAD, "utf-8")

    with pytest.raises(LuoshiError, match=words):
        read_folder(tmp_path)


def test_a_folder_without_a_list_of_years_says_what_is_missing(tmp_path):
    with pytest.raises(LuoshiError) as caught:
        read_folder(tmp_path)

    assert caught.value.code == "file-missing"
