"""``luoshi simulate``: the report's own volume, the report's own figures, and every record says so."""

from __future__ import annotations

from datetime import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from luoshi.kernel.cases.context import LOCAL
from luoshi.kernel.cases.models import Case
from luoshi.kernel.cases.tests.city import bring_in_city
from luoshi.kernel.cases.verifying import verify
from luoshi.platforms.proposals.queries import of_year, rates

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    bring_in_city(datetime(2026, 1, 15, 9, tzinfo=LOCAL))


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("simulate", *arguments, stdout=out)
    return out.getvalue()


def test_a_rehearsed_year_ends_with_the_figures_of_the_report(city):
    told = said("proposals", "--year", "2025")

    found = of_year(2025)
    shown = {rate.title: rate for rate in rates(found)}
    assert "316 件" in told
    assert found.count() == 316
    assert (shown["办复率"].percent, shown["满意率"].percent) == (100, 100)
    assert 0 < shown["解决率"].numerator < shown["解决率"].denominator == 316
    assert all(found.values_list("simulated", flat=True))
    assert all(verify(case).sound for case in Case.objects.order_by("?")[:10])


def test_told_again_it_changes_nothing(city):
    said("proposals", "--year", "2025", "--to", "2025-03-31")
    before = list(Case.objects.order_by("pk").values_list("code", "head"))

    said("proposals", "--year", "2025", "--to", "2025-03-31")

    assert list(Case.objects.order_by("pk").values_list("code", "head")) == before


@pytest.mark.parametrize("arguments", [("nowhere", "--year", "2025"), ("proposals",)])
def test_what_cannot_be_rehearsed_is_said(city, arguments):
    with pytest.raises(CommandError):
        said(*arguments)
