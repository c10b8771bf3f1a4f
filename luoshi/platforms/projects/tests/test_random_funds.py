"""Whatever is passed on, paid, given back and reversed: no source is overdrawn, and all balances."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luoshi.kernel.ledger.checking import faults
from luoshi.kernel.ledger.models import Account
from luoshi.kernel.ledger.queries import trial_balance
from luoshi.kernel.orgs.actor import Actor
from luoshi.platforms.projects.actions import (
    give_back,
    pass_on,
    pay,
    reverse_allocation,
    reverse_payment,
    reverse_return,
)
from luoshi.platforms.projects.errors import Refused
from luoshi.platforms.projects.models import FundApplication
from luoshi.platforms.projects.queries.fund_standing import standing_of
from luoshi.platforms.projects.tests.funds import AT, approved

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 1)
WHOLE = 1_000
acts = st.lists(
    st.tuples(st.sampled_from(["pass", "pay", "back", "undo"]), st.integers(1, WHOLE), st.integers(0, 9)),
    min_size=1,
    max_size=14,
)


def done(row: FundApplication, number: int, act: tuple[str, int, int], by: Actor) -> Callable[[], object]:
    """Return the act as a call."""
    name, amount, which = act
    more: dict[str, Any] = {"on": DAY, "by": by, "at": AT}
    if name == "pass":
        return lambda: pass_on(row, amount=amount, document=str(number), **more)
    if name == "back":
        return lambda: give_back(row, amount=amount, voucher=str(number), **more)
    if name == "pay":
        said: dict[str, Any] = {"payee": "land", "purpose": "land", "physical": 0, "voucher": str(number)}
        return lambda: pay(row, amount=amount, **said, **more)
    undo: dict[str, Any] = {
        "allocations": reverse_allocation,
        "drawdowns": reverse_payment,
        "returns": reverse_return,
    }
    entries = [(undo[of], entry) for of in undo for entry in getattr(row, of).order_by("pk")]
    if not entries:
        return lambda: None
    reverse, entry = entries[which % len(entries)]
    return lambda: reverse(entry, reason="更正", **more)


@given(told=acts)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_order_of_acts_overdraws_a_source_or_unbalances_the_ledger(builder, told):
    with transaction.atomic():
        row = approved(builder, amount=WHOLE)
        for number, act in enumerate(told):
            before = standing_of(row)
            try:
                done(row, number, act, builder)()
            except Refused:
                assert standing_of(row) == before
        stood = standing_of(row)
        shown = {one.type: one.shown for one in Account.objects.filter(owner=row.project.code)}
        assert 0 <= stood.drawn + stood.returned <= stood.allocated <= stood.approved
        assert shown.get("projects:allocated", 0) == stood.allocated
        assert shown.get("projects:drawn", 0) == stood.drawn
        assert shown.get("projects:undrawn", 0) == stood.undrawn
        assert sum(line.posted for line in trial_balance()) == 0
        assert faults() == []
        for entries in (row.drawdowns, row.returns, row.allocations):  # reversed, all is as it was
            for entry in entries.filter(reverses=None, reversed_by=None).order_by("pk"):
                of: dict[str, Any] = {"Drawdown": reverse_payment, "FundReturn": reverse_return}
                reverse = of.get(type(entry).__name__, reverse_allocation)
                reverse(entry, reason="更正", on=DAY, by=builder, at=AT)
        assert (standing_of(row).allocated, standing_of(row).undrawn) == (0, 0)
        assert {one.posted for one in Account.objects.filter(owner=row.project.code)} <= {0}
        transaction.set_rollback(True)
