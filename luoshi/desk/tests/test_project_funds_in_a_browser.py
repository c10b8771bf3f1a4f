"""The pages of projects' money in a real browser: no wider than the screen, no fault a machine finds."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Error, Page, sync_playwright

from luoshi.desk.tests.test_project_funds import LOAN
from luoshi.kernel.cases.tests.factories import make_town, moment, person
from luoshi.kernel.orgs.queries import actor_of
from luoshi.platforms.projects.actions import approve, borrow
from luoshi.platforms.projects.tests.factories import MILLION, do, started
from luoshi.platforms.projects.tests.funds import AT, approved, asking, paid, passed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SHOTS = os.environ.get("LUOSHI_SHOTS", "")  # a folder for pictures of the pages
NOW = moment("2026-11-10")


@pytest.fixture
def cookie(live_server: Any, settings: Any, monkeypatch: Any) -> str:
    """Serve a project with a bond, a loan and an application; return the session of who decides."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    town = make_town(settings)
    account = person("builder", town.units["education"], "handler", "head", "projects")
    builder = actor_of(account, on=AT.date())
    bond = approved(builder, case=started(builder))
    passed(bond, builder, 20 * MILLION)
    case = bond.project.case
    for month, physical, amount in ((4, 800, 3), (5, 1_700, 4), (6, 2_400, 5)):
        paid(bond, builder, amount * MILLION, on=f"2026-{month:02}-20")
        told = {"month": f"2026-{month:02}-01", "invested": amount * MILLION, "physical": physical}
        case = do(case, "report", builder, f"2026-{month + 1:02}-02", **told)
    loan = approved(builder, case=case, source="bank", amount=10 * MILLION)
    borrow(loan, terms=LOAN, document="贷〔2026〕1号", by=builder, at=AT)
    other = asking(builder, case=started(builder, title="示例供热管网改造"), source="central_budget")
    approve(other, amount=5 * MILLION, on=AT.date(), document="批〔2026〕9号", by=builder, at=AT)
    asking(builder, case=started(builder, title="示例污水处理厂提标"), source="special_bond")
    client = Client()
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return str(client.cookies["sessionid"].value)


@pytest.fixture
def browser(cookie: str) -> Iterator[Browser]:
    """Start Chromium: the system's, else Playwright's own. Without one, skip loudly; under CI fail."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(executable_path=found, args=arguments)
        except Error as error:
            if os.environ.get("CI") == "true":
                pytest.fail(f"NO BROWSER. {error}")
            pytest.skip(f"NO BROWSER: the pages were not looked at. {error}")
        yield started
        started.close()


def seen(page: Page, name: str, width: int) -> None:
    """Require that the page has no fault a machine finds and is no wider than the screen."""
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}-{width}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_pages_fit_a_telephone_and_a_desk(live_server, cookie, browser, width):
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": width, "height": 900}, locale="zh-CN"
    )
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    context.set_default_timeout(60_000)
    page = context.new_page()

    for name, address in (
        ("funds", "funds/"),
        ("figure", "funds/figures/funds_secured/"),
        ("window", "funds/windows/special_bond-2026-1/"),
        ("money", "money/project-2026-0001/"),
        ("ask", "money/project-2026-0001/ask/"),
        ("pay", "funds/applications/project-2026-0001-f1/pay/"),
        ("statement", "money/project-2026-0001/statement/"),
    ):
        page.goto(f"/desk/projects/{address}")
        if name == "money":
            page.wait_for_selector(".chart canvas")
        seen(page, name, width)
