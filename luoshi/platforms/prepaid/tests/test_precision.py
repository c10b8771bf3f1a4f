"""How good the warning is, on days one can count by hand and on a small invented year."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.management import call_command
from django.db import OperationalError

from luoshi.kernel.cases.tests.city import bring_in_parameters
from luoshi.platforms.prepaid.queries.precision import precision_of, weeks_of
from luoshi.platforms.prepaid.tests.factories import NOW
from luoshi.platforms.prepaid.year.loading import Loaded, Year, load_batch, planned


def test_alarms_before_the_end_count_and_no_others():
    found = precision_of(
        {"a": date(2025, 3, 1), "b": date(2025, 5, 1), "c": date(2025, 6, 1), "d": date(2025, 6, 8)},
        frauds={"a": date(2025, 3, 20), "b": date(2025, 4, 1), "z": date(2025, 9, 1)},
        failures={"c": date(2025, 7, 1)},
    )

    assert (found.frauds, found.seen, found.ahead) == (3, 1, (19,))
    assert (found.failures_seen, found.alarms, found.precision) == (1, 4, 0.5)


def test_a_year_has_fifty_two_or_three_sundays():
    assert [len(weeks_of(year)) for year in (2023, 2025)] == [53, 52]
    assert {day.weekday() for day in weeks_of(2025)} == {6}


@pytest.mark.django_db
def test_the_command_says_its_shares_and_that_nothing_of_it_is_real(capsys):
    bring_in_parameters(NOW)
    call_command("prepaid", "load", "--year=2025", "--shops=12", "--cards=60", "--processes=1")

    call_command("prepaid", "precision", "--year=2025", "--shops=12", "--cards=60")

    said = capsys.readouterr().out
    assert "模拟欺诈关店" in said
    assert "(simulated)" in said


def test_a_shop_of_a_sample_stands_for_those_left_out():
    found = precision_of(
        {"a": date(2025, 3, 1), "x": date(2025, 6, 1)},
        frauds={"a": date(2025, 3, 20)},
        failures={},
        weights={"a": 1, "x": 40},
    )

    assert (found.seen, found.alarms, round(found.precision, 3)) == (1, 41, 0.024)


def test_a_batch_that_lost_against_another_is_told_again(monkeypatch, db):
    answers = [OperationalError("deadlock detected"), Loaded(merchants=1)]

    def load(year, batch):
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr("luoshi.platforms.prepaid.year.loading._load", load)

    assert load_batch(Year(2025, 1, 1, 1, NOW), []).merchants == 1


def test_a_sample_keeps_every_shop_that_has_a_fate():
    whole = Year(2025, 3_000, 400_000, 1, NOW)
    sample = replace(whole, sample=40)

    fates = [
        {site.code: site.ending for firm in planned(year) for site in firm.sites if site.ending}
        for year in (whole, sample)
    ]

    assert fates[0] == fates[1]
    assert len(planned(sample)) < len(planned(whole)) / 20
