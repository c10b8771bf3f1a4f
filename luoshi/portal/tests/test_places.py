"""Districts are counted, not ranked: what names them, what they answer for, which records are theirs."""

from __future__ import annotations

from datetime import date

import pytest

from luoshi.kernel.cases.models import Case
from luoshi.kernel.cases.tests.factories import assign, make_town, propose
from luoshi.kernel.commitments.models import Commitment, Responsibility
from luoshi.kernel.orgs.models import Organisation
from luoshi.portal.places import plain_name
from luoshi.portal.tests.delivering import deliver, moment
from luoshi.portal.tests.factories import make_city
from luoshi.portal.tests.test_figures import take_at, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    report = make_city()
    Commitment.objects.filter(code="2026-002").update(title="城北城镇新增就业1.5万人")
    deliver(report)
    north = Organisation.objects.get(code="north")
    Responsibility.objects.create(
        commitment=Commitment.objects.get(code="2026-003"),
        organisation=north,
        part="support",
        source="decomposition",
        confirmed=True,
        valid_from=date(2026, 1, 1),
        recorded_at=moment("2026-01-15"),
    )
    return report


@pytest.mark.parametrize(
    ("short", "plain"),
    [("铁西区", "铁西"), ("双辽市", "双辽"), ("梨树县", "梨树"), ("陵县", "陵县"), ("城北", "城北")],
)
def test_a_report_names_a_district_without_its_last_word(short, plain):
    assert plain_name(short) == plain


def test_the_table_counts_what_names_a_district_and_what_it_does(client, city):
    page = text_of(client, "/places/")

    row = page[page.index('href="/places/north/"') :].partition("</tr>")[0]
    assert "件数少" in row
    assert row.count(">1<") == 2  # on pace, and supported
    assert "本页含模拟数据" in page


def test_a_district_has_a_page_with_its_promises(client, city):
    page = text_of(client, "/places/north/")

    assert "报告里有 1 项承诺点到它；它负责 0 项，配合 1 项。" in page
    assert 'href="/commitments/2026-002/"' in page
    assert 'href="/commitments/2026-003/"' in page


def test_a_districts_small_number_of_records_is_left_out(client, city, settings):
    town = make_town(settings)
    north = Organisation.objects.get(code="north")
    Organisation.objects.filter(pk=north.pk).update(parent=town.units["siping"], path="siping/north/")
    for _ in range(7):
        assign(town, propose(town))
    few = [propose(town) for _ in range(3)]
    Case.objects.filter(pk__in=[case.pk for case in few]).update(path="siping/north/", unit=north)
    take_at("2026-04-10")

    page = text_of(client, "/places/north/")
    then = text_of(client, "/places/north/?as_of=2026-08-31")

    row = page[page.index('href="/figures/proposals/matters/?period=2026-Q1"') :].partition("</tr>")[0]
    assert "不单列" in row
    assert ">3<" not in row
    assert "它经办的记录" not in then
