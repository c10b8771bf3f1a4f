"""The library of projects and a figure opened, in a real browser: as wide as the screen, without a fault."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import Browser, Error, Page, expect, sync_playwright

from luoshi.kernel.cases.tests.factories import moment
from luoshi.kernel.orgs.models import Account
from luoshi.platforms.projects.simulate import simulate
from luoshi.platforms.projects.tests.invented import make_city

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SHOTS = os.environ.get("LUOSHI_SHOTS", "")  # a folder for pictures of the pages
EVERY = int(os.environ.get("LUOSHI_SHOTS_EVERY", "6"))  # of the invented projects


@pytest.fixture
def session(live_server: Any) -> str:
    """Serve invented projects, and return the session of somebody who keeps the library."""
    make_city()
    for year in (2024, 2025, 2026):
        simulate(year=year, until=moment("2026-11-27"), every=EVERY)
    client = Client()
    keeper = Account.objects.get(username="sim-siping-projects-1")
    client.force_login(keeper, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client.cookies[django_settings.SESSION_COOKIE_NAME].value


@pytest.fixture
def browser(session: str) -> Iterator[Browser]:
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
            pytest.skip(f"NO BROWSER: the library was not tried. {error}")
        yield started
        started.close()


def seen(page: Page, name: str, width: int) -> None:
    """Require that the page has no serious fault a machine finds and is no wider than the screen."""
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}-{width}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [v["id"] for v in found if v["impact"] in ("serious", "critical")] == []


def test_the_library_and_a_figure_fit_a_phone_and_a_desk(browser, session, live_server):
    for width in (390, 1280):
        context = browser.new_context(viewport={"width": width, "height": 900}, locale="zh-CN")
        cookie = {"name": django_settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}
        context.add_cookies([cookie])
        page = context.new_page()
        for name in ("reserve", "figures"):
            page.goto(f"{live_server.url}/desk/projects/{name}/")
            seen(page, f"project-{name}", width)
        page.goto(f"{live_server.url}/desk/projects/reserve/")
        page.locator("tbody details summary").first.click()
        expect(page.get_by_text("前期深度").first).to_be_visible()
        context.close()
