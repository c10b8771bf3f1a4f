"""No page shuts anybody out: axe finds nothing serious, at any width, in either language or scheme."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

NewPage = Callable[..., Page]
BARE_TABLES = """[...document.querySelectorAll("table")]
    .some(table => !table.caption && !table.hasAttribute("aria-labelledby"))"""
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
REPORT = "/reports/siping-2026/"
PAGES = [
    *("/", REPORT, f"{REPORT}?layer=defects", f"{REPORT}questions/", "/reports/", "/commitments/"),
    *("/commitments/2026-001/", "/compare/", "/compare/?indicator=就业", "/method/", "/data/", "/api/docs"),
    *("/commitments/2026-084/", "/commitments/2026-084/?as_of=2026-01-31", "/changes/", "/due/"),
    *("/corrections/", "/units/", "/units/development-reform/", "/deputies/"),
    *("/proposals/", "/roots/", "/accounts/login/"),
    *("/12345/", "/12345/ask/", "/12345/follow/", "/12345/statistics/"),
    *("/prepaid/", "/prepaid/shops/", "/prepaid/card/", "/prepaid/refund/", "/prepaid/proof/"),
    *("/projects/", "/projects/?stage=building", "/projects/project-2025-0018/"),
    *("/investment/chains/", "/investment/chains/modern-agriculture/"),
    *("/places/", "/places/lishu/", "/figures/", "/figures/outside/urban_jobs/"),
    *("/figures/proposals/on_time_rate/", "/figures/proposals/matters/?period=2025-Q1"),
]
# Every pair of language, width and scheme occurs.
VIEWS = [(390, "zh-CN", "light"), (390, "en", "dark"), (1280, "zh-CN", "dark"), (1280, "en", "light")]


@pytest.mark.parametrize(("width", "language", "scheme"), VIEWS)
@pytest.mark.parametrize("address", PAGES)
def test_nothing_serious_is_found(
    new_page: NewPage, address: str, width: int, language: str, scheme: str
) -> None:
    page = new_page(width=width, language=language, color_scheme=scheme)
    page.goto(address)

    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]

    serious = {v["id"]: v["nodes"][0]["html"] for v in found if v["impact"] in ("serious", "critical")}
    assert serious == {}
    assert page.evaluate("document.documentElement.scrollWidth") <= width


DESK = {  # who reads which pages of the desk
    "sim-siping-projects-1": [
        *("", "leader/", "lists/", "lists/funds-short/", "lists/funds-short/print/", "reserve/", "figures/"),
        *("lists/funds-short/months/", "lists/funds-short/definition/", "project-2025-0018/", "funds/"),
        *("project-2025-0018/delivery/", "money/project-2025-0018/", "money/project-2025-0018/statement/"),
        *("money/project-2025-0018/ask/", "funds/windows/new/", "funds/windows/special_bond-2025-1/"),
    ],
    "sim-siping-investment-1": [
        *("", "counting/", "review/", "transfers/", "leads/lead-2025-0002/", "chains/"),
        *("chains/modern-agriculture/", "chains/nodes/rice/", "chains/nodes/rice/capacity/"),
    ],
}


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize(("username", "desk"), list(zip(DESK, ("projects", "investment"), strict=True)))
def test_the_desks_of_projects_and_investment_shut_nobody_out(
    sign_in: Callable[[str], Page], username: str, desk: str, width: int
) -> None:
    page = sign_in(username)
    page.set_viewport_size({"width": width, "height": 900})
    found = {}
    for address in DESK[username]:
        answer = page.goto(f"/desk/{desk}/{address}")
        assert answer is not None
        seen = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        found[address] = [v["id"] for v in seen if v["impact"] in ("serious", "critical")]
        found[address] += [] if answer.ok else [str(answer.status)]
        wide = page.evaluate("document.documentElement.scrollWidth") > width
        bare = page.evaluate(BARE_TABLES)
        found[address] += ["wide"] * wide + ["table without a name"] * bare

    assert {address: wrong for address, wrong in found.items() if wrong} == {}


def test_the_card_shuts_nobody_out_either(new_page: NewPage) -> None:
    page = new_page(width=390)
    page.goto(REPORT)
    page.locator("a.promise[id]").first.click()
    page.locator("#card .card").wait_for()

    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]

    assert [v["id"] for v in found if v["impact"] in ("serious", "critical")] == []
