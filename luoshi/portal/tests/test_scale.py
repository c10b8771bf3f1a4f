"""A page asks the database as many questions for a large city as for a small one."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from luoshi.portal.queries import home_slug
from luoshi.portal.tests.factories import addresses, make_city, make_report, promise_school

LISTS = [
    *addresses(),
    *("/api/reports", "/api/commitments", "/api/figures", f"/api/reports/{home_slug()}/reading"),
    *("/data/commitments.csv", "/data/readings.json"),
]


@pytest.mark.django_db
@pytest.mark.parametrize("address", LISTS)
def test_the_number_of_questions_does_not_grow(client, address):
    report = make_city(schools=40)
    make_report("lin-2009", year=2009)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)

    for number in range(2, 41):
        promise_school(report, number)
    for year in range(2010, 2026):
        make_report(f"lin-{year}", year=year)
    with CaptureQueriesContext(connection) as many:
        client.get(address)

    assert len(few) == len(many) <= 6
