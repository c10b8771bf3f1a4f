"""What a picture says of its taking, and the verdict upon it beside the visit."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO

import pytest

from luoshi.platforms.projects.exif import taken_of
from luoshi.platforms.projects.rules.visiting import (
    LOCAL,
    Due,
    Limits,
    Taken,
    Verdict,
    distance,
    judged,
    made_by_day,
    visits_due,
)
from luoshi.platforms.projects.tests.pictures import SITE, picture

LIMITS = Limits(metres=500, days=1)
MORNING = datetime(2026, 5, 12, 10, 20, 30, tzinfo=LOCAL)
VISITED = date(2026, 5, 12)
NEAR, AWAY = (124.371, 43.1705), (124.37, 43.20)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_time_and_place_are_read_from_what_the_camera_wrote(form):
    taken = taken_of(picture(form=form))

    assert taken.at == MORNING
    assert taken.place == pytest.approx(SITE, abs=1e-5)


@pytest.mark.parametrize(
    ("offset", "at"),
    [
        (None, MORNING),
        ("+08:00", MORNING),
        ("+00:00", datetime(2026, 5, 12, 10, 20, 30, tzinfo=UTC)),
        ("-03:30", datetime(2026, 5, 12, 13, 50, 30, tzinfo=UTC)),
        ("nonsense", MORNING),
    ],
)
def test_a_time_without_its_offset_is_local(offset, at):
    assert taken_of(picture(offset=offset)).at == at


def test_south_and_west_are_below_nought():
    assert taken_of(picture(place=(-60.5, -33.25))).place == pytest.approx((-60.5, -33.25), abs=1e-5)


@pytest.mark.parametrize("at", [None, "", "0000:00:00 00:00:00", "2026-05-12", "tomorrow"])
def test_a_time_that_is_none_is_not_known(at):
    assert taken_of(picture(at=at)).at is None


@pytest.mark.parametrize(
    "gps",
    [
        {"GPSLatitude": (91.0, 0.0, 0.0)},
        {"GPSLongitude": (181.0, 0.0, 0.0)},
        {"GPSLatitude": (43.0,)},
    ],
)
def test_a_place_that_is_none_is_not_known(gps):
    assert taken_of(picture(**gps)).place is None


def test_a_camera_without_a_fix_was_nowhere():
    assert taken_of(picture(place=(0.0, 0.0))).place is None


@pytest.mark.parametrize("content", [b"", b"no picture", picture().read()[:200]])
def test_what_cannot_be_read_tells_nothing(content):
    assert taken_of(BytesIO(content)) == Taken()


@pytest.mark.parametrize(
    ("one", "other", "metres"),
    [
        (SITE, SITE, 0),
        ((124.37, 43.17), (124.37, 43.18), 1112),
        ((124.37, 43.17), (124.38, 43.17), 811),
        ((0.0, 0.0), (180.0, 0.0), 20_015_087),
    ],
)
def test_metres_between_two_points(one, other, metres):
    assert distance(one, other) == metres


@pytest.mark.parametrize(
    ("place", "day", "site", "verdict", "days"),
    [
        (NEAR, 12, SITE, Verdict.MATCHES, 0),
        (NEAR, 11, SITE, Verdict.MATCHES, -1),
        (NEAR, 10, SITE, Verdict.OLDER, -2),
        (NEAR, 14, SITE, Verdict.LATER, 2),
        (AWAY, 12, SITE, Verdict.FAR, 0),
        (AWAY, 10, SITE, Verdict.OLDER, -2),
        (None, 12, SITE, Verdict.TIME_ONLY, 0),
        (NEAR, 12, None, Verdict.TIME_ONLY, 0),
        (NEAR, None, SITE, Verdict.PLACE_ONLY, None),
        (AWAY, None, SITE, Verdict.FAR, None),
        (None, None, SITE, Verdict.NO_DATA, None),
        (NEAR, None, None, Verdict.NO_DATA, None),
    ],
)
def test_a_picture_matches_or_says_why_not(place, day, site, verdict, days):
    taken = Taken(datetime(2026, 5, day, 9, tzinfo=LOCAL) if day else None, place)

    found = judged(taken, site=site, visited_on=VISITED, limits=LIMITS)

    assert (found.verdict, found.days) == (verdict, days)


def test_a_picture_that_came_before_shows_no_second_visit():
    found = judged(Taken(MORNING, NEAR), site=SITE, visited_on=VISITED, limits=LIMITS, reused=True)

    assert found.verdict is Verdict.REUSED
    assert found.verdict.doubtful


def test_who_is_behind_on_visits_stands_first_and_one_day_counts_once():
    made = made_by_day([(1, VISITED), (1, VISITED), (2, VISITED), (2, date(2026, 5, 20))])

    assert visits_due([2, 1, 3], made, asked=2) == [Due(3, 2, 0), Due(1, 2, 1), Due(2, 2, 2)]
