"""Money asked for, decided on, passed on, paid and given back, act by act."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from luoshi.kernel.cases.actions import act
from luoshi.kernel.cases.errors import ActRefused
from luoshi.kernel.cases.verifying import verify
from luoshi.kernel.ledger.checking import faults
from luoshi.kernel.ledger.models import Account
from luoshi.kernel.ledger.queries import trial_balance
from luoshi.platforms.projects.actions import (
    approve,
    ask_for,
    borrow,
    give_back,
    recommend,
    refuse,
    repay,
    reverse_allocation,
    reverse_approval,
    reverse_payment,
    reverse_repayment,
    withdraw,
)
from luoshi.platforms.projects.errors import Refused
from luoshi.platforms.projects.models import Allocation, FundApplication, FundStep, Project, Repayment
from luoshi.platforms.projects.rules.repaying import Terms
from luoshi.platforms.projects.tests.factories import MILLION, propose, row, started
from luoshi.platforms.projects.tests.funds import AT, a_window, approved, asking, paid, passed

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)


def code_of(caught: pytest.ExceptionInfo[Refused]) -> str:
    return caught.value.code.removeprefix("projects-")


def stood(application: FundApplication) -> dict[str, int]:
    """Return what the accounts of the application's project and source show."""
    token = f"{application.project.code}:{application.source}"
    rows = Account.objects.filter(code__endswith=f":{token}")
    return {row.type.removeprefix("projects:"): row.shown for row in rows}


def test_an_approval_is_the_projects_own_step_too(builder):
    application = approved(builder, amount=20 * MILLION)

    project = row(application.project.case)
    assert (application.state, application.approved) == ("approved", 20 * MILLION)
    assert (project.secured, project.funded_on) == (20 * MILLION, date(2026, 3, 10))
    step = project.case.events.get(action="fund")
    assert (step.data["source"], step.data["paper"]) == ("special_bond", "批〔2026〕1号")
    assert verify(project.case).sound


def test_where_the_project_is_not_ready_nothing_is_approved(builder):
    asked = asking(builder, case=propose(builder))

    with pytest.raises(ActRefused), transaction.atomic():
        approve(asked, amount=MILLION, on=DAY, document="批〔2026〕1号", by=builder, at=AT)

    asked.refresh_from_db()
    assert (asked.state, asked.approved) == ("asked", None)
    assert list(asked.steps.values_list("state", flat=True)) == ["asked"]


def test_an_approval_told_twice_counts_once(builder):
    asked = asking(builder)
    for _ in range(2):
        approve(asked, amount=MILLION, on=DAY, document="批〔2026〕1号", by=builder, at=AT)

    assert Project.objects.get(pk=asked.project_id).secured == MILLION
    with pytest.raises(Refused) as caught:
        approve(asked, amount=2 * MILLION, on=DAY, document="批〔2026〕1号", by=builder, at=AT)
    assert code_of(caught) == "key-reused"


def test_an_application_is_recommended_refused_or_withdrawn_and_keeps_its_steps(builder):
    asked = asking(builder)
    recommend(asked, on=DAY, document="报〔2026〕1号", by=builder, at=AT)
    refuse(asked, on=DAY, note="未列入本批", by=builder, at=AT)
    other = asking(builder, case=started(builder, until="approve", title="另一个示例项目"))
    withdraw(other, on=DAY, note="另行申请", by=builder, at=AT)

    assert list(asked.steps.order_by("pk").values_list("state", flat=True)) == [
        *("asked", "recommended", "refused"),
    ]
    assert FundApplication.objects.get(pk=other.pk).state == "withdrawn"
    with pytest.raises(Refused) as caught:
        approve(asked, amount=MILLION, on=DAY, document="批", by=builder, at=AT)
    assert code_of(caught) == "state"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"amount": 0}, "amount-wrong"),
        ({"on": date(2026, 7, 1)}, "window-closed"),
        ({"on": date(2026, 1, 4)}, "window-closed"),
        ({"source": "city"}, "window-wrong"),
    ],
)
def test_what_cannot_be_asked_for(builder, said, code):
    project = row(started(builder, until="approve"))
    window = a_window(builder)
    call = {"source": "special_bond", "amount": MILLION, "on": date(2026, 3, 3), "document": "申1"} | said

    with pytest.raises(Refused) as caught:
        ask_for(project, window=window, by=builder, at=AT, **call)

    assert code_of(caught) == code


def test_a_project_asks_once_in_a_window(builder):
    asked = asking(builder)

    with pytest.raises(Refused) as caught:
        asking(builder, case=asked.project.case, document="申二")

    assert code_of(caught) == "asked-before"


def test_who_may_do_what(builder, town):
    asked = asking(builder)
    unit, stranger = town["education_handler"], town["transport_handler"]

    with pytest.raises(Refused) as caught:
        approve(asked, amount=MILLION, on=DAY, document="批", by=unit, at=AT)
    assert code_of(caught) == "commission-only"
    with pytest.raises(Refused) as caught:
        withdraw(asked, on=DAY, note="不申请了", by=stranger, at=AT)
    assert code_of(caught) == "not-yours"
    assert withdraw(asked, on=DAY, note="不申请了", by=unit, at=AT).state == "withdrawn"


