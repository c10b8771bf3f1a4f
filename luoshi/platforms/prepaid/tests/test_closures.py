"""A shop is wound up: frozen, listed, approved by another, divided to the fen, paid once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction

from luoshi.kernel.cases.actions import act, open_case, tick
from luoshi.kernel.cases.errors import ActRefused
from luoshi.kernel.cases.tests.factories import Town
from luoshi.kernel.ledger.actions import hold, void_hold
from luoshi.kernel.ledger.checking import faults
from luoshi.kernel.ledger.errors import LedgerRefused
from luoshi.kernel.ledger.models import Account, Move
from luoshi.kernel.orgs.actor import SYSTEM
from luoshi.platforms.prepaid.actions import Buyer, distribute, distribute_due, redeem, sell
from luoshi.platforms.prepaid.closing import paying
from luoshi.platforms.prepaid.closing.listing import list_of
from luoshi.platforms.prepaid.errors import Refused
from luoshi.platforms.prepaid.models import Claim, Closure, Contract, Shop
from luoshi.platforms.prepaid.rules.closing import claim_steps, split_of
from luoshi.platforms.prepaid.tests.closures import (
    CLAIMS_OVER,
    OBJECTIONS_OVER,
    WHY,
    add,
    allocated,
    approved,
    charge,
    claiming,
    do,
    file_claim,
    frozen,
    gap,
    listed,
    make_regulator,
    shop_with,
    shown,
    signalled,
    without_custody,
)
from luoshi.platforms.prepaid.tests.factories import NOW, TODAY, make_contract, make_kind, make_shop

pytestmark = pytest.mark.django_db
LATER = NOW + OBJECTIONS_OVER


@pytest.fixture
def town(settings: Any) -> Town:
    return make_regulator(settings)


def paid_of(closure: Closure) -> list[int | None]:
    return list(Claim.objects.filter(closure=closure).order_by("pk").values_list("paid", flat=True))


@pytest.mark.parametrize(
    ("available", "claims", "paid"),
    [
        (100_000, (75_000, 70_000, 3_334), [50_561, 47_191, 2_248]),
        (10_000, (30_000, 20_000, 10_000), [5_000, 3_333, 1_667]),
        (1, (1, 1, 1), [1, 0, 0]),
        (100, (33, 33, 34), [33, 33, 34]),
        (0, (5, 7), [0, 0]),
        (99_999, (1, 1), [1, 1]),
    ],
)
def test_the_money_is_divided_by_largest_remainder_through_the_whole_act(town, available, claims, paid):
    shop, contracts = shop_with(*claims, share=0, deposit=available)

    closure = allocated(town, claiming(town, shop))
    distribute(closure, at=LATER)

    assert paid_of(closure) == paid
    assert shown(shop)["escrow"] == available - sum(paid)
    left = [Account.objects.get(pk=one.open_account).posted for one in contracts]
    assert left == [claim - got for claim, got in zip(claims, paid, strict=True)]
    assert gap(shop) == 0
    assert faults() == []


def test_custody_of_some_is_shared_by_all_and_the_rest_stays_owed(town):
    shop, contracts = shop_with(100_000, share=4_000)
    shop.share = 0
    shop.save()
    contracts.append(make_contract(make_kind(shop, price=100_000, bonus=20_000)))
    redeem(contracts[1].card, key="t:1", at=NOW, known_at=NOW, value=60_000)

    closure = allocated(town, claiming(town, shop))
    distribute(closure, at=LATER)

    closure.refresh_from_db()
    assert closure.available == closure.paid == 40_000
    assert paid_of(closure) == [26_667, 13_333]
    assert [claim.residual for claim in Claim.objects.order_by("pk")] == [73_333, 36_667]
    assert shown(shop)["outside"] == 110_000
    assert gap(shop) == 0
    assert {one.state for one in Contract.objects.all()} == {"claimed"}
    assert Shop.objects.get().state == "closed"


def test_interest_is_shared_a_charge_of_the_bank_is_the_shops_and_unknown_money_stays(town):
    shop, (contract,) = shop_with(10_000)
    redeem(contract.card, key="t:1", at=NOW, known_at=NOW, value=1_000)
    add(shop, "interest", 30)
    add(shop, "unmatched", 500)
    charge(shop, 400)

    closure = allocated(town, claiming(town, shop))
    distribute(closure, at=LATER)

    own = shown(shop)
    assert paid_of(closure) == [9_000]
    assert (own["due"], own["unmatched"], own["fee"], own["interest"]) == (600, 500, 0, 0)
    assert own["deposit"] == 30
    assert gap(shop) == 0


@pytest.mark.parametrize(("includes", "available"), [(False, 9_000), (True, 10_000)])
def test_whether_the_shops_due_is_shared_is_a_parameter(town, monkeypatch, includes, available):
    shop, (contract,) = shop_with(10_000)
    redeem(contract.card, key="t:1", at=NOW, known_at=NOW, value=1_000)
    make_contract(make_kind(without_custody(shop), price=50_000, bonus=0))
    allocate = paying.allocate
    monkeypatch.setattr(
        paying, "allocate", lambda closure, **how: allocate(closure, **how | {"includes_due": includes})
    )

    closure = allocated(town, claiming(town, shop))
    distribute(closure, at=LATER)

    assert closure.available == available == sum(paid or 0 for paid in paid_of(closure))
    assert shown(shop)["due"] == (0 if includes else 1_000)
    assert gap(shop) == 0


def test_a_period_card_is_claimed_by_what_remains_of_its_term(town):
    shop = make_shop(share=5_000)
    kind = make_kind(shop, form="period", price=120_000, bonus=0, term=12)
    contract = make_contract(kind, starts_on=date(2026, 1, 1))

    closure = allocated(town, claiming(town, shop, stopped_on="2026-06-01"))
    distribute(closure, at=LATER)

    claim = Claim.objects.get(contract=contract)
    assert claim.claimed == 70_000
    assert claim.paid == 35_000
    assert shown(shop)["due"] == 25_000
    assert gap(shop) == 0


def test_a_frozen_shop_neither_sells_nor_redeems(town):
    shop, (contract,) = shop_with(10_000)
    kind = make_kind(shop)

    frozen(town, shop)
    kind.refresh_from_db()

    with pytest.raises(Refused, match="已停止预收"):
        sell(kind, receipt="after", at=NOW, buyer=Buyer(name="示例居民", phone="13800000000"))
    with pytest.raises(LedgerRefused, match="冻结"), transaction.atomic():
        redeem(contract.card, key="t:1", at=NOW, known_at=NOW, value=1)


def test_a_thaw_takes_two_people_and_gives_all_back(town):
    shop, (contract,) = shop_with(10_000)
    case = frozen(town, shop)
    with pytest.raises(ActRefused, match="没有待决定"):
        do(town, case, "thaw", "head", **WHY)
    do(town, case, "ask_thaw", "head", **WHY)

    with pytest.raises(ActRefused, match="提出人以外"):
        do(town, case, "thaw", "head", **WHY)
    do(town, case, "thaw", "second_head", **WHY)

    shop.refresh_from_db()
    assert (case.state, shop.state) == ("thawed", "filed")
    assert redeem(contract.card, key="t:1", at=NOW, known_at=NOW, value=1).left == 9_999


def test_nobody_approves_a_list_they_made_or_pays_one_they_approved(town):
    shop, _ = shop_with(10_000)
    case = claiming(town, shop)
    with pytest.raises(ActRefused, match="申报期尚未届满"):
        do(town, case, "list", "head")
    tick(now=NOW + CLAIMS_OVER)
    do(town, case, "list", "head", at=NOW + CLAIMS_OVER)
    with pytest.raises(ActRefused, match="公示期尚未届满"):
        do(town, case, "approve", "second_head", at=NOW + CLAIMS_OVER)
    tick(now=LATER)

    with pytest.raises(ActRefused, match="以外的人核准"):
        do(town, case, "approve", "head", at=LATER)
    do(town, case, "approve", "second_head", at=LATER)
    with pytest.raises(ActRefused, match="以外的人办理"):
        do(town, case, "distribute", "second_head", at=LATER)
    do(town, case, "distribute", "head", at=LATER)

    assert case.state == "distributing"


@pytest.mark.parametrize("who", ["education_head", "transport_handler", "monitor", "deputy"])
def test_nobody_of_another_body_acts(town, who):
    shop, _ = shop_with(10_000)
    case = signalled(town, shop)

    with pytest.raises(ActRefused, match="市场监管"):
        do(town, case, "freeze", who, signal="stopped", **WHY)


def test_a_claim_without_record_is_decided_by_another_and_paid_beside_the_rest(town):
    shop, _ = shop_with(10_000, deposit=5_000)
    case = claiming(town, shop)
    claim = file_claim(town, case, 20_000)
    with pytest.raises(ActRefused, match="登记以外的人"):
        do(town, case, "decide_claim", "handler", claim=claim.number, outcome="admit", **WHY)
    do(town, case, "decide_claim", "head", claim=claim.number, outcome="admit", accepted=20_000, **WHY)

    closure = allocated(town, case)
    distribute(closure, at=LATER)

    claim.refresh_from_db()
    assert paid_of(closure) == [5_000, 10_000]
    assert claim.decided_by == town.accounts["head"]
    assert len(claim.proofs) == 1
    assert Account.objects.get(pk=claim.open_account or 0).posted == claim.residual == 10_000
    assert gap(shop) == 0
    assert "13800000000" not in str(case.data) + list_of(closure).text


def test_no_list_is_fixed_while_a_claim_is_undecided_and_a_denied_one_gets_nothing(town):
    shop, _ = shop_with(10_000)
    case = claiming(town, shop)
    claim = file_claim(town, case, 20_000)
    with pytest.raises(Refused, match="没有决定"):
        listed(town, case)

    do(town, case, "decide_claim", "head", at=NOW, claim=claim.number, outcome="deny", **WHY)
    closure = allocated(town, case)
    distribute(closure, at=LATER)

    assert paid_of(closure) == [10_000, 0]
    assert gap(shop) == 0


def test_an_objection_is_put_right_before_approval_and_changes_the_digest(town):
    shop, contracts = shop_with(10_000, 20_000, deposit=1_000)
    case = listed(town, claiming(town, shop))
    before = Closure.objects.get().digest
    do(town, case, "return", "head", at=NOW + CLAIMS_OVER, **WHY)
    for contract, accepted in zip(contracts, (11_000, 15_000), strict=True):
        do(town, case, "correct", "handler", claim=contract.number, accepted=accepted, **WHY)

    closure = allocated(town, case)
    distribute(closure, at=LATER)

    assert closure.digest not in ("", before)
    assert paid_of(closure) == [11_000, 15_000]
    assert shown(shop)["due"] == 5_000
    assert gap(shop) == 0


def test_a_list_that_was_changed_behind_its_back_is_not_paid(town):
    shop, _ = shop_with(10_000)
    case = approved(town, claiming(town, shop))
    Claim.objects.update(accepted=9_999)

    with pytest.raises(Refused, match="摘要不符"):
        do(town, case, "distribute", "handler", at=LATER)


def test_money_on_its_way_to_the_bank_is_waited_for(town):
    shop, (contract,) = shop_with(10_000)
    ways = {"debit": contract.card_account, "credit": shop.accounts["escrow"], "amount": 5, "kind": "refund"}
    held = hold("refund:1", **ways, on=TODAY, expires_at=NOW + timedelta(days=365))
    case = claiming(town, shop)
    tick(now=NOW + CLAIMS_OVER)

    with pytest.raises(Refused, match="在途款项"):
        do(town, case, "list", "handler", at=NOW + CLAIMS_OVER)
    void_hold(held, at=NOW)
    allocated(town, case)

    assert distribute_due(at=LATER) == 1


def test_paid_again_and_again_it_is_paid_once(town):
    shop, _ = shop_with(10_000, 20_000, share=5_000)
    closure = allocated(town, claiming(town, shop))

    assert distribute(closure, at=LATER) == 2
    moves = Move.objects.count()
    Closure.objects.update(through=0, distributed_at=None)
    assert distribute(closure, at=LATER) == 0

    assert Move.objects.count() == moves
    assert gap(shop) == 0


@pytest.mark.parametrize("after", [1, 2, 3])
def test_stopped_between_two_batches_it_goes_on(town, monkeypatch, after):
    shop, _ = shop_with(10_000, 20_000, 5_000, share=5_000, deposit=777)
    closure = allocated(town, claiming(town, shop))
    monkeypatch.setattr(paying, "BATCH", 1)
    write, calls = paying._pay_batch, []

    def stumble(pk: int) -> int | None:
        calls.append(1)
        if len(calls) == after:
            raise KeyboardInterrupt
        return write(pk)

    monkeypatch.setattr(paying, "_pay_batch", stumble)
    with pytest.raises(KeyboardInterrupt):
        distribute(closure, at=LATER)
    assert Move.objects.filter(kind="closure").values("key").distinct().count() == after - 1
    distribute_due(at=LATER)

    closure.refresh_from_db()
    assert closure.distributed_at is not None
    assert sum(paid or 0 for paid in paid_of(closure)) == closure.available == 18_277
    assert shown(shop)["escrow"] == 0
    assert gap(shop) == 0
    assert faults() == []


def test_a_shop_has_one_open_closure_and_must_exist(town):
    shop, _ = shop_with(10_000)
    signalled(town, shop)

    with pytest.raises(Refused, match="已有清退事项"):
        signalled(town, shop)
    shop.code = "shop-unknown"
    with pytest.raises(Refused, match="没有编号"):
        signalled(town, shop)


def test_only_who_took_the_money_and_evades_is_handed_to_the_police(town):
    shop, _ = shop_with(10_000)
    case = frozen(town, shop)
    said = {"receiver": "四平市公安局"} | WHY

    with pytest.raises(ActRefused, match="恶意逃避"):
        do(town, case, "transfer", "head", signal="difficulty", **said)
    do(town, case, "transfer", "head", signal="evades", **said)

    assert case.state == "frozen"


def test_the_system_may_signal(town):
    shop, _ = shop_with(10_000)
    data = {
        "title": "预警",
        "shop": shop.code,
        "signal": "risk",
        "signalled_on": "2026-03-01",
        "grounds": "预警",
    }

    case = open_case("closure", by=SYSTEM, data=data, at=NOW)

    assert case.unit.code == "market-regulation"
    with pytest.raises(ActRefused):
        act(case, "paid", by=SYSTEM, at=NOW)


def test_a_closure_of_many_asks_no_more_than_one_of_few(town, django_assert_max_num_queries):
    shop, _ = shop_with(*range(1_000, 1_040), share=5_000)
    closure = allocated(town, claiming(town, shop))

    with django_assert_max_num_queries(45):
        distribute(closure, at=LATER)


def test_the_database_makes_the_moves_that_the_rule_says(town):
    shop, contracts = shop_with(10_000, 7_001, 3_333, 900, share=3_300, deposit=500)
    case = claiming(town, shop)
    for contract, accepted in zip(contracts, (12_000, 2_000, 0, 900), strict=True):
        do(town, case, "correct", "handler", claim=contract.number, accepted=accepted, **WHY)
    file_claim(town, case, 4_000)
    claim = Claim.objects.get(contract=None)
    do(town, case, "decide_claim", "head", claim=claim.number, outcome="admit", **WHY)
    closure = allocated(town, case)

    distribute(closure, at=LATER)

    for claim in Claim.objects.filter(closure=closure):
        split = split_of(claim.supervised, claim.held, accepted=claim.accepted or 0)
        steps = claim_steps(split, paid=claim.paid or 0)
        accounts = shop.accounts | {"card": claim.card_account, "open": claim.open_account}
        said = [(accounts[step.debit], accounts[step.credit], step.amount) for step in steps]
        moves = Move.objects.filter(key=paying.key_of(closure, claim.number)).order_by("line")
        assert list(moves.values_list("debit_id", "credit_id", "amount")) == said
    assert gap(shop) == 0
