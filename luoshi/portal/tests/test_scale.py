"""A page asks the database as many questions for a large city as for a small one."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from luoshi.kernel.parameters.actions import load_parameters
from luoshi.platforms.investment.tests.chain_factories import NOW, link, make_firm, make_node, makes, surveyed
from luoshi.portal.queries import home_slug
from luoshi.portal.tests.delivering import light, make_delivered_city, plan
from luoshi.portal.tests.factories import addresses, make_city, make_report, promise_school

LISTS = [
    *addresses(),
    *("/api/reports", "/api/commitments", "/api/figures", f"/api/reports/{home_slug()}/reading"),
    *("/data/commitments.csv", "/data/readings.json", "/data/lights.csv", "/data/iati.json", "/feed.atom"),
    *("/api/lights", "/api/commitments/2026-002"),
]
FEW = 6
MORE = {  # pages that ask more, and why: never more for more data
    "/": 10,  # words 5; days judged, commitments and lights 3; deadlines of plans and checks 2
    "/data/iati.json": 10,  # days, commitments and lights 3; all that tracks them 6; the report 1
    "/commitments/": 7,  # words 4; days, commitments and lights 3
    "/places/north/": 9,  # days, commitments, lights 3; who answers 2; the place and its towns 2; figures 2
}
# A promise with its whole chain: words 6, lights 2, what tracks it 6, figures 2, happenings 1, revisions 1,
# who answers 2, in which posts 1, tasks 1.
CHAIN = 22
CHAIN_MAP = 10  # of industry: words 4, chains, nodes, links, capacities, surveys, limits


def most(address: str) -> int:
    """Return how many questions the address may ask."""
    path = address.partition("?")[0]
    return CHAIN if "commitments/2026-" in path else MORE.get(path, FEW)


@pytest.mark.django_db
@pytest.mark.parametrize("address", LISTS)
def test_the_number_of_questions_does_not_grow(client, address):
    report = make_delivered_city(schools=40)
    make_report("lin-2009", year=2009)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)

    for number in range(2, 41):
        promise_school(report, number)
    plan(report)
    light(report, "2026-09-30", at="2026-10-20")
    for year in range(2010, 2026):
        make_report(f"lin-{year}", year=year)
    with CaptureQueriesContext(connection) as many:
        client.get(address)

    assert len(few) == len(many) <= most(address)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/investment/chains/", "/investment/chains/sample/"])
def test_a_chain_of_many_nodes_asks_as_much_as_a_chain_of_two(client, address):
    make_city(schools=1)
    load_parameters(settings.CITY.parameters_folder, at=NOW)
    nodes = [make_node("n0", final=0), make_node("n1", final=0)]
    link(nodes[0], nodes[1])
    makes(nodes[1], make_firm(), 100)
    surveyed(*nodes)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)

    for number in range(2, 30):
        nodes.append(make_node(f"n{number}", final=0))
        link(nodes[-2], nodes[-1])
        makes(nodes[-1], make_firm(), number)
        surveyed(nodes[-1])
    with CaptureQueriesContext(connection) as many:
        page = client.get(address).content.decode()

    assert address == "/investment/chains/" or "环节n29" in page
    assert len(few) == len(many) <= CHAIN_MAP
