"""A set-up that is kept leaves what its actions leave, and acts again wherever a copy could differ."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection, transaction

from luoshi.kernel.cases.tests.factories import Town, make_town, organisation
from luoshi.kernel.cases.tests.kept import kept
from luoshi.kernel.orgs.models import Account, Organisation

pytestmark = pytest.mark.django_db
TABLES = (
    *("calendar_calendarday", "calendar_calendaredition", "calendar_calendaryear"),
    *("parameters_parameter", "parameters_parameteredition"),
    *("orgs_account", "orgs_holding", "orgs_organisation", "orgs_post"),
)


class Setup:
    """A set-up that counts how often it acts."""

    def __init__(self) -> None:
        self.acts = 0
        self.make = kept(self._make)

    def _make(self, code: str = "siping") -> list[Organisation]:
        self.acts += 1
        return [organisation(code)]

    def taken_back(self, *arguments: str) -> list[Organisation]:
        """Act in a test that is over."""
        with transaction.atomic():
            made = self.make(*arguments)
            assert Organisation.objects.count() == 1
            transaction.set_rollback(True)
        return made


@pytest.fixture
def setup() -> Setup:
    return Setup()


def rows() -> dict[str, list[tuple[Any, ...]]]:

    told = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT * FROM {table} ORDER BY 1")
            told[table] = cursor.fetchall()
    return told


def test_a_town_that_was_copied_is_the_town_that_was_made(settings):
    with transaction.atomic():
        made: Town = make_town(settings)
        before = rows()
        transaction.set_rollback(True)

    copied = make_town(settings)

    assert rows() == before
    assert all(before.values())
    assert copied["education_head"] == made["education_head"]


def test_it_acts_once_and_each_test_gets_its_own(setup):
    first, second = setup.taken_back(), setup.taken_back()
    first.clear()

    assert setup.acts == 1
    assert [one.code for one in second] == ["siping"]


def test_other_arguments_are_another_set_up(setup):
    setup.taken_back()

    assert setup.taken_back("changchun")[0].code == "changchun"
    assert setup.acts == 2


def test_it_acts_where_there_are_rows_already(setup):
    setup.taken_back()
    organisation("before")

    setup.make()

    assert setup.acts == 2
    assert Organisation.objects.count() == 2


def test_what_was_made_beside_other_rows_is_not_kept(setup):
    with transaction.atomic():
        organisation("before")
        setup.make()
        transaction.set_rollback(True)

    setup.make()

    assert setup.acts == 2
    assert not Organisation.objects.filter(code="before").exists()


def test_it_acts_in_another_city(setup, settings, tmp_path):
    setup.taken_back()
    settings.CITY = replace(settings.CITY, folder=tmp_path)

    setup.make()

    assert setup.acts == 2


def test_new_rows_do_not_collide_with_those_of_a_copy(setup):
    setup.taken_back()
    setup.make()

    organisation("after")
    Account.objects.create(username="after")

    assert Organisation.objects.count() == 2


def test_history_is_guarded_again_after_a_copy(setup):

    setup.taken_back()
    setup.make()

    with connection.cursor() as cursor:
        cursor.execute("SHOW session_replication_role")
        assert cursor.fetchone() == ("origin",)
