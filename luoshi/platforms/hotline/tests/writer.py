"""A process that takes and dispatches requests, or sweeps, until it is killed: for test_crash.

It notes each act once it is kept. Begun again, it sends everything once more under the same keys.
"""

from __future__ import annotations

import os
import sys
from datetime import date, timedelta
from itertools import count
from pathlib import Path


def main(part: str, journal: str) -> None:
    """Do the part: ``sweep``, or write as the writer of that number; one line for each act."""
    import django

    django.setup()
    from luoshi.kernel.cases.actions import act, tick
    from luoshi.kernel.cases.tests.factories import moment
    from luoshi.kernel.orgs.models import Account
    from luoshi.kernel.orgs.queries import actor_of
    from luoshi.platforms.hotline.actions import take_request
    from luoshi.platforms.hotline.codes import code_of
    from luoshi.platforms.hotline.tests.factories import COLD, SENT

    people = {one.username: actor_of(one, on=date(2026, 3, 2)) for one in Account.objects.all()}
    at = moment("2026-03-02")
    with Path(journal).open("a", buffering=1, encoding="utf-8") as kept:
        for turn in count():
            if part == "sweep":
                for event in tick(now=at + timedelta(days=2)):
                    kept.write(f"{event.case.code} {event.seq} {event.hash}\n")
                continue
            key = f"{part}:{turn}"
            taken = take_request(COLD, by=people["agent"], at=at, key=key, code=code_of(key))
            kept.write(f"{taken.case.code} 1 {taken.case.events.get(seq=1).hash}\n")
            sent = act(
                taken.case.code, "dispatch", by=people["dispatcher"], data=SENT, at=at, key=f"{key}:sent"
            )
            kept.write(f"{taken.case.code} {sent.seq} {sent.hash}\n")


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "luoshi.config.settings"
    main(*sys.argv[1:])
