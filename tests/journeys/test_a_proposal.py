"""A proposal from a deputy's desk to the public page, each step by the person whose turn it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
SignIn = Callable[[str], Page]
DEPUTY, OFFICE = "sim-cppcc-member-1", "sim-siping-assignment-1"
HANDLER, HEAD = "sim-agriculture-handler-1", "sim-agriculture-head-1"
TITLE = "关于修复村道桥的建议"


def yesterday() -> str:
    return f"{datetime.now(tz=ZoneInfo('Asia/Shanghai')) - timedelta(days=1):%Y-%m-%d}"


def take(page: Page, action: str) -> None:
    """Open an action's form on the page of a case."""
    page.locator("summary", has_text=action).first.click()


def finish(page: Page, action: str) -> None:
    """Press the action's button and wait until it is said to be done."""
    page.locator("button.strong:visible", has_text=action).click()
    expect(page.get_by_text(f"已办理：{action}")).to_be_visible()


def answer(page: Page, letter: Path, *, words: str) -> None:
    take(page, "答复")
    form = page.locator("form[action$='/do/answer/']")
    form.get_by_label("已经解决").check()
    form.locator("[name=reply]").fill(words)
    form.locator("[name=talked_on]").fill(yesterday())
    if form.locator("input[type=file]").count():
        form.locator("input[type=file]").first.set_input_files(letter)
    finish(page, "答复")


def test_a_proposal_is_handed_over_answered_twice_closed_and_published(
    sign_in: SignIn, new_page: Callable[..., Page], tmp_path: Path
) -> None:
    letter = tmp_path / "答复件.txt"
    letter.write_text("关于村道桥的答复。", "utf-8")

    deputy = sign_in(DEPUTY)
    deputy.goto("/desk/new/proposals/")
    deputy.locator("[name=title]").fill(TITLE)
    deputy.get_by_label("政协提案").check()
    deputy.locator("[name=body]").fill("桥面破损，车辆绕行。")
    deputy.get_by_label("同意公开").check()
    deputy.get_by_role("button", name="提出").click()
    expect(deputy.get_by_role("heading", level=1)).to_contain_text(TITLE)
    address = deputy.url.split("#")[0]

    office = sign_in(OFFICE)
    office.goto(address)
    take(office, "交办")
    form = office.locator("form[action$='/do/assign/']")
    form.locator("[name=unit]").select_option("agriculture")
    form.get_by_label("一般").check()
    finish(office, "交办")

    handler = sign_in(HANDLER)
    expect(handler.get_by_role("link", name=TITLE).first).to_be_visible()
    handler.goto(address)
    handler.locator("button", has_text="签收").click()
    expect(handler.get_by_text("已办理：签收")).to_be_visible()

    head = sign_in(HEAD)
    head.goto(address)
    answer(head, letter, words="已经列入今年计划。")

    deputy.goto(address)
    take(deputy, "评价不满意")
    deputy.locator("form[action$='/do/dissent/'] [name=reason]").fill("没有写明完成时间")
    finish(deputy, "评价不满意")

    head.goto(address)
    answer(head, letter, words="十月已修复通车。")

    deputy.goto(address)
    take(deputy, "评价满意")
    deputy.locator("form[action$='/do/rate/']").get_by_label("满意", exact=True).check()
    finish(deputy, "评价满意")

    office.goto(address)
    take(office, "公开")
    office.locator("form[action$='/do/publish/']").get_by_label("公开答复").check()
    finish(office, "公开")
    office.goto(f"{address}audit/")
    office.get_by_role("button", name="验证").click()
    expect(office.get_by_text("与记录一致").first).to_be_visible()

    visitor = new_page(width=390)
    visitor.goto("/proposals/")
    visitor.get_by_role("link", name=TITLE).click()
    expect(visitor.get_by_text("十月已修复通车。")).to_be_visible()
    expect(visitor.get_by_text("评价不满意")).to_be_visible()