def test_money_passed_on_paid_and_given_back_balances_in_the_ledger(builder):
    application = approved(builder)
    passed(application, builder, 20 * MILLION)
    paid(application, builder, 5 * MILLION)
    give_back(application, amount=MILLION, on=DAY, voucher="R-1", by=builder, at=AT)

    assert stood(application) == {
        "allocated": 20 * MILLION,
        "undrawn": 14 * MILLION,
        "drawn": 5 * MILLION,
        "returned": MILLION,
    }
    assert sum(line.posted for line in trial_balance()) == 0
    assert faults() == []


def test_nothing_is_paid_that_was_not_passed_on(builder):
    application = approved(builder)
    passed(application, builder, 5 * MILLION)

    with pytest.raises(Refused) as caught:
        paid(application, builder, 6 * MILLION)
    assert code_of(caught) == "over-allocation"
    with pytest.raises(Refused) as caught:
        passed(application, builder, 16 * MILLION)
    assert code_of(caught) == "over-approval"
    with pytest.raises(Refused) as caught:
        paid(application, builder, MILLION, on="2026-03-19")
    assert code_of(caught) == "before-passed-on"


def test_a_payment_ahead_of_the_works_is_refused_or_kept_with_its_reason(builder):
    application = approved(builder)
    passed(application, builder, 20 * MILLION)

    with pytest.raises(Refused) as caught:
        paid(application, builder, 16 * MILLION, physical=500)
    assert code_of(caught) == "ahead"
    told = paid(application, builder, 16 * MILLION, physical=500, afterwards="设备款已由银行划出")

    assert told.ahead == 1_500  # a fifth of the cost paid, a twentieth built
    with pytest.raises(Refused) as caught:
        paid(application, builder, MILLION, purpose="advance", afterwards="已付")
    assert code_of(caught) == "advance"


def test_a_voucher_told_twice_pays_once(builder):
    application = approved(builder)
    passed(application, builder, 20 * MILLION)

    first, second = (paid(application, builder, MILLION, voucher="V-1") for _ in range(2))

    assert first == second
    with pytest.raises(Refused) as caught:
        paid(application, builder, 2 * MILLION, voucher="V-1")
    assert code_of(caught) == "key-reused"


def test_a_reversal_restores_what_was_and_keeps_both_rows(builder):
    application = approved(builder)
    given = passed(application, builder, 20 * MILLION)
    before = stood(application)
    payment = paid(application, builder, 5 * MILLION)

    with pytest.raises(Refused) as caught:
        reverse_allocation(given, reason="重复下达", on=DAY, by=builder, at=AT)
    assert code_of(caught) == "over-allocation"
    undone = reverse_payment(payment, reason="退票", on=DAY, by=builder, at=AT)

    assert stood(application) == before | {"drawn": 0}
    assert application.drawdowns.count() == 2
    with pytest.raises(Refused):
        reverse_payment(undone, reason="再冲", on=DAY, by=builder, at=AT)
    assert reverse_payment(payment, reason="退票", on=DAY, by=builder, at=AT) == undone
    reverse_allocation(given, reason="重复下达", on=DAY, by=builder, at=AT)
    assert set(stood(application).values()) == {0}


@pytest.mark.parametrize("write", ["update", "delete"])
def test_the_database_keeps_what_was_done_with_money(builder, write):
    application = approved(builder)
    passed(application, builder, MILLION)

    for rows in (Allocation.objects.all(), FundStep.objects.all()):
        with pytest.raises(DatabaseError, match="只增不改"), transaction.atomic():
            rows.update(key="x") if write == "update" else rows._raw_delete(rows.db)


def test_a_loan_is_owed_and_paid_back_interest_first(builder):
    application = approved(builder, source="bank", amount=10 * MILLION)
    terms = Terms(
        principal=10 * MILLION,
        percent=Decimal("3.65"),
        year=365,
        way="equal",
        began_on=date(2026, 4, 1),
        every=12,
        times=2,
    )
    debt = borrow(application, terms=terms, document="贷〔2026〕1号", by=builder, at=AT)
    assert borrow(application, terms=terms, document="贷〔2026〕1号", by=builder, at=AT) == debt
    first, second = debt.instalments.order_by("number")
    assert (first.principal, first.interest, second.interest) == (5 * MILLION, 365_000_00, 183_000_00)

    repay(first, amount=400_000_00, on=date(2027, 4, 1), voucher="H-1", by=builder, at=AT)

    interest = 365_000_00 + 183_000_00
    assert stood(application) == {
        "debt": 10 * MILLION + interest,
        "owed": 10 * MILLION - 35_000_00,
        "interest": 183_000_00,
        "repaid": 400_000_00,
    }
    with pytest.raises(Refused) as caught:
        repay(first, amount=5 * MILLION, on=date(2027, 4, 1), voucher="H-2", by=builder, at=AT)
    assert code_of(caught) == "over-instalment"
    reverse_repayment(Repayment.objects.get(), reason="退票", on=date(2027, 4, 2), by=builder, at=AT)
    assert stood(application)["repaid"] == 0
    assert sum(line.posted for line in trial_balance()) == 0


