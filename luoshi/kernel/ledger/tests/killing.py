"""Writers killed at random and started again, until all turns are taken: for a test and the benchmark."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

from django.db.models import QuerySet

from luoshi.kernel.ledger.models import Move

MODULE = "luoshi.kernel.ledger.tests.writer"


def transfers() -> QuerySet[Move]:
    """Return the moves of the writers, one for each turn."""
    return Move.objects.filter(key__startswith="writer:", kind="transfer", hold=None)


def transfer_and_kill(
    url: str, folder: Path, *, writers: int, turns: int, kills: int, module: str = MODULE
) -> None:
    """Take the turns with so many processes, of which one is killed and started again now and then."""
    chance, each, killed = random.Random(7), str(turns // writers), 0
    journals = [folder / f"writer-{number}.txt" for number in range(writers)]

    def start(number: int) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", module, url, str(number), each, str(journals[number])]
        return subprocess.Popen(command)

    running = {number: start(number) for number in range(writers)}
    try:
        while running:
            time.sleep(0.02)
            for number, process in list(running.items()):
                if process.poll() == 0:
                    del running[number]
                elif process.returncode:
                    raise RuntimeError(f"writer {number} failed")
            done = sum(journal.stat().st_size for journal in journals if journal.exists())
            if running and done * (kills + 1) > turns * (killed + 1):
                number = chance.choice(list(running))
                running[number].kill()
                running[number].wait()
                running[number] = start(number)
                killed += 1
    finally:
        for process in running.values():
            process.kill()
            process.wait()
