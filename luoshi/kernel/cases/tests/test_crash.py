"""Writers killed in the middle of an act: what was acknowledged is kept, what was not leaves nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection

from luoshi.kernel.cases.models import Case, Event
from luoshi.kernel.cases.tests.factories import make_town
from luoshi.kernel.cases.verifying import verify

WRITERS, ENOUGH, PATIENCE = 8, 6, 120


def address() -> str:
    """Return the address of the tests' own database, on the server they were given."""
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()


def lines(journal: Path) -> list[list[str]]:
    """Return the whole lines of the journal: a killed writer may have left half of one."""
    text = journal.read_text("utf-8") if journal.exists() else ""
    return [line.split() for line in text.splitlines(keepends=True) if line.endswith("\n")]


@pytest.mark.django_db(transaction=True)
def test_no_acknowledged_act_is_lost_when_writers_are_killed(settings: Any, tmp_path: Path):
    make_town(settings)
    environment = os.environ | {"DATABASE_URL": address()}
    module = "luoshi.kernel.cases.tests.writer"
    journals = [tmp_path / f"{number}.txt" for number in range(WRITERS)]
    writers = [
        subprocess.Popen([sys.executable, "-m", module, str(number), str(journal)], env=environment)
        for number, journal in enumerate(journals)
    ]

    try:
        until = time.monotonic() + PATIENCE
        while min(len(lines(journal)) for journal in journals) < ENOUGH and time.monotonic() < until:
            time.sleep(0.05)
        writers[0].send_signal(signal.SIGKILL)
        so_far = [len(lines(journal)) for journal in journals[1:]]
        while sum(len(lines(j)) for j in journals[1:]) < sum(so_far) + ENOUGH and time.monotonic() < until:
            time.sleep(0.05)
    finally:
        for writer in writers:
            writer.kill()
            writer.wait()

    acknowledged = {(code, int(seq), digest) for j in journals for code, seq, digest in lines(j)}
    kept = set(Event.objects.values_list("case__code", "seq", "hash"))
    assert len(acknowledged) > ENOUGH
    assert acknowledged <= kept
    assert len(kept) <= len(acknowledged) + WRITERS  # at most the act each was about to note
    assert all(verify(case).sound for case in Case.objects.all())
