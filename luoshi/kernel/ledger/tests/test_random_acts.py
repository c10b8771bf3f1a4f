"""Whatever happens, in whatever order: after every step the ledger holds what a plain model says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from luoshi.kernel.ledger import actions
from luoshi.kernel.ledger.checking import faults
from luoshi.kernel.ledger.errors import LedgerRefused
from luoshi.kernel.ledger.models import Account, Move
from luoshi.kernel.ledger.tests.factories import AT, DAY, Shop
from luoshi.kernel.ledger.types import Leg

NUMBERS, AMOUNTS = st.integers(0, 7), st.integers(1, 300)
SIDES = st.permutations(["escrow", "card", "other", "due"]).map(lambda names: names[:2])


class Model:
    """The ledger in thirty lines: balances, holds and the keys that were used, in plain dictionaries."""

    def __init__(self) -> None:
        self.posted = dict.fromkeys(["escrow", "card", "other", "due"], 0)
        self.held = dict.fromkeys(self.posted, 0)
        self.shut: set[str] = set()
        self.used: dict[str, Any] = {}
        self.holds: dict[str, list[Any]] = {}  # key: state, debit, credit, amount, expiry
        self.reversed: set[str] = set()

    def allows(self, posted: dict[str, int], held: dict[str, int]) -> bool:
        """Tell whether all accounts are within their limits."""
        floors = all(posted[name] - held[name] >= 0 for name in ("card", "other", "due"))
        return floors and posted["escrow"] <= 0

    def move(self, key: str, body: Any, legs: list[tuple[str, str, int]], *, free: tuple[str, int] = ("", 0)):
        """Take the entry as the ledger should: "new", "known" or "refused"."""
        if key in self.used:
            return "known" if self.used[key] == body else "refused"
        posted, held = dict(self.posted), dict(self.held)
        for debit, credit, amount in legs:
            posted[debit] -= amount
            posted[credit] += amount
        if free[0]:
            held[free[0]] -= free[1]
        touched = {name for leg in legs for name in leg[:2]}
        if not self.allows(posted, held) or touched & self.shut:
            return "refused"
        self.posted, self.held, self.used[key] = posted, held, body
        return "new"


class Acts(RuleBasedStateMachine):
    """Top up, redeem, refund, transfer, hold, expire, reverse, freeze, crash and retry, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.shop, self.model, self.hour = Shop(), Model(), 0
        self.holds: dict[str, int] = {}
        self.moves: dict[str, list[tuple[str, str, int]]] = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @property
    def now(self):
        """Return the moment the walk has come to."""
        return AT + timedelta(hours=self.hour)

    def attempt(self, expected: str, call: Callable[[], Any]) -> Any:
        """Call, and expect it to be taken or refused as the model says."""
        try:
            with transaction.atomic():
                answer = call()
        except LedgerRefused:
            assert expected == "refused"
            return None
        assert expected != "refused"
        return answer

    def entry(self, key: str, legs: list[tuple[str, str, int]], call: Callable[[], Any]) -> None:
        """Attempt an entry, then again: the retry of what was taken gives the same answer."""
        expected = self.model.move(key, ("entry", tuple(legs)), legs)
        answer = self.attempt(expected, call)
        if expected != "refused":
            self.moves[key] = legs
            assert self.attempt("known", call) == answer

    @rule(number=NUMBERS, sides=SIDES, amount=AMOUNTS)
    def transfer(self, number, sides, amount):
        debit, credit = sides
        call = self.posting(f"single:{number}", debit, credit, amount)
        self.entry(f"single:{number}", [(debit, credit, amount)], call)

    def posting(self, key, debit, credit, amount):
        ids = {"debit": getattr(self.shop, debit), "credit": getattr(self.shop, credit)}
        return lambda: actions.post(key, **ids, amount=amount, kind="act", on=DAY)

    @rule(number=NUMBERS, amount=AMOUNTS, share=st.integers(0, 100))
    def sell_and_redeem(self, number, amount, share):
        legs = [("escrow", "card", amount), ("card", "due", max(1, amount * share // 100))]
        call = self.grouping(f"group:{number}", legs)
        self.entry(f"group:{number}", legs, call)

    def grouping(self, key, legs):
        rows = [self.leg(*one) for one in legs]
        return lambda: actions.post_group(key, rows, on=DAY)

    def leg(self, debit, credit, amount):
        ids = {"debit": getattr(self.shop, debit), "credit": getattr(self.shop, credit)}
        return Leg(**ids, amount=amount, kind="act")

    @rule(number=NUMBERS, amount=AMOUNTS)
    def batch(self, number, amount):
        key, legs = f"single:{number}", [("escrow", "other", amount)]
        expected = self.model.move(key, ("entry", tuple(legs)), legs)
        done = self.attempt(expected, lambda: actions.post_batch({key: self.leg(*legs[0])}, on=DAY))
        if expected != "refused":
            self.moves[key] = legs
            assert done == (1 if expected == "new" else 0)

    @rule(number=NUMBERS, of=st.sampled_from(["single", "group"]), which=NUMBERS)
    def reverse(self, number, of, which):
        key, original = f"undo:{number}", f"{of}:{which}"
        if original not in self.moves:
            return
        body = ("undo", original)
        legs = [(credit, debit, amount) for debit, credit, amount in self.moves[original]]
        if key not in self.model.used and original in self.model.reversed:
            expected = "refused"
        else:
            expected = self.model.move(key, body, legs)
        self.attempt(expected, lambda: actions.reverse(key, of=original, kind="undo", on=DAY))
        if expected == "new":
            self.model.reversed.add(original)

    @rule(number=NUMBERS, debit=st.sampled_from(["card", "due"]), amount=AMOUNTS, hours=st.integers(0, 3))
    def hold(self, number, debit, amount, hours):
        key, expires = f"hold:{number}", self.now + timedelta(hours=hours)
        body, model = ("hold", debit, amount, expires), self.model
        if key in model.used:
            expected = "known" if model.used[key] == body else "refused"
        elif debit in model.shut or model.posted[debit] - model.held[debit] < amount:
            expected = "refused"
        else:
            expected = "new"
        ids = {"debit": getattr(self.shop, debit), "credit": self.shop.escrow}
        pk = self.attempt(
            expected,
            lambda: actions.hold(key, **ids, amount=amount, kind="act", on=DAY, expires_at=expires),
        )
        if expected == "new":
            model.used[key], model.holds[key] = body, ["pending", debit, amount, expires]
            model.held[debit] += amount
            self.holds[key] = pk

    @rule(number=NUMBERS, which=NUMBERS, amount=AMOUNTS)
    def post_hold(self, number, which, amount):
        key, of = f"paid:{number}", f"hold:{which}"
        if of not in self.holds:
            return
        state, debit, held, expires = self.model.holds[of]
        body = ("paid", of, amount)
        over = state != "pending" or expires <= self.now or amount > held
        if key not in self.model.used and over:
            expected = "refused"
        else:
            legs = [(debit, "escrow", amount)]
            expected = self.model.move(key, body, legs, free=(debit, held))
        pk = self.holds[of]
        self.attempt(expected, lambda: actions.post_hold(key, pk, amount=amount, on=DAY, at=self.now))
        if expected == "new":
            self.model.holds[of][0] = "posted"

    @rule(which=NUMBERS)
    def void_hold(self, which):
        key = f"hold:{which}"
        if key not in self.holds:
            return
        state, debit, held, _ = self.model.holds[key]
        expected = "refused" if state == "posted" else "new"
        freed = self.attempt(expected, lambda: actions.void_hold(self.holds[key], at=self.now))
        if state == "pending":
            assert freed is True
            self.model.holds[key][0] = "voided"
            self.model.held[debit] -= held

    @rule(hours=st.integers(0, 3))
    def expire(self, hours):
        self.hour += hours
        due = [one for one in self.model.holds.values() if one[0] == "pending" and one[3] <= self.now]
        assert actions.expire_holds(at=self.now) == len(due)
        for one in due:
            one[0] = "expired"
            self.model.held[one[1]] -= one[2]

    @rule(name=st.sampled_from(["card", "due"]))
    def freeze_or_thaw(self, name):
        turn = actions.thaw if name in self.model.shut else actions.freeze
        assert turn([getattr(self.shop, name)]) == 1
        self.model.shut ^= {name}

    @rule()
    def close(self):
        empty = not self.model.posted["other"] and not self.model.held["other"]
        closed = self.attempt("new" if empty else "refused", lambda: actions.close([self.shop.other]))
        if empty:
            assert closed == ("other" not in self.model.shut)
            self.model.shut.add("other")

    @rule(number=NUMBERS, sides=SIDES, amount=AMOUNTS)
    def crash_before_the_commit(self, number, sides, amount):
        with transaction.atomic():
            try:
                with transaction.atomic():
                    self.posting(f"single:{number}", sides[0], sides[1], amount)()
            except LedgerRefused:
                pass
            transaction.set_rollback(True)

    @invariant()
    def every_balance_is_what_the_model_says(self):
        names = {getattr(self.shop, name): name for name in self.model.posted}
        for account in Account.objects.filter(pk__in=names):
            name = names[account.pk]
            assert (account.posted, account.held) == (self.model.posted[name], self.model.held[name])

    @invariant()
    def all_adds_up_to_nothing_and_to_the_journal(self):
        assert Account.objects.aggregate(all=Sum("posted"))["all"] == 0
        assert faults() == []
        keys = Move.objects.filter(line=1).values_list("key", flat=True)
        assert sorted(keys) == sorted(self.model.used)


@pytest.mark.django_db
def test_whatever_happens_no_fen_is_lost_and_no_key_posts_twice():
    run_state_machine_as_test(
        Acts,
        settings=settings(
            max_examples=25,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
