"""Instalments and rulings: who may write them, what is refused, and what the database never lets happen."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import Error, IntegrityError, InternalError, transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from luoshi.kernel.cases.tests.factories import moment
from luoshi.platforms.investment.actions import Party, appeal
from luoshi.platforms.investment.errors import Refused
from luoshi.platforms.investment.models import Counted, Firm, Instalment, Ruling
from luoshi.platforms.investment.queries.sight import instalments_seen, leads_seen
from luoshi.platforms.investment.tests.factories import (
    COMPANY,
    INVESTOR,
    MILLION,
    agreement_of,
    claimed,
    do,
    gone,
    ruled,
    voucher,
)

pytestmark = pytest.mark.django_db
REFUSED: dict[str, Any] = {"state": "refused", "by_rule": "voucher", "reason": "回单看不清"}


@pytest.fixture
def case(promoter):
    return gone(promoter)


def test_an_instalment_is_claimed_by_one_and_counted_by_another(case, promoter, counter):
    instalment = claimed(case, promoter)
    assert not Counted.objects.exists()

    ruling = ruled(instalment, counter)

    assert (ruling.seq, ruling.counted, ruling.rule_version) == (1, 20 * MILLION, "")
    assert Counted.objects.get().amount == 20 * MILLION
    assert Firm.objects.get(uscc=COMPANY.uscc).local


def test_the_same_key_writes_once(case, promoter, counter):
    first = claimed(case, promoter, key="k")
    assert claimed(case, promoter, key="k") == first
    assert ruled(first, counter, key="r") == ruled(first, counter, key="r")
    assert (Instalment.objects.count(), Ruling.objects.count()) == (1, 1)


@pytest.mark.parametrize("who", ["education_handler", "monitor", "counter"])
def test_only_the_unit_of_the_lead_claims(town, case, who):
    with pytest.raises(Refused, match="招引单位申报"):
        claimed(case, town[who])


@pytest.mark.parametrize("who", ["transport_handler", "transport_head", "monitor"])
def test_only_the_counting_office_rules(town, case, promoter, who):
    instalment = claimed(case, promoter)

    with pytest.raises(Refused, match="招商管理岗认定"):
        ruled(instalment, town[who])


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"paid_on": date(2026, 3, 3)}, "还没有到"),
        ({"payee": INVESTOR}, "同一家企业"),
        ({"voucher_hash": "none"}, "指纹"),
    ],
)
def test_what_is_no_payment_is_not_claimed(case, promoter, more, said):
    with pytest.raises(Refused, match=said):
        claimed(case, promoter, **more)


def test_a_voucher_counts_once_however_often_it_is_claimed(case, promoter, counter):
    digest = voucher()
    first, second = (claimed(case, promoter, voucher_hash=digest) for _ in range(2))
    ruled(first, counter)

    with pytest.raises(Refused, match="同一凭证已在"):
        ruled(second, counter)

    ruled(first, counter, **REFUSED)
    ruled(second, counter)
    assert [one.instalment_id for one in Counted.objects.all()] == [second.pk]


def test_the_database_itself_counts_no_voucher_twice(case, promoter, counter):
    digest = voucher()
    first, second = (claimed(case, promoter, voucher_hash=digest) for _ in range(2))
    ruled(first, counter)

    with pytest.raises(IntegrityError), transaction.atomic():
        write(second, counter, counted=1)
    assert Counted.objects.count() == 1


def write(instalment, by, **more):
    said = {"seq": 1, "state": "counted", "counted": 1, "reason": "x", "key": "x", "at": moment("2026-03-09")}
    return Ruling.objects.create(instalment=instalment, by_id=by.account, **(said | more))


@pytest.mark.parametrize(
    "more",
    [
        {"counted": 20 * MILLION + 1},
        {"counted": -1},
        {"counted": 0},
        {"seq": 2},
        {"state": "refused", "counted": 0, "rule_version": ""},
        {"state": "disputed", "appeal": True, "counted": 5},
    ],
)
def test_the_database_refuses_a_ruling_that_cannot_be(case, promoter, counter, more):
    instalment = claimed(case, promoter)

    with pytest.raises(IntegrityError), transaction.atomic():
        write(instalment, counter, **more)


def test_the_database_lets_nobody_rule_upon_a_claim_of_their_own(case, promoter):
    instalment = claimed(case, promoter)

    with pytest.raises(IntegrityError, match="申报人"), transaction.atomic():
        write(instalment, promoter)


def test_nothing_that_was_written_is_edited(case, promoter, counter):
    instalment = claimed(case, promoter)
    ruling = ruled(instalment, counter)
    deeds = [
        lambda: Instalment.objects.filter(pk=instalment.pk).update(amount=1),
        lambda: Ruling.objects.filter(pk=ruling.pk).update(counted=1),
        lambda: Counted.objects.update(amount=1),
        lambda: Counted.objects.all()._raw_delete("default"),
        lambda: Ruling.objects.all()._raw_delete("default"),
    ]

    for deed in deeds:
        with pytest.raises((IntegrityError, InternalError, Error)), transaction.atomic():
            deed()


def test_an_exclusion_keeps_money_out_and_is_cited(case, promoter, counter):
    instalment = claimed(case, promoter, purpose="retail")

    with pytest.raises(Refused, match=r"商贸零售.*investment.exclude_retail@2020-01-01（待核）"):
        ruled(instalment, counter)

    ruling = ruled(instalment, counter, "refused", by_rule="exclude_retail")
    assert ruling.rule_version == "investment.exclude_retail@2020-01-01（待核）"


def test_money_of_the_citys_own_firms_does_not_count(case, promoter, counter):
    own = Party("91220300MA00000LOC", "示例本地企业", local=True)
    instalment = claimed(case, promoter, payer=own)

    with pytest.raises(Refused, match="都在本市"):
        ruled(instalment, counter)


def test_a_refusal_without_a_rule_is_refused(case, promoter, counter):
    with pytest.raises(Refused, match="依据哪条规则"):
        ruled(claimed(case, promoter), counter, "refused")


def test_an_appeal_makes_the_rest_disputed_and_what_counts_goes_on_counting(case, promoter, counter):
    instalment = claimed(case, promoter)
    ruled(instalment, counter, counted=5 * MILLION, by_rule="voucher")

    made = appeal(instalment, key="a", words="补交回单", by=promoter, at=moment("2026-03-10"))

    assert (made.state, made.counted, made.appeal) == ("disputed", 5 * MILLION, True)
    assert Counted.objects.get().amount == 5 * MILLION
    with pytest.raises(Refused, match="没有不予认定"):
        appeal(instalment, key="b", words="再次", by=promoter, at=moment("2026-03-11"))
    ruled(instalment, counter, at="2026-03-12")
    assert Counted.objects.get().amount == 20 * MILLION


def test_who_reads_what(town, case, promoter, counter):
    claimed(case, promoter)

    seen = {
        name: (leads_seen(town[name]).count(), instalments_seen(town[name]).count())
        for name in ("transport_handler", "education_handler", "monitor", "counter", "deputy")
    }

    none = (0, 0)
    assert seen == {
        **{"transport_handler": (1, 1), "monitor": (1, 1), "counter": (1, 1)},
        **{"education_handler": none, "deputy": none},
    }


DEEDS = some.lists(
    some.tuples(some.integers(0, 4), some.sampled_from(["counted", "partly", "refused", "appeal"])),
    max_size=14,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=DEEDS)
def test_whatever_is_ruled_no_more_counts_than_was_claimed_and_no_voucher_twice(
    town, deeds, promoter, counter
):
    with transaction.atomic():
        case, twin = gone(promoter), voucher()
        rows = [claimed(case, promoter, voucher_hash=twin if n < 2 else None) for n in range(5)]
        for number, deed in deeds:
            try_to(deed, rows[number], promoter, counter)

        total = Counted.objects.aggregate(sum=Sum("amount"))["sum"] or 0
        hashes = list(Counted.objects.values_list("voucher_hash", flat=True))
        latest = Ruling.objects.order_by("instalment", "-seq").distinct("instalment")
        assert total == sum(one.counted for one in latest) <= sum(one.amount for one in rows)
        assert len(hashes) == len(set(hashes))
        transaction.set_rollback(True)


def try_to(deed, instalment, promoter, counter):
    try:
        if deed == "appeal":
            appeal(instalment, key=voucher(), words="补交", by=promoter, at=moment("2026-03-10"))
        elif deed == "partly":
            ruled(instalment, counter, counted=MILLION, by_rule="voucher")
        else:
            ruled(instalment, counter, deed, by_rule="voucher")
    except Refused:
        pass


def test_a_second_phase_under_an_old_contract_does_not_count(promoter, counter):
    case = gone(promoter)
    second = {"contract": "HT-2", "under": "HT-2026-1", "amount": 5 * MILLION, "signed_on": "2028-02-01"}
    case = do(case, "phase", promoter, "2028-02-02", "合同", **second)
    late = claimed(
        case, promoter, agreement=agreement_of(case, "HT-2"), paid_on=date(2028, 2, 3), at="2028-02-04"
    )

    with pytest.raises(Refused, match="沿用旧合同"):
        ruled(late, counter, at="2028-02-05")
