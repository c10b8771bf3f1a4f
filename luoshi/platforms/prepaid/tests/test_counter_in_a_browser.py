"""The counter in a real browser, by the keyboard alone: a sale, its code, a use, the use taken back."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Error, Page, expect, sync_playwright

from luoshi.platforms.prepaid.actions import issue_key
from luoshi.platforms.prepaid.tests.factories import NOW, make_kind, make_shop

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SHOTS = os.environ.get("LUOSHI_SHOTS", "")  # a folder for pictures of the pages


@pytest.fixture
def secret(live_server: Any) -> str:
    """Serve a shop with two kinds of card, and return its manager's key."""
    shop = make_shop()
    text = "一、甲方按约定提供服务。\n\n二、付款之日起七日内未使用的，全额退还。"
    make_kind(shop, text=text)
    make_kind(shop, form="course", price=180_000, bonus=0, times=20, list_price=10_000, text=text)
    return issue_key(shop, role="manager", title="柜台", at=NOW)


@pytest.fixture
def browser(secret: str) -> Iterator[Browser]:
    """Start Chromium: the system's, else Playwright's own. Without one, skip loudly; under CI fail.

    It holds an event loop, under which Django refuses its database: all rows are there before.
    """
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(executable_path=found, args=arguments)
        except Error as error:
            if os.environ.get("CI") == "true":
                pytest.fail(f"NO BROWSER. {error}")
            pytest.skip(f"NO BROWSER: the counter was not tried. {error}")
        yield started
        started.close()


def seen(page: Page, name: str, width: int) -> None:
    """Require that the page has no fault a machine finds and is no wider than the screen."""
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}-{width}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def press(page: Page, label: str) -> None:
    """Go to the control by the tabulator alone, and press it."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()").startswith(label):
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    pytest.fail(f"{label} cannot be reached by the keyboard")


@pytest.mark.parametrize("width", [390, 1280])
def test_a_card_is_sold_used_and_the_use_taken_back_by_the_keyboard(live_server, secret, browser, width):
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": width, "height": 900}, locale="zh-CN"
    )
    context.set_default_timeout(60_000)  # a busy machine renders its first page slowly
    page = context.new_page()

    page.goto("/prepaid/shop/")
    seen(page, "enter", width)
    page.get_by_label("门店密钥").focus()
    page.keyboard.type(secret)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="现在的账")).to_be_visible()
    press(page, "售卡、充值")
    seen(page, "kinds", width)
    press(page, "示例卡")
    page.get_by_label("购卡人姓名").focus()
    page.keyboard.type("示例居民")
    page.keyboard.press("Tab")
    page.keyboard.type("13900000000")
    page.get_by_label("购卡人已看过").focus()
    page.keyboard.press("Space")
    seen(page, "sign", width)
    press(page, "收款")
    code = page.locator(".ticket code").inner_text()
    seen(page, "sold", width)
    page.emulate_media(media="print")
    seen(page, "sold-print", width)
    page.emulate_media(media="screen")

    press(page, "核销")
    page.get_by_label("卡码").focus()
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="剩 1,200.00 元")).to_be_visible()
    seen(page, "card", width)
    page.keyboard.type("300")  # the amount has the focus
    page.keyboard.press("Enter")
    expect(page.get_by_text("900.00")).to_be_visible()
    seen(page, "used", width)
    press(page, "撤销这笔")
    expect(page.get_by_text("撤销，没有用掉")).to_be_visible()
    for name in ("", "sales/", "uses/", "months/"):
        page.goto(f"/prepaid/shop/{name}")
        seen(page, name.strip("/") or "today", width)
    press(page, "退出")
    expect(page.get_by_label("门店密钥")).to_be_visible()
    context.close()
