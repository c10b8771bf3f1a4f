"""Writers killed at random and started again, until all transfers are made: for a test and the benchmark."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

MODULE = "luoshi.kernel.ledger.tests.writer"


def transfer_and_kill(url: str, folder: Path, *, writers: int, transfers: int, every: float) -> int:
    """Make the transfers with so many processes, one killed every so many seconds; return the kills."""
    chance, kills, each = random.Random(7), 0, str(transfers // writers)

    def start(number: int) -> subprocess.Popen[bytes]:
        journal = folder / f"writer-{number}.txt"
        return subprocess.Popen([sys.executable, "-m", MODULE, url, str(number), each, str(journal)])

    running = {number: start(number) for number in range(writers)}
    try:
        while running:
            time.sleep(every)
            for number, process in list(running.items()):
                if process.poll() is None:
                    continue
                if process.returncode:
                    raise RuntimeError(f"writer {number} failed")
                del running[number]
            if running and chance.random() < 0.7:
                number = chance.choice(list(running))
                running[number].kill()
                kills += running[number].wait() != 0
                running[number] = start(number)
    finally:
        for process in running.values():
            process.kill()
            process.wait()
    return kills
