"""What people come for, step by step, on a phone and at a desk."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

NewPage = Callable[..., Page]
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
WIDTHS = [390, 1280]
REPORT = "/reports/siping-2026/"
JOBS = "城镇新增就业"


def underlined(page: Page, words: str) -> Locator:
    return page.locator("a.promise[id]", has_text=words).first


@pytest.mark.parametrize("width", WIDTHS)
def test_from_the_home_page_to_a_deed_and_to_its_sentence(new_page: NewPage, width: int) -> None:
    page = new_page(width=width)
    page.goto("/")

    page.locator(".deeds a", has_text=JOBS).first.click()
    expect(page.locator("h1")).to_contain_text(JOBS)
    expect(page.locator("blockquote")).to_contain_text(JOBS)
    page.get_by_role("link", name="在原文中查看").click()

    sentence = page.locator(".promise:target")
    expect(sentence).to_contain_text(JOBS)
    expect(sentence).to_be_in_viewport()


@pytest.mark.parametrize("width", WIDTHS)
def test_an_underlined_promise_opens_its_card_and_escape_closes_it(new_page: NewPage, width: int) -> None:
    page = new_page(width=width)
    page.goto(REPORT)

    underlined(page, JOBS).click()
    expect(page.locator("#card h3")).to_contain_text(JOBS)
    expect(page.locator("#card .card")).to_be_in_viewport()
    expect(page).to_have_url(re.compile(f"{REPORT}$"))

    page.keyboard.press("Escape")
    expect(page.locator("#card .card")).to_have_count(0)
    expect(underlined(page, JOBS)).to_be_focused()


@pytest.mark.parametrize("width", WIDTHS)
def test_two_characters_find_a_commitment_and_the_address_keeps_them(new_page: NewPage, width: int) -> None:
    page = new_page(width=width)
    page.goto("/commitments/")
    everything = page.locator("#found .title").count()

    page.get_by_label("搜索").fill("就业")
    expect(page.locator("#found .title", has_text=JOBS)).to_be_visible()
    expect(page).to_have_url(re.compile("q=%E5%B0%B1%E4%B8%9A"))
    page.get_by_label("只看民生实事").check()
    expect(page).to_have_url(re.compile("livelihood=on"))

    assert 0 < page.locator("#found .title").count() < everything


def test_the_language_is_chosen_and_stays(new_page: NewPage) -> None:
    page = new_page()
    page.goto(REPORT)

    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("link", name="Commitments", exact=True).first.click()
    expect(page.locator("h1")).to_have_text("Commitments")

    page.get_by_role("button", name="中文").click()
    expect(page.locator("h1")).to_have_text("承诺清单")


@pytest.mark.parametrize("width", WIDTHS)
def test_large_print_grows_the_text_and_nothing_runs_off_the_page(new_page: NewPage, width: int) -> None:
    page = new_page(width=width)
    page.goto(REPORT)
    size = "parseFloat(getComputedStyle(document.querySelector('.report')).fontSize)"
    before = page.evaluate(size)

    page.get_by_role("button", name="大字版").click()

    expect(page.locator("html")).to_have_class("large")
    assert page.evaluate(size) > 1.2 * before
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", WIDTHS)
def test_without_a_script_everything_still_works(new_page: NewPage, width: int) -> None:
    page = new_page(width=width, java_script_enabled=False)
    page.goto("/commitments/")

    page.get_by_label("搜索").fill("就业")
    page.get_by_role("button", name="查找").click()
    page.locator("#found .title", has_text=JOBS).click()
    expect(page.locator("h1")).to_contain_text(JOBS)
    page.get_by_role("link", name="在原文中查看").click()
    underlined(page, JOBS).click()

    expect(page.locator("h1")).to_contain_text(JOBS)
    page.get_by_role("button", name="大字版").click()
    expect(page.locator("html")).to_have_class("large")


def test_the_keyboard_alone_is_enough(new_page: NewPage) -> None:
    page = new_page()
    page.goto(REPORT)

    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    underlined(page, JOBS).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#card .card")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#card [data-close]")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("#card .card")).to_have_count(0)
    expect(underlined(page, JOBS)).to_be_focused()


def test_paper_gets_the_report_without_the_furniture(new_page: NewPage) -> None:
    page = new_page()
    page.goto(REPORT)

    page.emulate_media(media="print")

    expect(page.locator(".bar nav")).to_be_hidden()
    expect(page.locator(".beside")).to_be_hidden()
    expect(page.locator(".report")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


@pytest.mark.parametrize("address", ["/", REPORT, "/commitments/"])
def test_a_first_visit_is_light(new_page: NewPage, address: str) -> None:
    page = new_page()
    sizes: list[int] = []
    page.on("response", lambda response: sizes.append(response.request.sizes()["responseBodySize"]))

    page.goto(address, wait_until="networkidle")

    assert sum(sizes) <= 300_000
