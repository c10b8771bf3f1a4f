"""A figure opened: from the sentence to its records and back, and a revision that leaves the past alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
Luoshi = Callable[..., None]
NewPage = Callable[..., Page]
SignIn = Callable[[str], Page]
OFFICE = "sim-siping-assignment-1"
PROMISE, SENTENCE = "2026-111", "高质高效办理人大代表建议和政协提案"
WORKERS, DAY = "2026-085", "2026-07-15"
AT_FIRST = ("8.0", "10.7", "13.5")
REVISED = ("3.1", "4.0", "5.1")


def test_from_the_sentence_to_the_records_and_back(new_page: NewPage) -> None:
    page = new_page(width=390)
    page.goto("/reports/siping-2026/")
    page.locator(f"#c{PROMISE}").click()
    page.locator("#card a[href^='/commitments/']").first.click()
    page.get_by_role("link", name="打开这个数").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("按期答复率")
    expect(page.locator("blockquote", has_text=SENTENCE)).to_be_visible()

    page.get_by_role("navigation", name="时期").get_by_role("link", name="4—6月").last.click()
    expect(page.locator("#parts ~ .scroll").first.locator("tbody tr").first).to_be_visible()
    page.locator("#rows ~ .scroll a").first.click()
    expect(page.get_by_role("heading", name="这件事计入哪些数")).to_be_visible()

    page.get_by_role("link", name="按期答复率").click()
    page.get_by_role("link", name="在原文中查看").click()
    expect(page).to_have_url(re.compile(f"/reports/siping-2026/#c{PROMISE}$"))
    expect(page.locator(f"#c{PROMISE}")).to_be_in_viewport()


def test_staff_open_the_same_figure_to_its_rows_and_each_row_to_its_case(
    sign_in: SignIn, new_page: NewPage
) -> None:
    office = sign_in(OFFICE)
    office.goto("/figures/proposals/on_time_rate/")
    office.get_by_role("navigation", name="时期").get_by_role("link", name="4—6月").last.click()
    office.get_by_role("link", name="工作人员：打开这些记录").click()
    expect(office.locator("blockquote", has_text=SENTENCE)).to_be_visible()

    office.locator("tbody a[href^='/desk/cases/']").first.click()
    expect(office.get_by_role("heading", level=1)).to_contain_text("建议")

    visitor = new_page()
    visitor.goto("/desk/figures/proposals/on_time_rate/")
    expect(visitor).to_have_url(re.compile("/accounts/login/"))


def bring_in(luoshi: Luoshi, folder: Path, figures: tuple[str, ...], *, on: str = "") -> None:
    """Bring in what was published of the year to April, May and June."""
    published = f",{on}" if on else ","
    rows = "".join(
        f"outside.labour_transferred,2026年1—{month}月,{value},万人{published}\n"
        for month, value in zip((4, 5, 6), figures, strict=True)
    )
    table = folder / "figures.csv"
    table.write_text(f"指标,时期,数值,单位,公布日期\n{rows}", "utf-8")
    luoshi("series", "import", str(table), "--as", OFFICE, "--commit")
    luoshi("judge", "--on", DAY)


def test_a_revision_flips_a_past_light_and_the_page_of_that_day_stays_as_it_was(
    luoshi: Luoshi, new_page: NewPage, tmp_path: Path
) -> None:
    bring_in(luoshi, tmp_path, AT_FIRST, on="2026-07-10")
    page = new_page()
    page.goto(f"/commitments/{WORKERS}/?as_of={DAY}")
    expect(page.locator(".verdict")).to_contain_text("达序时")
    then = page.locator("main").inner_text()
    drawn = page.locator(".chart canvas").first.evaluate("canvas => canvas.toDataURL()")

    bring_in(luoshi, tmp_path, REVISED)

    page.reload()
    assert page.locator("main").inner_text() == then
    assert page.locator(".chart canvas").first.evaluate("canvas => canvas.toDataURL()") == drawn

    page.goto(f"/commitments/{WORKERS}/")
    expect(page.get_by_text("修订，原为 135,000")).to_be_visible()
    page.goto("/corrections/")
    flipped = page.locator("#lights + .scroll tr", has_text=DAY).first
    expect(flipped).to_contain_text("达序时")
    expect(flipped).to_contain_text("严重滞后")

    flipped.get_by_role("link", name=DAY).click()
    assert page.locator("main").inner_text() == then

    page.goto("/figures/outside/labour_transferred/")
    expect(page.locator("s", has_text="13.5万人")).to_be_visible()
