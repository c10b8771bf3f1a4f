"""The daily root: one hash over the last events of all cases, taken once a day and published."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from luoshi.kernel.cases.chain import root
from luoshi.kernel.cases.context import LOCAL
from luoshi.kernel.cases.models import Case, DailyRoot, Head
from luoshi.kernel.cases.verifying import heads_until


@transaction.atomic
def take_root(*, at: datetime) -> DailyRoot:
    """Return the root of the local day, taking it where there is none yet.

    It covers every case as it stands now: the cases that moved since the last root are kept as its heads,
    the others stand in earlier ones.
    """
    day = at.astimezone(LOCAL).date()
    if found := DailyRoot.objects.filter(day=day).first():
        return found
    heads = {code: (seq, head) for code, seq, head in Case.objects.values_list("code", "version", "head")}
    before = heads_until(day)
    lines = [(code, seq, head) for code, (seq, head) in heads.items()]
    try:
        with transaction.atomic():
            taken = DailyRoot.objects.create(day=day, taken_at=at, cases=len(heads), hash=root(lines))
    except IntegrityError:  # another sweep was faster
        return DailyRoot.objects.get(day=day)
    moved = [line for line in lines if before.get(line[0]) != line[1:]]
    Head.objects.bulk_create(
        [Head(root=taken, code=code, seq=seq, hash=head) for code, seq, head in moved], batch_size=5000
    )
    return taken
