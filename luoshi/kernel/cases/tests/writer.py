"""A process that writes cases until it is killed, and notes each act once it is kept: for test_crash."""

from __future__ import annotations

import os
import sys
from datetime import date
from itertools import count
from pathlib import Path


def main(number: str, journal: str) -> None:
    """Open cases and act upon them; one line per act that was acknowledged: code, step, hash."""
    import django

    django.setup()
    from luoshi.kernel.cases.actions import act, open_case
    from luoshi.kernel.cases.tests.factories import PROPOSAL, moment
    from luoshi.kernel.orgs.models import Account
    from luoshi.kernel.orgs.queries import actor_of

    people = {one.username: actor_of(one, on=date(2026, 3, 1)) for one in Account.objects.all()}
    at = moment("2026-03-02")
    with Path(journal).open("a", buffering=1, encoding="utf-8") as kept:
        for turn in count():
            case = open_case("proposals", by=people["deputy"], data=PROPOSAL, at=at, key=f"{number}:{turn}")
            kept.write(f"{case.code} 1 {case.head}\n")
            for word in "一二三四":
                event = act(case.code, "urge", by=people["monitor"], data={"note": word}, at=at)
                kept.write(f"{case.code} {event.seq} {event.hash}\n")


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "luoshi.config.settings"
    main(*sys.argv[1:])
