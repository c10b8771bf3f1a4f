"""Pages of projects' money: by source, a window, a project's money, each step as a form, who may what."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from luoshi.kernel.cases.tests.factories import moment, person
from luoshi.kernel.orgs.queries import actor_of
from luoshi.platforms.projects.actions import borrow
from luoshi.platforms.projects.models import Drawdown, FundApplication, FundWindow, Project
from luoshi.platforms.projects.rules.repaying import Terms
from luoshi.platforms.projects.tests.factories import MILLION, do, started
from luoshi.platforms.projects.tests.funds import a_window, approved, asking, paid, passed

DAY = date(2026, 3, 1)
LOAN = Terms(
    principal=10 * MILLION,
    percent=Decimal("3.65"),
    year=365,
    way="equal",
    began_on=date(2025, 9, 1),
    every=6,
    times=4,
)


@pytest.fixture
def town(town):
    """The town with somebody who keeps the library of projects, and who does everything in tests."""
    town.accounts["commission"] = person("commission", town.units["siping"], "projects", reads=("project",))
    town.accounts["builder"] = person("builder", town.units["education"], "handler", "head", "projects")
    return town


@pytest.fixture
def builder(town):
    return actor_of(town.accounts["builder"], on=DAY)


@pytest.fixture
def bond(builder) -> FundApplication:
    """A bond of 20 million, passed on and paid ahead of the works, beside a loan."""
    bond = approved(builder, case=started(builder))
    passed(bond, builder, 20 * MILLION, on="2026-03-20")
    paid(bond, builder, 10 * MILLION, on="2026-04-20")
    case = do(
        bond.project.case, "report", builder, "2026-05-02", month="2026-04-01", invested=1, physical=100
    )
    loan = approved(builder, case=case, source="bank", amount=10 * MILLION)
    borrow(loan, terms=LOAN, document="贷〔2026〕1号", by=builder, at=moment("2026-03-10"))
    return FundApplication.objects.get(pk=bond.pk)


def page_of(client: Any, name: str, *args: Any, **query: Any) -> str:
    answer = client.get(reverse(f"desk:{name}", args=args), query)
    assert answer.status_code == 200, answer.content.decode()[:400]
    return str(answer.content.decode())


def test_the_overview_tells_each_source_what_is_wrong_and_the_promise(sign_in, bond):
    page = page_of(sign_in("commission"), "project_funds")

    assert "超长期特别国债" in page
    assert "支付超前形象进度" in page
    assert "还款逾期" in page
    assert "/2026-017/" in page
    assert "上年同期没有记录，不计算增速" in page


def test_a_figure_opens_to_what_counts_and_what_does_not(sign_in, bond):
    page = page_of(sign_in("commission"), "project_fund_figure", "funds_secured", year=2026)

    counted, left_out = page.split('id="left-out"')
    assert "2,000 万元" in counted
    assert "银行贷款不在承诺的三类资金之内" in left_out


def test_a_projects_money_shows_payment_against_the_works_and_the_instalments(sign_in, bond):
    page = page_of(sign_in("education_handler"), "project_money", bond.project.code)

    assert 'data-actual="12.5"' in page
    assert 'data-expected="1"' in page
    assert "未还本息" in page
    assert "已逾期" in page
    assert "登记批准" not in page  # the unit asks and tells, and does not decide
    assert "登记支付" in page


def test_the_statement_adds_up_to_nothing(sign_in, bond):
    page = page_of(sign_in("monitor"), "project_statement", bond.project.code)

    assert "各账户借贷相抵：0.00 元" in page
    assert "已下达未支付" in page


def test_a_window_is_opened_and_lists_its_applications(sign_in, bond):
    said = {"source": "city", "year": 2026, "batch": 2, "document": "通知2号"}
    said |= {"opens_on": "2026-04-01", "closes_on": "2026-05-01"}
    answer = sign_in("commission").post(reverse("desk:project_fund_window_new"), said)

    assert answer.status_code == 303
    assert FundWindow.objects.filter(code="city-2026-2").exists()
    page = page_of(sign_in("commission"), "project_fund_window", bond.window.code)
    assert bond.code in page


def test_money_goes_its_whole_way_by_forms(sign_in, builder):
    project = Project.objects.get(case=started(builder))
    window, unit, commission = a_window(builder), sign_in("education_handler"), sign_in("commission")

    def post(client, name, *args, **said):
        answer = client.post(reverse(f"desk:{name}", args=args), said)
        assert answer.status_code == 303, answer.content.decode()
        return FundApplication.objects.get(code=f"{project.code}-f1")

    asked = {"window": window.pk, "amount": "20000000", "on": "2026-03-03", "document": "申1"}
    row = post(unit, "project_fund_ask", project.code, **asked)
    step = ("project_fund_step", row.code)
    post(commission, *step, "recommend", on="2026-03-04", document="报1")
    post(commission, *step, "approve", amount="18000000.50", on="2026-03-05", document="批1")
    post(commission, *step, "pass_on", amount="18000000.50", on="2026-03-06", document="下1")
    more = {"voucher": "V1", "payee": "land", "purpose": "land", "physical": "0.5"}
    row = post(unit, *step, "pay", amount="1000", on="2026-03-07", **more)
    post(unit, *step, "give_back", amount="1", on="2026-03-08", voucher="R1")
    payment = Drawdown.objects.get()
    post(commission, "project_fund_reverse", "payment", payment.pk, on="2026-03-09", reason="退票")

    assert (row.state, row.approved) == ("approved", 1_800_000_050)
    assert payment.physical == 50
    assert Project.objects.get(pk=project.pk).secured == 80 * MILLION + 1_800_000_050
    assert "已冲正" in page_of(unit, "project_money", project.code)


def test_an_approval_is_reversed_by_a_form_until_money_moved(sign_in, builder):
    row = approved(builder, case=started(builder))
    commission, unit = sign_in("commission"), sign_in("education_handler")
    address = reverse("desk:project_fund_step", args=[row.code, "unapprove"])
    assert "冲正批准" in page_of(commission, "project_money", row.project.code)
    assert "冲正批准" not in page_of(unit, "project_money", row.project.code)
    assert unit.post(address, {"on": "2026-03-12", "reason": "录错"}).status_code == 403

    assert commission.post(address, {"on": "2026-03-12", "reason": "录错"}).status_code == 303

    row.refresh_from_db()
    assert (row.state, row.approved) == ("asked", None)
    page = page_of(commission, "project_money", row.project.code)
    assert "-2,000 万元" in page
    assert "录错" in page


def test_what_the_rules_refuse_is_told_in_the_form(sign_in, bond):
    more = {"voucher": "V9", "payee": "contractor", "purpose": "advance", "physical": "100"}
    address = reverse("desk:project_fund_step", args=[bond.code, "pay"])
    answer = sign_in("education_handler").post(address, {"amount": "1", "on": "2026-05-07", **more})

    assert answer.status_code == 422
    assert "不得由施工单位垫资" in answer.content.decode()
    assert Drawdown.objects.count() == 1


def test_an_approval_that_the_project_is_not_ready_for_is_told_and_not_written(sign_in, builder):
    row = asking(builder, case=started(builder, until="reserve"))
    address = reverse("desk:project_fund_step", args=[row.code, "approve"])
    said = {"amount": "1000", "on": "2026-03-05", "document": "批1"}

    answer = sign_in("commission").post(address, said)

    assert answer.status_code == 422
    assert FundApplication.objects.get(pk=row.pk).state == "asked"


ROLES = {
    **{"commission": "commission", "unit": "education_handler", "stranger": "transport_handler"},
    **{"monitor": "monitor", "deputy": "deputy"},
}
DECIDES = {"commission": 200, "unit": 403, "stranger": 404, "monitor": 403, "deputy": 403}
TELLS = {"commission": 200, "unit": 200, "stranger": 404, "monitor": 403, "deputy": 403}
READS = {"commission": 200, "unit": 200, "stranger": 404, "monitor": 200, "deputy": 403}
MATRIX = {
    **{"money": READS, "statement": READS, "ask": TELLS, "pay": TELLS, "give_back": TELLS, "borrow": TELLS},
    **{"withdraw": TELLS, "approve": DECIDES, "recommend": DECIDES, "refuse": DECIDES, "pass_on": DECIDES},
    "repay": TELLS,
    "reverse": DECIDES | {"stranger": 403},
    "window": READS | {"stranger": 200},
    "window_new": DECIDES | {"stranger": 403},
}


def test_who_reads_who_tells_and_who_decides(sign_in, bond):
    code = bond.project.code
    addresses = {
        "money": reverse("desk:project_money", args=[code]),
        "statement": reverse("desk:project_statement", args=[code]),
        "ask": reverse("desk:project_fund_ask", args=[code]),
        "window": reverse("desk:project_fund_window", args=[bond.window.code]),
        "window_new": reverse("desk:project_fund_window_new"),
        "repay": reverse("desk:project_repay", args=[instalment(code)]),
        "reverse": reverse("desk:project_fund_reverse", args=["payment", bond.drawdowns.get().pk]),
    }

    got = {
        name: {
            role: sign_in(account)
            .get(addresses.get(name) or reverse("desk:project_fund_step", args=[bond.code, name]))
            .status_code
            for role, account in ROLES.items()
        }
        for name in MATRIX
    }

    assert got == MATRIX


def instalment(code: str) -> int:
    loan = FundApplication.objects.get(project__code=code, source="bank")
    return loan.debt.instalments.get(number=1).pk


def test_pages_ask_the_same_number_of_questions_at_two_sizes(sign_in, bond, builder):
    client = sign_in("commission")
    names = [
        *(("project_funds", ()), ("project_fund_figure", ("fund_idle",))),
        *(("project_fund_window", (bond.window.code,)), ("project_money", (bond.project.code,))),
    ]

    def asked() -> list[int]:
        counts = []
        for name, args in names:
            with CaptureQueriesContext(connection) as questions:
                page_of(client, name, *args)
            counts.append(len(questions))
        return counts

    asked()  # what is read once and kept
    few = asked()
    for number in range(4):
        other = approved(builder, case=started(builder, title=f"示例项目{number}"))
        passed(other, builder, MILLION)
        paid(other, builder, MILLION)
        paid(bond, builder, MILLION + number, on="2026-04-21")

    assert asked() == few
    assert max(few) <= 22
