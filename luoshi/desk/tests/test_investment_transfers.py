"""Where the money of an instalment went on, and contracts under which more counts than they promise."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from luoshi.desk.tests.factories import text_of
from luoshi.kernel.base.uscc import completed
from luoshi.kernel.cases.tests.factories import person
from luoshi.kernel.orgs.models import Organisation
from luoshi.kernel.orgs.queries import actor_of
from luoshi.platforms.investment.models import Firm, Transfer
from luoshi.platforms.investment.tests.factories import (
    COMPANY,
    INVESTOR,
    MILLION,
    claimed,
    gone,
    ruled,
)

pytestmark = pytest.mark.django_db
UNIT, COUNTING = "transport_handler", "counter"
LIST = reverse("desk:investment_transfers")


@pytest.fixture
def town(town):
    town.accounts[COUNTING] = person(COUNTING, town.units["siping"], "investment", reads=("lead",))
    return town


@pytest.fixture
def counter(town):
    return actor_of(town.accounts[COUNTING], on=date(2026, 3, 1))


@pytest.fixture
def case(town):
    return gone(town[UNIT])


@pytest.fixture
def money(case, town):
    return claimed(case, town[UNIT])


def address_of(money: Any) -> str:
    return reverse("desk:investment_transfer", args=[money.code])


def form(**more: Any) -> dict[str, Any]:
    return {
        "paid_on": "2026-03-05",
        "amount": "19000000.00",
        "payer_code": COMPANY.uscc,
        "payer": COMPANY.name,
        "payee_code": INVESTOR.uscc,
        "payee": INVESTOR.name,
        "reference": "LS-1",
        "key": "t1",
    } | more


def test_money_that_flows_back_is_noted_and_found(town, money, sign_in):
    desk = sign_in(COUNTING)
    asked = text_of(desk.get(reverse("desk:investment_money", args=[money.code])))
    assert "回到付款集团" not in asked

    answer = desk.post(address_of(money), form())

    assert answer.status_code == 303
    assert (Transfer.objects.get().amount, Transfer.objects.get().reference) == (1_900_000_000, "LS-1")
    assert "回到付款集团" in text_of(desk.get(answer["Location"]))
    listed = text_of(desk.get(LIST))
    assert money.code in listed
    assert "LS-1" in listed


def test_the_empty_form_begins_where_the_money_arrived(money, sign_in):
    page = sign_in(COUNTING).get(address_of(money)).content.decode()

    assert page.index(COMPANY.uscc) < page.index(INVESTOR.uscc)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"payee_code": COMPANY.uscc}, "同一家企业"),
        ({"paid_on": "2099-01-01"}, "还没有到"),
        ({"amount": "0"}, "大于零"),
        ({"payer_code": "91110000MA0000010X"}, "校验位不对"),
    ],
)
def test_what_is_no_payment_is_not_noted(money, sign_in, more, said):
    answer = sign_in(COUNTING).post(address_of(money), form(**more))

    assert answer.status_code == 422
    assert said in text_of(answer)
    assert not Transfer.objects.exists()


def test_one_line_of_a_statement_is_noted_once(money, sign_in):
    desk = sign_in(COUNTING)
    assert desk.post(address_of(money), form()).status_code == 303
    assert desk.post(address_of(money), form()).status_code == 303  # sent again

    again = desk.post(address_of(money), form(key="t2"))

    assert again.status_code == 422
    assert "已经登记过" in text_of(again)
    assert Transfer.objects.count() == 1


def test_a_firm_first_met_in_a_statement_is_of_the_city_if_its_code_says_so(town, money, sign_in):
    Organisation.objects.filter(code="siping").update(region="220300")
    third = completed("91220300MA000099")
    sign_in(COUNTING).post(address_of(money), form(payee_code=third, payee="示例商贸"))

    assert Firm.objects.get(uscc=third).local


@pytest.mark.parametrize(("who", "status"), [(UNIT, 403), ("monitor", 403), (COUNTING, 200)])
def test_only_the_counting_office_notes_transfers(money, sign_in, who, status):
    assert sign_in(who).get(address_of(money)).status_code == status


def test_who_reads_the_transfers(money, sign_in):
    assert sign_in("monitor").get(LIST).status_code == 200
    assert sign_in(UNIT).get(LIST).status_code == 403


def test_more_than_the_contract_promises_is_a_doubt_and_no_refusal(town, case, counter, sign_in):
    first = claimed(case, town[UNIT], amount=290 * MILLION)
    ruled(first, counter)
    within, over = (claimed(case, town[UNIT], amount=n * MILLION) for n in (10, 11))
    desk = sign_in(COUNTING)

    def page(money: Any) -> str:
        return text_of(desk.get(reverse("desk:investment_money", args=[money.code])))

    assert "超过合同金额" not in page(within)
    assert "超出 100.00 万元" in page(over)
    assert "没有合同的认定金额超过合同金额" in text_of(desk.get(reverse("desk:investment_review")))

    ruled(over, counter)

    assert "超出 100.00 万元" in page(over)
    assert "超出 100.00 万元" in text_of(desk.get(reverse("desk:investment_review")))
