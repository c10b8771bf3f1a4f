"""A lead: found and signed, its money claimed twice by one voucher and counted once, and the figure of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
UNIT, COUNTING = "sim-tiexi-handler-1", "sim-siping-investment-1"
DOORS = f"""
from luoshi.kernel.orgs.models import Account

office = Account.objects.get(username="sim-siping-supervision-1")
Account.objects.filter(username__in=["{UNIT}", "{COUNTING}"]).update(password=office.password)
"""
NAME = "示例行程一号食品项目"
INVESTOR, COMPANY = "91110000MA0X00015W", "91220300MA0X000157"
CLAIM = {
    "amount": "30000000",
    "payer_code": INVESTOR,
    "payer": "示例行程集团",
    "payee_code": COMPANY,
    "payee": "示例行程（四平）有限公司",
    "reference": "2026000000012345",
}


def today(days: int = 0) -> str:
    return f"{datetime.now(tz=ZoneInfo('Asia/Shanghai')) - timedelta(days=days):%Y-%m-%d}"


def take(page: Page, action: str, title: str, values: dict[str, str], file: Path | None = None) -> None:
    """Do an act on the page of the lead and wait until it is said to be done."""
    form = page.locator(f"form[action$='/do/{action}/']")
    if not form.is_visible():
        page.locator(".deed", has=form).locator("summary").click()
    for name, value in values.items():
        form.locator(f"[name={name}]").fill(value)
    if file is not None:
        form.locator("input[type=file]").first.set_input_files(file)
    form.locator("button.strong").click()
    expect(page.get_by_text(f"已办理：{title}")).to_be_visible()


def claim(page: Page, lead: str, voucher: Path, **more: str) -> str:
    """Claim an instalment and return the address of its page."""
    page.goto(f"/desk/investment/leads/{lead}/claim/")
    for name, value in (CLAIM | {"paid_on": today(1)} | more).items():
        page.locator(f"[name={name}]").fill(value)
    page.locator("[name=file]").set_input_files(voucher)
    page.get_by_role("button", name="申报", exact=True).click()
    expect(page.get_by_text("已申报，由招商管理岗认定")).to_be_visible()
    return page.url.split("#")[0]


def rule(page: Page, address: str, state: str, reason: str, by_rule: str = "") -> None:
    page.goto(address)
    page.locator("[name=state]").select_option(state)
    page.locator("[name=by_rule]").select_option(by_rule)
    page.locator("[name=reason]").fill(reason)
    page.get_by_role("button", name="认定", exact=True).click()


@pytest.mark.refuses(422)  # the claim with a voucher that was claimed before
def test_money_claimed_twice_by_one_voucher_counts_once(
    luoshi: Callable[..., None], sign_in: Callable[[str], Page], tmp_path: Path
) -> None:
    luoshi("shell", "-c", DOORS)
    paper, slip, other = (tmp_path / f"{name}.txt" for name in ("合同", "回单", "另一张回单"))
    for file in (paper, slip, other):
        file.write_text(f"示例：{file.stem}", "utf-8")

    unit = sign_in(UNIT)
    unit.goto("/desk/new/lead/")
    unit.locator("[name=title]").fill(NAME)
    unit.locator("[name=unit]").select_option("tiexi")
    unit.locator("[name=investor]").fill("示例行程集团")
    unit.locator("[name=investor_uscc]").fill(INVESTOR)
    unit.locator("[name=intended]").fill("200000000")
    unit.get_by_role("button", name="登记线索").click()
    expect(unit.get_by_role("heading", level=1)).to_contain_text(NAME)
    lead = unit.url.split("#")[0].rstrip("/").rsplit("/", 1)[-1]
    take(unit, "talk", "在谈", {})
    signed = {"contract": "XC-1", "amount": "200000000", "signed_on": today(2)}
    take(unit, "sign", "签约", signed, paper)

    first = claim(unit, lead, slip)
    copy = claim(unit, lead, slip, reference="2026000000012354")
    second = claim(unit, lead, other, amount="20000000", reference="2026000000099999")
    assert unit.locator("[name=by_rule]").count() == 0

    counting = sign_in(COUNTING)
    rule(counting, first, "counted", "凭证核对无误")
    expect(counting.get_by_text("已认定。")).to_be_visible()
    rule(counting, copy, "counted", "想再认定一次")
    expect(counting.get_by_text("同一凭证已在")).to_be_visible()
    counting.goto("/desk/investment/review/")
    expect(counting.get_by_text("凭证文件完全相同").first).to_be_visible()
    rule(counting, copy, "refused", "与前一笔是同一张回单", "duplicate")
    expect(counting.get_by_text("已认定。")).to_be_visible()
    rule(counting, second, "counted", "凭证核对无误")
    expect(counting.get_by_text("已认定。")).to_be_visible()

    unit.goto(f"/desk/investment/leads/{lead}/")
    expect(unit.get_by_text("8,000.00 万元，3 笔")).to_be_visible()
    expect(unit.locator("main dd b", has_text="5,000.00 万元")).to_be_visible()
    counting.goto("/desk/investment/counting/?state=refused")
    expect(counting.get_by_text("与前一笔是同一张回单")).to_be_visible()
    counting.get_by_role("link", name="指标和它的记录").click()
    expect(counting.get_by_role("heading", level=1)).to_contain_text("招商引资到位资金")
