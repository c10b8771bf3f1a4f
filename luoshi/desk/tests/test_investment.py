"""Leads and instalments at the desk: who sees what, claims, rulings, reviews, figures that open."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from luoshi.desk.tests.factories import PDF, text_of
from luoshi.kernel.cases.models import Evidence
from luoshi.kernel.cases.tests.factories import person
from luoshi.kernel.orgs.queries import actor_of
from luoshi.platforms.investment.models import Counted, Instalment, Ruling
from luoshi.platforms.investment.tests.factories import (
    COMPANY,
    INVESTOR,
    OFFER,
    agreement_of,
    claimed,
    do,
    gone,
    ruled,
    voucher,
)

pytestmark = pytest.mark.django_db
UNIT, COUNTING = "transport_handler", "counter"


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


def at(name: str, *args: str) -> str:
    return reverse(f"desk:{name}", args=args)


def test_the_pipeline_tells_stages_and_what_stands_too_long(town, case, sign_in):
    page = text_of(sign_in(UNIT).get(at("investment")))

    assert "示例玉米深加工" in page
    assert "已开工" in page
    assert "超过 365 天" in page


@pytest.mark.parametrize(
    ("who", "status"),
    [(UNIT, 200), ("monitor", 200), (COUNTING, 200), ("education_handler", 404), ("deputy", 403)],
)
def test_a_lead_is_read_by_its_unit_the_counting_office_and_the_watch(town, case, sign_in, who, status):
    money = claimed(case, town[UNIT])

    assert sign_in(who).get(at("investment_lead", case.code)).status_code == status
    assert sign_in(who).get(at("investment_money", money.code)).status_code == status


def test_the_counting_office_reviews_the_whole_city_and_units_do_not(town, sign_in):
    assert sign_in(COUNTING).get(at("investment_review")).status_code == 200
    assert sign_in(UNIT).get(at("investment_review")).status_code == 403


def form(case: Any, **more: Any) -> dict[str, Any]:
    return {
        "agreement": agreement_of(case).pk,
        "paid_on": "2026-02-25",
        "amount": "2000000.00",
        "payer_code": INVESTOR.uscc,
        "payer": INVESTOR.name,
        "payee_code": COMPANY.uscc,
        "payee": COMPANY.name,
        "purpose": "plant",
        "origin": "investor",
        "voucher": "bank",
        "reference": "2026022500012345",
        "key": "k1",
        "file": SimpleUploadedFile("回单.pdf", PDF, "application/pdf"),
    } | more


def test_an_instalment_is_claimed_with_its_file_and_the_file_stands_in_the_chain(town, case, sign_in):
    answer = sign_in(UNIT).post(at("investment_claim", case.code), form(case))

    money = Instalment.objects.get()
    assert (answer.status_code, money.amount) == (303, 200_000_000)
    assert Evidence.objects.get(kind="到位资金凭证").sha256 == money.voucher_hash


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"payer_code": "91110000MA0000010X"}, "校验位不对"),
        ({"amount": "0"}, "大于零"),
        ({"paid_on": "2026-12-01"}, "还没有到"),
        ({"file": ""}, "请上传凭证文件"),
    ],
)
def test_a_wrong_claim_says_what_is_wrong_and_enters_nothing(town, case, sign_in, more, said):
    answer = sign_in(UNIT).post(at("investment_claim", case.code), form(case, **more))

    assert answer.status_code == 422
    assert said in text_of(answer)
    assert not Instalment.objects.exists()


def test_nobody_else_claims_for_a_unit(town, case, sign_in):
    assert sign_in(COUNTING).get(at("investment_claim", case.code)).status_code == 403


def ruling(**more: Any) -> dict[str, Any]:
    return {"state": "counted", "counted": "", "by_rule": "", "reason": "核对无误", "key": "r1"} | more


def test_a_copy_is_refused_and_the_first_counts(town, case, counter, sign_in):
    digest = voucher()
    first, copy = (claimed(case, town[UNIT], voucher_hash=digest, reference="B-1") for _ in range(2))
    ruled(first, counter)
    desk = sign_in(COUNTING)

    refused = desk.post(at("investment_rule", copy.code), ruling())
    review = text_of(desk.get(at("investment_review")))
    done = desk.post(at("investment_rule", copy.code), ruling(state="refused", by_rule="duplicate", key="r2"))

    assert refused.status_code == 422
    assert "同一凭证已在" in text_of(refused)
    assert "同一凭证" in review
    assert "其中 1 组还没有了结" in review
    assert done.status_code == 303
    assert Counted.objects.get().instalment == first
    assert Ruling.objects.get(instalment=copy).rule_version.startswith("本平台核查规则")
    counting = text_of(sign_in("monitor").get(at("investment_counting"), {"year": 2026}))
    assert "重复申报" in counting
    assert "4,000.00 万元，2 笔" in counting


def test_whoever_claimed_sees_no_form_to_rule_and_may_appeal(town, case, counter, sign_in):
    money = claimed(case, town[UNIT])
    ruled(money, counter, "refused", by_rule="voucher", reason="看不清")
    desk = sign_in(UNIT)

    page = desk.get(at("investment_money", money.code)).content.decode()
    assert at("investment_rule", money.code) not in page
    assert desk.post(at("investment_rule", money.code), ruling()).status_code == 422
    answer = desk.post(at("investment_appeal", money.code), {"words": "补交回单", "key": "a1"})

    assert answer.status_code == 303
    assert Ruling.objects.filter(instalment=money).latest("seq").state == "disputed"


def test_an_offer_stands_with_the_lead_until_it_is_reviewed(town, sign_in):
    case = do(
        gone(town[UNIT], until="talk"), "offer", town[UNIT], "2026-01-25", **OFFER | {"kind": "general"}
    )

    page = text_of(sign_in(UNIT).get(at("investment_lead", case.code)))

    assert "待公平竞争审查" in page


@pytest.mark.parametrize(
    "name", ["investment", "investment_counting", "investment_review", "investment_lead"]
)
def test_as_many_queries_for_many_instalments_as_for_few(
    town, case, sign_in, name, django_assert_max_num_queries
):
    desk, where = sign_in("monitor"), at(name, *([case.code] if name == "investment_lead" else []))
    digest = voucher()
    for _ in range(2):
        claimed(case, town[UNIT], voucher_hash=digest)
    desk.get(where)

    def count() -> int:
        with django_assert_max_num_queries(30) as seen:
            desk.get(where)
        return len(seen)

    few = count()
    for n in range(12):
        claimed(case, town[UNIT], reference="B-1", voucher_hash=voucher() if n % 2 else None)
    assert count() <= few


def test_a_page_of_an_instalment_shows_its_copy_side_by_side(town, case, sign_in):
    first = claimed(case, town[UNIT], reference="202602250001")
    copy = claimed(case, town[UNIT], reference="202602250010", at="2026-03-09")

    page = text_of(sign_in(COUNTING).get(at("investment_money", copy.code)))

    assert first.code in page
    assert "疑似重复" in page
