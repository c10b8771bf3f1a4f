"""A target changed by due procedure: from the office's form to the public ledger, beside the original."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
SignIn = Callable[[str], Page]
OFFICE, UNIT = "sim-siping-supervision-1", "sim-agriculture-head-1"
CODE, QUOTE = "2026-025", "20万亩"
REASON, PAPER = "春旱，部分地块改种。", "市人大常委会 四人常〔2026〕8号"


def test_a_change_stands_in_the_public_ledger_and_the_original_keeps_its_verdict(
    sign_in: SignIn, new_page: Callable[..., Page]
) -> None:
    visitor = new_page(width=390)
    visitor.goto(f"/commitments/{CODE}/")
    verdict = visitor.locator("p.verdict").first.inner_text()
    expect(visitor.get_by_text(PAPER)).to_have_count(0)

    unit = sign_in(UNIT)
    unit.goto(f"/desk/commitments/{CODE}/")
    expect(unit.get_by_role("button", name="调整目标")).to_be_disabled()
    expect(unit.get_by_text("须由督查室办理").first).to_be_visible()

    office = sign_in(OFFICE)
    office.goto(f"/desk/commitments/{CODE}/")
    office.locator("summary", has_text="调整目标").click()
    form = office.locator("form[action$='/target/']")
    form.get_by_label("新的目标值").fill("18万亩")
    form.get_by_label("原因").fill(REASON)
    form.get_by_label("批准机关和文件").fill(PAPER)
    form.get_by_role("button", name="记录").click()
    expect(office.get_by_text("目标已调整")).to_be_visible()
    expect(office.get_by_text("调整后目标值")).to_be_visible()

    visitor.reload()
    change = visitor.locator("ol.trail li", has_text=PAPER)
    expect(change).to_contain_text(f"{QUOTE} → 180000")
    expect(change).to_contain_text(REASON)
    assert visitor.locator("p.verdict").first.inner_text() == verdict
    expect(visitor.get_by_role("heading", name=f"“{QUOTE}”")).to_be_visible()
