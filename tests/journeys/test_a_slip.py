"""A commitment that falls behind: the light, the slip, the answer, the check, the closure."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.test_a_proposal import finish, take

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
SignIn = Callable[[str], Page]
WATCH, HANDLER, HEAD = "sim-siping-supervision-1", "sim-agriculture-handler-1", "sim-agriculture-head-1"
BEHIND = "推广绿色防控技术"


def test_what_falls_behind_is_asked_about_answered_checked_and_closed(
    sign_in: SignIn, new_page: Callable[..., Page], tmp_path: Path
) -> None:
    proof = tmp_path / "佐证.txt"
    proof.write_text("统防统治作业单。", "utf-8")

    visitor = new_page(width=390)
    visitor.goto("/commitments/?q=绿色防控")
    visitor.get_by_role("link", name=BEHIND).first.click()
    expect(visitor.get_by_text("严重滞后").first).to_be_visible()
    expect(visitor.get_by_text("模拟数据").first).to_be_visible()

    watch = sign_in(WATCH)
    watch.goto("/desk/commitments/")
    watch.locator("tr", has_text=BEHIND).get_by_role("link", name="supervision-").click()
    expect(watch.get_by_text("待签收").first).to_be_visible()
    slip = watch.url.split("#")[0]

    handler = sign_in(HANDLER)
    handler.goto(slip)
    handler.locator("button", has_text="签收").click()
    expect(handler.get_by_text("已办理：签收")).to_be_visible()

    head = sign_in(HEAD)
    head.goto(slip)
    take(head, "反馈")
    form = head.locator("form[action$='/do/reply/']")
    form.locator("[name=reply]").fill("已落实统防统治。")
    form.locator("[name=cause]").fill("作业队到位晚。")
    form.locator("input[type=file]").first.set_input_files(proof)
    finish(head, "反馈")

    watch.goto(slip)
    take(watch, "核查")
    form = watch.locator("form[action$='/do/check/']")
    form.get_by_label("属实", exact=True).check()
    form.locator("[name=seen]").fill("查看作业单和田块。")
    finish(watch, "核查")
    take(watch, "销号")
    watch.locator("form[action$='/do/close/'] [name=note]").fill("措施已落实，继续按月研判。")
    finish(watch, "销号")
    expect(watch.get_by_text("已销号").first).to_be_visible()


def test_a_page_for_an_earlier_day_shows_what_was_known_then(new_page: Callable[..., Page]) -> None:
    page = new_page()
    page.goto("/commitments/?q=绿色防控")
    page.get_by_role("link", name=BEHIND).first.click()
    now = page.url.split("?")[0]

    page.goto(f"{now}?as_of=2026-06-30")

    expect(page.get_by_text("截至 2026-06-30").first).to_be_visible()
    expect(page.get_by_role("row", name="2026-06-30").first).not_to_contain_text("—")
    expect(page.get_by_role("row", name="2026-09-30").first).to_contain_text("—")
