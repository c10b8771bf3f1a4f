"""``luoshi judge`` on the city's own files: every commitment in a class, and no day that is not over."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from luoshi.kernel.cases.context import LOCAL
from luoshi.kernel.cases.tests.kept import kept
from luoshi.kernel.commitments.tests.city import adopt_city
from luoshi.kernel.measures.outside.rehearsal import rehearse_observations

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 11, 15, 9, tzinfo=LOCAL))
    observed()


@kept
def observed():
    adopt_city(datetime(2026, 1, 15, 9, tzinfo=LOCAL))
    rehearse_observations(year=2026, until=datetime(2026, 10, 31, tzinfo=LOCAL))


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("judge", *arguments, stdout=out)
    return out.getvalue()


def test_every_commitment_stands_in_one_class(city):
    told = said("--on", "2026-09-30")

    classes = {word: int(number) for word, number in re.findall(r"  . (\S+) (\d+)", told)}
    assert sum(classes.values()) == 122
    assert classes["达序时"] > 0


def test_a_day_that_is_not_over_is_not_judged(city):
    today = timezone.now().astimezone(LOCAL).date()

    with pytest.raises(CommandError, match="还没有结束"):
        said("--on", str(today))
    with pytest.raises(CommandError, match="还没有结束"):
        said("--on", str(today + timedelta(days=30)))
