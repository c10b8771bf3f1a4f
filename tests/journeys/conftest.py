"""The whole program, as `luoshi demo` prepares and serves it, and a real browser in front of it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
LUOSHI = Path(sys.executable).with_name("luoshi")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PATIENCE = 300  # seconds for the site to answer on a busy machine

NewPage = Callable[..., Page]


# Package scope, not session: an open browser holds an event loop, under which Django refuses its database.
@pytest.fixture(scope="package")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder for the city and for what the program keeps."""
    return tmp_path_factory.mktemp("journeys")


@pytest.fixture(scope="package")
def env(folder: Path) -> dict[str, str]:
    """Give the environment that the program runs in: a city and a state of its own."""
    place = {"LUOSHI_CITY": str(folder / "city"), "LUOSHI_STATE": str(folder / "state")}
    return {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | place


@pytest.fixture(scope="package")
def site(folder: Path, env: dict[str, str]) -> Iterator[str]:
    """Prepare the city with its own database, serve it, and give its address."""
    shutil.copytree(ROOT / "city", folder / "city")
    port = _free_port()
    if not (folder / "city" / "commitments" / "2026.yaml").exists():
        subprocess.run(
            [LUOSHI, "commitments", "draft", "2026"], env=env, check=True, stdout=subprocess.DEVNULL
        )
    server = subprocess.Popen(
        [LUOSHI, "demo", "--port", str(port)], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address, server)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=30)


@pytest.fixture
def luoshi(site: str, env: dict[str, str]) -> Callable[..., None]:
    """Run a command of the program beside the site that is being served."""

    def run(*arguments: str) -> None:
        subprocess.run([LUOSHI, *arguments], env=env, check=True, stdout=subprocess.DEVNULL)

    return run


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Start Chromium: the system's, else Playwright's own. Without one, skip loudly; under CI fail."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    with sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(
                executable_path=found, args=["--no-sandbox"] if os.geteuid() == 0 else []
            )
        except Error as error:
            message = f"NO BROWSER: the journeys did not run. {error}"
            if os.environ.get("CI") == "true":
                pytest.fail(message)
            pytest.skip(message)
        yield started
        started.close()


@pytest.fixture
def new_page(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[NewPage]:
    """Open pages as a visitor would; afterwards no console may have shown an error.

    A journey marked ``refuses(422)`` is meant to be answered so: what the browser says of that is no error.
    """
    refused = [
        f"status of {status} " for mark in request.node.iter_markers("refuses") for status in mark.args
    ]
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def note(message: ConsoleMessage) -> None:
        expected = any(words in message.text for words in refused)
        if message.type in ("error", "warning") and not expected:
            errors.append(message.text)

    def open_page(*, width: int = 1280, language: str = "zh-CN", **options: Any) -> Page:
        context = browser.new_context(
            base_url=site, viewport={"width": width, "height": 900}, locale=language, **options
        )
        context.set_default_timeout(30_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture
def sign_in(new_page: NewPage, folder: Path) -> Callable[[str], Page]:
    """Sign in as one of the rehearsal's people, each in a browser of their own."""

    def enter(username: str) -> Page:
        page = new_page()
        page.goto("/desk/")
        page.get_by_label("用户名").fill(username)
        page.get_by_label("密码").fill((folder / "state" / "rehearsal-password").read_text("utf-8").strip())
        page.get_by_role("button", name="登录").click()
        page.wait_for_url("**/desk/")
        return page

    return enter


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert server.poll() is None, "the site ended before it answered"
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except OSError:
            time.sleep(0.3)
        else:
            return
    pytest.fail(f"the site did not answer within {PATIENCE} seconds")
