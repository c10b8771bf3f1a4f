"""What `luoshi check` says of the city's file of outside series."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest
from django.conf import settings as project

from luoshi.kernel.measures.checks import outside_series_are_sound
from luoshi.kernel.measures.tests.test_outside_series import GOOD


@pytest.fixture
def city(settings, tmp_path):
    shutil.copy(project.CITY.organisations_path, tmp_path)
    settings.CITY = replace(project.CITY, folder=tmp_path)
    return tmp_path


def told(city, text):
    (city / "series.yaml").write_text(text, "utf-8")
    found = outside_series_are_sound(None)
    assert {one.id for one in found} <= {"measures.E003"}
    return {str(one.obj): one.hint for one in found}


def test_the_series_that_ship_are_sound():
    assert outside_series_are_sound(None) == []


def test_a_city_may_do_without_the_file(city):
    assert outside_series_are_sound(None) == []


def test_every_problem_is_told_with_its_file_and_entry(city):
    text = GOOD.replace("kind: stock", "kind: heap").replace("cycle: month", "cycle: week")
    text = text.replace("direction: more", "direction: more\n    colour: red")

    found = told(city, text)

    assert set(found) == {f"series.yaml.outside.cards.{name}" for name in ("kind", "cycle", "colour")}
    assert "must be one of flow" in found["series.yaml.outside.cards.kind"]


def test_a_series_given_twice_is_told_once_per_name(city):
    entry = GOOD[GOOD.index("  - key") :]

    assert told(city, GOOD + entry) == {"series.yaml.outside.cards": "备案发卡企业 is given twice"}


def test_a_key_must_say_that_it_is_from_outside(city):
    found = told(city, GOOD.replace("outside.cards", "Cards"))

    assert found == {"series.yaml.Cards.key": "is wrong: 'Cards'"}


def test_an_owner_must_be_an_organisation_of_the_city(city):
    found = told(city, GOOD.replace("owner: commerce", "owner: comerce"))

    assert found == {"series.yaml.outside.cards.owner": "organisations.yaml has no comerce"}


@pytest.mark.parametrize("text", ["series: [", "place: here\nseries: []\n", "- outside.cards\n"])
def test_what_is_no_file_of_series_is_one_problem(city, text):
    assert set(told(city, text)) == {"series.yaml"}