def test_only_borrowed_money_has_instalments(builder):
    terms = Terms(
        principal=MILLION,
        percent=Decimal(3),
        year=365,
        way="equal",
        began_on=date(2026, 4, 1),
        every=12,
        times=2,
    )

    with pytest.raises(Refused) as caught:
        borrow(approved(builder), terms=terms, document="x", by=builder, at=AT)

    assert code_of(caught) == "not-lent"


REASON = "金额录入有误"


def test_an_approval_entered_wrongly_is_reversed_and_entered_anew(builder):
    application = approved(builder, amount=20 * MILLION)
    project = application.project

    for _ in range(2):  # told twice, done once
        back = reverse_approval(application, reason=REASON, on=DAY, by=builder, at=AT)

    assert (back.state, back.approved, back.approved_on, back.paper) == ("asked", None, None, "")
    assert (row(project.case).secured, row(project.case).funded_on) == (0, None)
    approve(application, amount=2 * MILLION, on=DAY, document="批〔2026〕1号", by=builder, at=AT)

    application.refresh_from_db()
    assert (application.state, application.approved) == ("approved", 2 * MILLION)
    assert (row(project.case).secured, row(project.case).funded_on) == (2 * MILLION, DAY)
    assert list(application.steps.order_by("pk").values_list("state", "amount", "note")) == [
        ("asked", 20 * MILLION, ""),
        ("approved", 20 * MILLION, ""),
        ("approved", -20 * MILLION, REASON),
        ("approved", 2 * MILLION, ""),
    ]
    acts = project.case.events.filter(action__in=("fund", "unfund")).order_by("seq")
    assert list(acts.values_list("action", flat=True)) == ["fund", "unfund", "fund"]
    assert verify(row(project.case).case).sound


def test_an_approval_can_be_reversed_more_than_once(builder):
    application = approved(builder, amount=20 * MILLION)
    for amount in (3 * MILLION, 2 * MILLION):
        reverse_approval(application, reason=f"改为 {amount}", on=DAY, by=builder, at=AT)
        approve(application, amount=amount, on=DAY, document="批〔2026〕1号", by=builder, at=AT)

    assert row(application.project.case).secured == 2 * MILLION


def test_a_late_repeat_does_not_bring_a_reversed_approval_back(builder):
    application = approved(builder, amount=20 * MILLION)
    reverse_approval(application, reason=REASON, on=DAY, by=builder, at=AT)

    said: dict[str, Any] = {"amount": 20 * MILLION, "on": date(2026, 3, 10), "document": "批〔2026〕1号"}
    with pytest.raises(Refused) as caught:
        approve(application, by=builder, at=AT, **said)

    assert code_of(caught) == "approval-reversed"
    assert row(application.project.case).secured == 0


@pytest.mark.parametrize(
    ("said", "code"),
    [({"reason": ""}, "reason"), ({"on": date(2026, 3, 9)}, "before-entry")],
)
def test_a_reversal_of_an_approval_says_why_and_comes_after_it(builder, said, code):
    application = approved(builder)

    with pytest.raises(Refused) as caught:
        reverse_approval(application, by=builder, at=AT, **{"reason": REASON, "on": DAY} | said)

    assert code_of(caught) == code


def test_an_approval_whose_money_moved_stays_until_that_is_reversed(builder, town):
    application = approved(builder)
    moved = passed(application, builder, MILLION)
    with pytest.raises(Refused) as caught:
        reverse_approval(application, reason=REASON, on=DAY, by=builder, at=AT)
    assert code_of(caught) == "money-moved"

    reverse_allocation(moved, reason=REASON, on=DAY, by=builder, at=AT)
    with pytest.raises(Refused) as caught:
        reverse_approval(application, reason=REASON, on=DAY, by=town["education_handler"], at=AT)
    assert code_of(caught) == "commission-only"

    assert reverse_approval(application, reason=REASON, on=DAY, by=builder, at=AT).approved is None


def test_money_is_reversed_as_it_was_secured_and_only_once(builder):
    application = approved(builder, case=started(builder, until="fund"))
    case = application.project.case
    before = row(case).secured

    reverse_approval(application, reason=REASON, on=DAY, by=builder, at=AT)

    assert row(case).secured == before - 20 * MILLION
    with pytest.raises(ActRefused):
        act(
            case,
            "unfund",
            by=builder,
            data={
                "source": "special_bond",
                "unfunded": 20 * MILLION,
                "unfunded_on": "2026-06-01",
                "reason": "再冲一次",
            },
            at=AT,
        )
