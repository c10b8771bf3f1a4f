"""A figure opens to whose records it is made of, never to a small number, and a record leads back to it."""

from __future__ import annotations

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from luoshi.kernel.cases.actions import act
from luoshi.kernel.cases.tests.factories import assign, make_town, moment, propose
from luoshi.kernel.commitments.models import Commitment, TargetPlan
from luoshi.kernel.measures.actions import take
from luoshi.kernel.measures.engines.postgres import Postgres
from luoshi.kernel.measures.registry import measure
from luoshi.portal.tests.delivering import JOBS, light, plan, publish
from luoshi.portal.tests.factories import make_city
from luoshi.portal.tests.test_records import published

pytestmark = pytest.mark.django_db
PAGE = "/figures/proposals/matters/"


@pytest.fixture
def report():
    return make_city()


@pytest.fixture
def town(report, settings):
    return make_town(settings)


def hand_out(town, **numbers):
    """Give each department so many matters, one published besides, and take the figures of March."""
    for unit, number in numbers.items():
        for _ in range(number):
            assign(town, propose(town), unit=unit)
    take_at("2026-04-10")


def take_at(day):
    for name in ("matters", "solved_rate"):
        at = moment(day)
        definition = measure(f"proposals.{name}")
        take(definition, engine=Postgres(), years=[2026], on=at.date(), at=at)


def text_of(client, address, **options):
    response = client.get(address, **options)
    assert response.status_code == 200, address
    return response.content.decode()


def row_of(page, unit):
    """Return the row of the table of parts that names the unit."""
    parts = page[page.index('id="parts"') : page.index("</table>")]
    return next(row for row in parts.split("<tr>") if unit in row)


def test_a_figure_opens_to_the_bodies_whose_records_it_is_made_of_without_small_numbers(client, town):
    hand_out(town, education=7, transport=3, finance=6)

    page = text_of(client, PAGE)

    assert "由 16 条记录构成" in page
    assert '<td class="num">7</td>' in row_of(page, "education")
    for hidden in ("transport", "finance"):  # the second one would give the first away
        assert "不单列" in row_of(page, hidden)
        assert ">3<" not in row_of(page, hidden)
        assert ">6<" not in row_of(page, hidden)


def test_a_number_below_five_is_given_away_by_no_page_of_the_body_that_has_it(client, town):
    hand_out(town, education=7, transport=3, finance=6)

    page = text_of(client, f"{PAGE}?unit=transport")

    assert 'class="num">3<' not in page
    assert "再往下分，就能看出不足 5 条的数，所以不分。" in page


def test_a_figure_says_which_sentence_it_judges_and_leads_there(client, town, report):
    plan(report)
    school = TargetPlan.objects.get(commitment__code="2026-004")
    fields = {f.name: getattr(school, f.name) for f in TargetPlan._meta.fields if f.name != "id"}
    TargetPlan.objects.create(**fields | {"version": 2, "series": "proposals.matters"})
    hand_out(town, education=5)
    light(report, "2026-03-31")

    page = text_of(client, PAGE)
    own = text_of(client, "/commitments/2026-004/")

    promise = Commitment.objects.get(code="2026-004")
    assert promise.quote in page
    assert f'href="/reports/{report.slug}/#c2026-004"' in page
    assert 'href="/commitments/2026-004/"' in page
    assert f'href="{PAGE}"' in own


def test_a_published_record_is_listed_and_leads_back_to_the_figures_it_counts_in(client, town):
    case = published(town)
    hand_out(town, education=5)

    page = text_of(client, PAGE)
    record = text_of(client, f"/proposals/{case.code}/")

    assert f'href="/proposals/{case.code}/"' in page
    assert "已逐件公开的 1 件" in page
    assert f'href="{PAGE}?period=2026-Q1"' in record
    assert 'href="/figures/proposals/solved_rate/?period=2026-Q2"' in record
    assert page.count('href="/proposals/proposals-') == 1


def test_a_revision_of_a_figure_stands_beside_it(client, town):
    hand_out(town, education=5)
    propose(town, at="2026-03-20")
    take_at("2026-04-12")

    page = text_of(client, PAGE)
    rows = list(
        csv.DictReader(io.StringIO(client.get("/data/figures/proposals/matters.csv").content.decode()))
    )

    assert "由 6 条记录构成" in page
    assert "5件" in page[page.index("修订前") :]
    assert [(row["value"], row["stands"]) for row in rows] == [("6", "True"), ("5", "False")]


def test_an_outside_figure_opens_to_everything_that_was_published(client, report):
    plan(report)
    publish(JOBS, [1000, 2000], simulated=False)
    publish(JOBS, [900], simulated=False, at="2026-05-02")

    page = text_of(client, "/figures/outside/urban_jobs/")
    rows = client.get("/data/figures/outside/urban_jobs.json").json()

    assert "城镇新增就业1.5万人" in page
    assert "<s lang" in page
    assert "本页含模拟数据" not in page
    assert [(row["last"], row["value"], row["stands"]) for row in rows] == [
        ("2026-02-28", 2000, True),
        ("2026-01-31", 900, True),
        ("2026-01-31", 1000, False),
    ]


def test_the_list_of_figures_names_each_with_what_it_judges(client, town, report):
    plan(report)
    publish(JOBS, [1000], simulated=True)
    hand_out(town, education=5)

    page = text_of(client, "/figures/")

    assert 'href="/figures/proposals/matters/"' in page
    assert "5件" in page
    assert page.index("/figures/outside/urban_jobs/") < page.index("/figures/outside/retail_growth/")
    assert "本页含模拟数据" in page


def test_the_parts_are_asked_of_the_records_once_for_each_take(client, town):
    hand_out(town, education=7, finance=6)
    text_of(client, PAGE)

    with CaptureQueriesContext(connection) as asked:
        text_of(client, PAGE)

    assert not any("GROUPING SETS" in query["sql"] for query in asked.captured_queries)


@pytest.mark.parametrize(
    "address",
    [
        *("/figures/proposals/nothing/", "/figures/outside/nothing/", "/data/figures/outside/nothing.csv"),
        *(f"{PAGE}?unit=nobody", "/data/figures/proposals/matters.xlsx", "/places/nowhere/"),
    ],
)
def test_what_is_not_there_says_so(client, town, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("asked", ["period=2026", "period=%00", "page=999", "page=x", "unit="])
def test_what_cannot_be_understood_is_as_if_nothing_had_been_asked(client, town, asked):
    hand_out(town, education=5)

    assert "由 5 条记录构成" in text_of(client, f"{PAGE}?{asked}")


def test_a_matter_withdrawn_from_the_public_is_listed_nowhere(client, town):
    case = published(town)
    act(case, "publish", by=town["office"], data={"published": False}, at=moment("2026-04-08"))
    hand_out(town, education=5)

    assert case.code not in text_of(client, PAGE)


def test_before_the_first_take_the_page_says_what_will_be_here(client, town):
    assert "还没有取过数" in text_of(client, PAGE)
