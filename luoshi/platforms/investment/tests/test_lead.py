"""A lead from the first word to the statistics, what its row then says, and what an offer needs."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from luoshi.kernel.cases.errors import ActRefused
from luoshi.kernel.cases.proofs import faults_of
from luoshi.kernel.cases.verifying import verify
from luoshi.platforms.investment.tests.factories import (
    MILLION,
    OFFER,
    REGISTER,
    REVIEW,
    SIGN,
    do,
    found,
    gone,
    row,
)
from luoshi.platforms.investment.types import LEAD

pytestmark = pytest.mark.django_db
TAX = {"kind": "tax", "words": "三年免征", "basis": "none", "exception": "none"}


def test_the_type_is_sound():
    assert faults_of(LEAD) == []


def test_a_lead_goes_from_the_first_word_to_production(promoter, counter):
    case = gone(promoter)
    case = do(case, "count", counter, "2026-03-20", survey_code="T-1", counted_on="2026-03-20")
    case = do(case, "produce", promoter, "2026-09-01", "投产照片", producing_on="2026-09-01")

    lead = row(case)
    assert (lead.state, lead.unit, lead.contracted) == ("producing", "transport", 300 * MILLION)
    assert (lead.signed_on, lead.counted_on) == (date(2026, 2, 1), date(2026, 3, 20))
    assert lead.company is not None
    assert lead.company.uscc == REGISTER["company_uscc"]
    assert lead.stage_since == date(2026, 9, 1)
    assert verify(case).sound


def test_a_second_phase_stands_under_the_first_contract(promoter):
    case = gone(promoter)
    second = SIGN | {"contract": "HT-2026-1-2", "under": "HT-2026-1", "amount": 5 * MILLION}
    case = do(case, "phase", promoter, "2026-03-01", "合同", **second)

    lead = row(case)
    assert lead.contracted == 305 * MILLION
    assert lead.signed_on == date(2026, 2, 1)
    assert lead.agreements.get(number="HT-2026-1-2").parent == lead.agreements.get(number="HT-2026-1")
    with pytest.raises(ActRefused, match="已经登记过"):
        do(case, "phase", promoter, "2026-03-02", "合同", **second)


@pytest.mark.parametrize(("until", "action"), [("talk", "sign"), ("sign", "register"), ("register", "start")])
def test_no_gate_opens_without_its_paper(promoter, until, action):
    case = gone(promoter, until=until)
    start = {"started_on": "2026-02-20", "project": "p-1"}
    data: dict[str, dict[str, Any]] = {"sign": SIGN, "register": REGISTER, "start": start}

    with pytest.raises(ActRefused):
        do(case, action, promoter, "2026-02-20", **data[action])


def test_a_stalled_lead_goes_back_to_where_it_stood(promoter):
    case = do(gone(promoter), "stall", promoter, "2026-03-01", reason="资金紧张")

    with pytest.raises(ActRefused, match="停滞前不在"):
        do(case, "resume_signed", promoter, "2026-03-02")
    assert row(do(case, "resume_started", promoter, "2026-03-02")).state == "started"


def test_a_lead_is_not_signed_while_an_offer_is_unreviewed(promoter, counter):
    case = do(gone(promoter, until="talk"), "offer", promoter, "2026-01-25", **OFFER)
    with pytest.raises(ActRefused, match="未经公平竞争审查"):
        do(case, "sign", promoter, "2026-02-01", "合同", **SIGN)
    case = do(case, "review_offer", counter, "2026-01-26", **REVIEW | {"conclusion": "violates"})
    with pytest.raises(ActRefused, match="没有撤回"):
        do(case, "sign", promoter, "2026-02-01", "合同", **SIGN)

    case = do(case, "withdraw_offer", promoter, "2026-01-27", number=1, reason="审查认为违反")

    assert row(do(case, "sign", promoter, "2026-02-01", "合同", **SIGN)).state == "signed"


def test_whoever_offers_does_not_review(town, promoter):
    head = town["transport_head"]
    case = do(gone(promoter, until="talk"), "offer", head, "2026-01-25", **OFFER)

    with pytest.raises(ActRefused, match="不是提出优惠条件的人"):
        do(case, "review_offer", head, "2026-01-26", **REVIEW)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "法律、行政法规依据或者国务院批准"),
        ({"basis": "approval"}, "写明名称和条款或文号"),
        ({"kind": "tender"}, "自由流动"),
        ({"kind": "exclusive"}, "市场准入和退出"),
        ({"kind": "price"}, "生产经营行为"),
        ({"exception": "science"}, "实施期限"),
        ({"exception": "science", "no_milder_way": "无", "ends_on": "2026-01-01"}, "尚未届满"),
    ],
)
def test_an_offer_that_a_clause_forbids_is_refused_in_its_words(promoter, change, said):
    case = gone(promoter, until="talk")
    data: dict[str, Any] = TAX | change

    with pytest.raises(ActRefused, match=said):
        do(case, "offer", promoter, "2026-01-25", **data)


@pytest.mark.parametrize(
    "change",
    [
        {"basis": "law", "document": "企业所得税法第二十八条"},
        {"exception": "science", "no_milder_way": "没有别的办法", "ends_on": "2027-01-01"},
        {"kind": "general"},
    ],
)
def test_an_offer_with_its_basis_goes_to_review(promoter, change):
    case = gone(promoter, until="talk")

    assert do(case, "offer", promoter, "2026-01-25", **TAX | change).state == "talks"


def test_a_gate_belongs_to_the_counting_office(promoter):
    case = gone(promoter)

    with pytest.raises(ActRefused):
        do(case, "count", promoter, "2026-03-20", survey_code="T-1", counted_on="2026-03-20")


def test_a_wrong_credit_code_is_refused(promoter):
    with pytest.raises(ActRefused, match="校验位"):
        found(promoter, investor_uscc="911100000000000000")
