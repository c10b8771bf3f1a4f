"""A figure filed by the unit that answers for it: a claim with its evidence, corrected by a later one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.tests.factories import moment, organisation, person
from luoshi.kernel.measures.outside.actions import load_series
from luoshi.kernel.measures.outside.models import Observation
from luoshi.kernel.measures.outside.queries import points_of
from luoshi.kernel.measures.outside.registry import outside_series
from luoshi.kernel.measures.points import Status
from luoshi.kernel.measures.tests.outside_factories import LETTER, ROADS, file_roads, make_bureau, values

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(settings):
    return make_bureau(settings)


def refused(*args, **kwargs):
    with pytest.raises(LuoshiError) as caught:
        file_roads(*args, **kwargs)
    return caught.value.code


def test_the_unit_that_answers_for_a_figure_files_it_with_evidence(town):
    filed = file_roads(town, "2026-01..2026-06", "88.5", at="2026-07-08", by="transport_handler")

    (found,) = points_of(ROADS, known_at=moment("2026-07-08"))
    assert (found.value, found.cumulative, found.source) == (filed.value, True, f"filing:{filed.pk}")
    assert (filed.evidence, filed.note) == (LETTER.sha256, "月报")
    assert filed.source == "报送：transport transport_handler"


def test_nobody_else_files_it(town):
    for name in ("finance_head", "office", "monitor", "deputy"):
        assert refused(town, "2026-01..2026-06", "88", at="2026-07-08", by=name) == "figure-not-yours"
    assert not Observation.objects.exists()


def test_a_unit_files_its_own_part_and_no_other(town):
    path = town.units["finance"].path

    part = file_roads(town, "2026-01..2026-06", "8", at="2026-07-08", by="finance_head", org=path)

    assert points_of(ROADS, known_at=moment("2026-07-08"), org=path)[0].value == part.value
    assert points_of(ROADS, known_at=moment("2026-07-08")) == []
    for other in (town.units["education"].path, town.units["siping"].path, path[:-1]):
        code = refused(town, "2026-01..2026-06", "8", at="2026-07-08", by="finance_head", org=other)
        assert code == "figure-not-yours"


def test_what_has_taken_over_the_duties_files_from_then_on(town):
    heir = organisation("works", parent=town.units["siping"])
    town.accounts["works"] = person("works", heir, "handler")
    ended = town.units["transport"]
    ended.valid_to, ended.successor = date(2026, 7, 1), heir
    ended.save()

    assert file_roads(town, "2026-01..2026-06", "88", at="2026-07-08", by="works").value == 88
    assert refused(town, "2026-01..2026-07", "9", at="2026-08-08", by="transport_head") == "figure-not-yours"


def test_a_correction_is_a_later_figure(town):
    file_roads(town, "2026-01..2026-06", "88.5", at="2026-07-08", by="transport_handler")

    file_roads(town, "2026-01..2026-06", "80.5", at="2026-07-20", by="transport_head")

    (then,) = points_of(ROADS, known_at=moment("2026-07-10"))
    (now,) = points_of(ROADS, known_at=moment("2026-07-20"))
    assert values([then, now]) == [Decimal("88.5"), Decimal("80.5")]
    assert (then.status, now.status) == (Status.NORMAL, Status.REVISED)


def test_the_same_figure_again_adds_nothing(town):
    first = file_roads(town, "2026-01..2026-06", "88.5", at="2026-07-08", by="transport_handler")

    again = file_roads(town, "2026-01..2026-06", "88.50", at="2026-07-20", by="transport_handler")

    assert (again, Observation.objects.count()) == (first, 1)


def test_a_period_that_is_not_over_has_a_provisional_figure(town):
    early = file_roads(town, "2026-01..2026-06", "70", at="2026-06-20", by="transport_handler")
    final = file_roads(town, "2026-01..2026-06", "70", at="2026-07-02", by="transport_handler")

    assert (early.status, final.status) == (Status.PROVISIONAL, Status.NORMAL)


def test_a_figure_is_for_a_period_of_the_series_that_has_begun(town):
    for period in ("2026-06", "2027-01"):
        assert refused(town, period, "8", at="2026-07-08", by="transport_handler") == "figure-period"


def test_loading_the_series_keeps_each_wording_once():
    assert load_series() == list(outside_series())
    assert load_series() == []


def test_a_unit_may_say_that_a_figure_is_not_final_and_settle_it_later(town):
    given = {"by": "transport_handler"}

    early = file_roads(town, "2026-01..2026-06", "70", at="2026-07-02", provisional=True, **given)
    final = file_roads(town, "2026-01..2026-06", "70", at="2026-07-20", **given)
    other = file_roads(town, "2026-01..2026-06", "72", at="2026-08-05", **given)

    assert [Status(one.status) for one in (early, final, other)] == [
        Status.PROVISIONAL,
        Status.NORMAL,
        Status.REVISED,
    ]
