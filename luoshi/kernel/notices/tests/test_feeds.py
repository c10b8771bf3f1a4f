"""Calendar feeds, read back by a parser."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event

from luoshi.kernel.notices.feeds import FeedItem, calendar_feed
from luoshi.kernel.notices.tests.factories import MONDAY

DUE = datetime(2026, 6, 30, 23, 59, 59, tzinfo=ZoneInfo("Asia/Shanghai"))
ITEM = FeedItem(
    uid="proposals-2026-0012.reply@luoshi.example.cn",
    title="答复代表；建议, 第12号",
    due_at=DUE,
    url="https://luoshi.example.cn/desk/cases/proposals-2026-0012/",
    note="三个月内答复\n（办法第12条）",
)


def test_a_deadline_is_read_back_as_it_was_written():
    calendar = Calendar.from_ical(calendar_feed([ITEM], name="我的期限", now=MONDAY))

    [event] = calendar.walk("VEVENT")
    assert isinstance(event, Event)
    assert (event["UID"], event["SUMMARY"], event["DESCRIPTION"]) == (ITEM.uid, ITEM.title, ITEM.note)
    assert (event.start, event.stamp, event["URL"]) == (DUE, MONDAY, ITEM.url)
    assert calendar["X-WR-CALNAME"] == "我的期限"
    assert calendar.walk("VALARM") == []


def test_a_moved_deadline_keeps_its_uid_and_the_same_input_gives_the_same_bytes():
    moved = FeedItem(uid=ITEM.uid, title=ITEM.title, due_at=DUE + timedelta(days=1))

    feeds = [calendar_feed([item], name="期限", now=MONDAY) for item in (ITEM, moved, moved)]

    uids = [event["UID"] for feed in feeds for event in Calendar.from_ical(feed).walk("VEVENT")]
    assert uids == [ITEM.uid] * 3
    assert feeds[1] == feeds[2] != feeds[0]


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200))
def test_no_title_breaks_the_feed(title: str):
    item = FeedItem(uid="a", title=title, due_at=DUE)

    [event] = Calendar.from_ical(calendar_feed([item], name=title, now=MONDAY)).walk("VEVENT")

    assert event["SUMMARY"] == title


def test_no_line_is_longer_than_the_standard_allows():
    item = FeedItem(uid="a", title="长" * 200, due_at=DUE, note="长" * 500)

    lines = calendar_feed([item], name="期限", now=MONDAY).split(b"\r\n")

    assert max(map(len, lines)) <= 75


def test_no_deadlines_make_an_empty_calendar():
    assert Calendar.from_ical(calendar_feed([], name="期限", now=MONDAY)).walk("VEVENT") == []
