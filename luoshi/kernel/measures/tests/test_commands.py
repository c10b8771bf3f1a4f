"""What `luoshi measures` says."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.tests.factories import assign, make_town, propose
from luoshi.kernel.measures.models import Reading

pytestmark = pytest.mark.django_db
KEY = "proposals.answered_rate"


@pytest.fixture
def town(settings):
    town = make_town(settings)
    assign(town, propose(town), at="2026-03-03")
    assign(town, propose(town), at="2026-03-04")
    return town


def said(capsys, *words):
    call_command("measures", *words)
    return capsys.readouterr().out


@pytest.mark.usefixtures("town")
def test_measures_are_listed_taken_and_explained(capsys):
    assert "proposals.answered_rate  办复率（比率，%）  尚未取数" in said(capsys, "list")

    assert "proposals.answered_rate 办复率：" in said(capsys, "take", "--on", "2026-04-10")

    told = said(capsys, "explain", KEY)
    for words in (
        "办复率",
        "代表法(2025)第51条",
        "FROM facts.proposals_matters",
        "截至 2026-04-10，记录 2 条",
    ):
        assert words in told
    assert "numerator ← proposals_matters.answered_on" in told
    assert "2026年1—3月  0.00%（0/2）  [3个月中有1个月有记录]" in told


@pytest.mark.usefixtures("town")
def test_diff_shows_what_a_take_would_change_and_writes_nothing(capsys):
    told = said(capsys, "diff", KEY, "--on", "2026-04-10")

    assert "siping/education/  2026年3月  — → 0.00%" in told
    assert not Reading.objects.exists()


@pytest.mark.usefixtures("town")
def test_a_take_over_an_export_gives_the_same_readings(capsys, tmp_path):
    said(capsys, "take", KEY, "--on", "2026-04-10")
    call_command("facts", "export", "--out", str(tmp_path))

    again = said(capsys, "take", KEY, "--on", "2026-04-10", "--engine", "duckdb", "--facts", str(tmp_path))

    assert "其中 0 个有变化" in again


def test_a_year_that_has_not_begun_has_no_figures():
    with pytest.raises(LuoshiError) as caught:
        call_command("measures", "take", "--year", "2027", "--on", "2026-04-10")

    assert caught.value.code == "year-not-begun"


def test_what_is_no_day_is_refused():
    with pytest.raises(CommandError, match="a day like"):
        call_command("measures", "take", "--on", "yesterday")
