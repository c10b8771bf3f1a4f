"""An agent takes a call with the keyboard alone: never the mouse, never a reload."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.test_a_request import serious

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
AGENT = "sim-siping-hotline-agent-1"
SAID = "英雄街道东盛花园门口路灯三天不亮了，晚上看不见路"


def test_a_call_is_taken_with_keys_only(sign_in: Callable[[str], Page]) -> None:
    page = sign_in(AGENT)
    page.goto("/desk/12345/new/")
    expect(page.get_by_label("来电号码")).to_be_focused()
    keys, began = page.keyboard, time.monotonic()

    keys.type("13900001111")
    keys.press("Tab")
    keys.press("Tab")
    keys.insert_text(SAID)  # as an input method does
    keys.press("Tab")
    expect(page.locator("#id_locality option:checked")).to_have_text("英雄街道")
    expect(page.get_by_text("还没有训练分类模型")).to_be_visible()
    for _ in range(3):  # past the place, the address and the kind of request
        keys.press("Tab")
    expect(page.get_by_label("诉求分类")).to_be_focused()
    keys.type("010402")
    expect(page.locator("#id_category option:checked")).to_have_text("010402 路灯不亮")
    expect(page.get_by_text("“路灯不亮”类归它办理")).to_be_visible()
    keys.press("Tab")
    keys.press("Space")
    expect(page.get_by_label("需要回访")).to_be_checked()
    assert serious(page) == []
    keys.press("Control+Enter")

    expect(page.get_by_role("heading", name="已受理，请告诉来电人")).to_be_visible()
    number, code = page.locator(".ticket code").all_inner_texts()
    assert number.startswith("hotline-")
    assert len(code) == 14
    assert code not in page.url
    assert time.monotonic() - began < 60  # of a busy machine: the bar is 15 s at a desk
    expect(page.get_by_role("link", name="下一个来电")).to_be_focused()
    assert serious(page) == []
    keys.press("Enter")
    expect(page.get_by_label("来电号码")).to_be_focused()
