"""Killed in the middle: no request that was acknowledged is lost, and none is dispatched twice."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

import pytest
from django.db.models import Count

from luoshi.kernel.cases.models import Case, Event
from luoshi.kernel.cases.tests.test_crash import PATIENCE, address, lines
from luoshi.kernel.cases.verifying import verify
from luoshi.platforms.hotline.models import Request as Row
from luoshi.platforms.hotline.tests.factories import make_hotline
from luoshi.platforms.hotline.tests.test_ask_page import LAMP

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS, ENOUGH, FORMS = 2, 8, 12
MODULE = "luoshi.platforms.hotline.tests.writer"


def started(part: str, journal: Path) -> subprocess.Popen[bytes]:
    environment = os.environ | {"DATABASE_URL": address()}
    return subprocess.Popen([sys.executable, "-m", MODULE, part, str(journal)], env=environment)


def wait_for(journals: list[Path], more: int) -> None:
    """Wait until each journal has grown by so many lines."""
    wanted = [len(lines(journal)) + more for journal in journals]
    until = time.monotonic() + 4 * PATIENCE
    while time.monotonic() < until:
        if all(len(lines(j)) >= least for j, least in zip(journals, wanted, strict=True)):
            return
        time.sleep(0.05)


def test_writers_and_the_sweep_are_killed_and_begin_again(settings: Any, tmp_path: Path):
    make_hotline(settings)
    parts = [*map(str, range(WRITERS)), "sweep"]
    journals = [tmp_path / f"{part}.txt" for part in parts]
    for _ in range(2):  # killed, and begun again with all that was sent before
        running = [started(part, journal) for part, journal in zip(parts, journals, strict=True)]
        try:
            wait_for(journals[:WRITERS], ENOUGH)
            if not lines(journals[-1]):
                wait_for(journals[-1:], 1)
        finally:
            for process in running:
                process.send_signal(signal.SIGKILL)
                process.wait()

    acknowledged = {(code, int(seq), digest) for j in journals for code, seq, digest in lines(j)}
    kept = set(Event.objects.values_list("case__code", "seq", "hash"))
    assert all(len(lines(journal)) > ENOUGH for journal in journals[:WRITERS])
    assert lines(journals[-1])
    assert acknowledged <= kept
    sent = Event.objects.filter(action="dispatch").values("case").annotate(times=Count("pk"))
    assert {row["times"] for row in sent} == {1}
    missed = Event.objects.filter(action="clock.missed").values("case", "data__clock")
    assert {row["times"] for row in missed.annotate(times=Count("pk"))} <= {1}
    assert Row.objects.count() == Case.objects.count()
    assert all(verify(case).sound for case in Case.objects.select_related("unit"))


class Server:
    """The site as it is deployed, on a port of its own."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}/12345/ask/"
        command = ["-m", "uvicorn", "luoshi.config.asgi:application", "--port", str(self.port)]
        environment = os.environ | {"DATABASE_URL": address(), "LUOSHI_TICK": "0"}
        self.process = subprocess.Popen([sys.executable, *command, "--log-level", "error"], env=environment)

    def wait(self) -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                build_opener().open(self.address, timeout=5).close()
            except OSError:
                time.sleep(0.2)
            else:
                return

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def form(self) -> tuple[OpenerDirector, dict[str, str]]:
        """Return a browser with a form that was filled in and not yet sent."""
        browser = build_opener(HTTPCookieProcessor(CookieJar()))
        with browser.open(self.address, timeout=30) as page:
            text = page.read().decode()
        hidden = dict(re.findall(r'name="(key|csrfmiddlewaretoken)"\s+value="([^"]+)"', text))
        return browser, LAMP | hidden

    def send(self, browser: OpenerDirector, form: dict[str, str]) -> tuple[str, str] | None:
        """Send the form and return number and code; None where no answer came."""
        asked = Request(self.address, data=urlencode(form).encode(), headers={"Referer": self.address})
        try:
            with browser.open(asked, timeout=30) as page:
                number, code = re.findall(r"<code>([^<]+)</code>", page.read().decode())
        except (URLError, OSError):
            return None
        return number, code


def test_a_server_is_killed_while_forms_come_in(settings: Any):
    make_hotline(settings)
    server = Server()
    try:
        server.wait()
        forms = [server.form() for _ in range(FORMS)]
        told: dict[int, tuple[str, str]] = {}
        with ThreadPoolExecutor(4) as pool:
            sending = {pool.submit(server.send, *form): at for at, form in enumerate(forms)}
            for done in as_completed(sending):
                if answer := done.result():
                    told[sending[done]] = answer
                if len(told) == 3:
                    server.kill()
    finally:
        server.kill()
    again = Server()
    try:
        again.wait()
        answers = [again.send(*form) for form in forms]
    finally:
        again.kill()

    assert 3 <= len(told) < FORMS
    assert {at: answers[at] for at in told} == told
    assert None not in answers
    assert len({answer[0] for answer in answers if answer}) == Row.objects.count() == FORMS
    assert all(verify(case).sound for case in Case.objects.select_related("unit"))
