"""Whatever happens to cards, in whatever order: the platform and its ledger hold what a plain model says."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from luoshi.kernel.cases.actions import tick
from luoshi.kernel.cases.tests.factories import Town
from luoshi.kernel.ledger.checking import faults
from luoshi.kernel.ledger.models import Account, Move
from luoshi.kernel.prepared import ask
from luoshi.platforms.prepaid.actions import distribute
from luoshi.platforms.prepaid.models import Closure, Contract
from luoshi.platforms.prepaid.tests.closures import (
    CLAIMS_OVER,
    OBJECTIONS_OVER,
    WHY,
    do,
    make_regulator,
    signalled,
)
from luoshi.platforms.prepaid.tests.life import divided
from luoshi.platforms.prepaid.tests.life_at_the_bank import Bank
from luoshi.platforms.prepaid.tests.life_at_the_counter import Deed, deed, deeds_of

EFFECTS = """
SELECT (SELECT array_agg(DISTINCT key) FROM prepaid_use),
       (SELECT array_agg(DISTINCT key) FROM prepaid_use WHERE undone_at IS NOT NULL),
       (SELECT array_agg(move_id) FROM ledger_hold WHERE state = 'pending'),
       (SELECT count(*) FROM prepaid_contract),
       (SELECT count(DISTINCT key) FROM ledger_move WHERE key LIKE 'prepaid:topup:%%'),
       (SELECT count(*) FROM prepaid_cardevent), (SELECT count(*) FROM prepaid_payment),
       (SELECT count(*) FROM prepaid_refund)
"""
LATE = 36  # steps of a walk before the shop may be wound up: nothing moves after that


class Life(Bank):
    """The whole life: what tills, holders and banks do, and a shop frozen, let go or wound up between."""

    town: ClassVar[Town]

    def __init__(self) -> None:
        super().__init__()
        self.case: Any = None
        self.stage, self.steps, self.moves = "", 0, 0

    @deed(sure=st.sampled_from([False, False, True]))
    def freeze_or_thaw(self, sure):
        if self.stage == "":
            if sure:
                self.freeze()
        elif self.stage == "frozen":
            do(self.town, self.case, "ask_thaw", "handler", at=self.now, **WHY)
            do(self.town, self.case, "thaw", "head", at=self.now, **WHY)
            self.stage, self.frozen = "", False
            self.shop.refresh_from_db()
            assert self.shop.state == self.was

    def freeze(self) -> None:
        """Stop every movement of the shop."""
        self.case, self.was = signalled(self.town, self.shop), self.shop.state
        do(self.town, self.case, "freeze", "handler", at=self.now, signal="vanished", **WHY)
        self.stage, self.frozen = "frozen", True
        self.shop.refresh_from_db()
        assert self.shop.state == "closing"

    @deed(2)
    def wind_up(self):
        """Wind the shop up as far as it goes: draw claims, list them, divide what there is."""
        if self.steps < LATE or self.stage == "closed":
            return
        if self.stage == "":
            self.freeze()
        if self.stage == "frozen":
            self.announce()
        if self.stage == "claiming":
            self.list_and_approve()
        if self.stage == "approved":
            self.distribute()

    def announce(self) -> None:
        """Draw the claims and wait for others. Refunds that nobody answered meanwhile go to dispute."""
        money = [one for one in self.paid if one.card_money + one.open_money]
        self.claimed = [one for one in money if one.state in ("active", "refunding")]
        do(self.town, self.case, "announce", "handler", at=self.now)
        self.wait(CLAIMS_OVER)
        for asked in self.asked:
            asked.state = "disputed" if asked.state == "asked" else asked.state
        self.stage = "claiming"

    def list_and_approve(self) -> None:
        """Fix the list once nothing is under way to the bank, and have it approved."""
        under_way = [held for held in self.held.values() if held.of is None or held.of in self.claimed]
        call = lambda: do(self.town, self.case, "list", "handler", at=self.now)  # noqa: E731
        if self.attempt(not under_way, call):
            self.wait(OBJECTIONS_OVER - CLAIMS_OVER)
            do(self.town, self.case, "approve", "head", at=self.now)
            self.stage = "approved"

    def distribute(self) -> None:
        """Divide what there is: what each claim does not get of it stays owed by the shop."""
        custody, claims = sum(one.card_money for one in self.paid), self.claimed
        owed = [one.card_money + one.open_money for one in claims]
        shares = divided(custody, owed)
        do(self.town, self.case, "distribute", "handler", at=self.now)
        entries = sum(bool(one.card_money or got) for one, got in zip(claims, shares, strict=True))
        assert distribute(Closure.objects.get(case=self.case), at=self.now) == entries
        self.paid_out += sum(shares)
        for one, whole, got in zip(claims, owed, shares, strict=True):
            one.owed, one.state = whole - got, "claimed"
        self.stage = "closed"
        self.shop.refresh_from_db()
        assert self.shop.state == "closed"

    def wait(self, how_long: timedelta) -> None:
        """Let a term of the closure pass."""
        self.hour += int(how_long / timedelta(hours=1))
        tick(now=self.now)

    @invariant()
    def everything_is_as_it_must_be(self):
        """Look once at all accounts: what must always hold, then what the model says."""
        self.steps += 1
        accounts = list(Account.objects.all())
        self.all_accounts_add_up_to_nothing(accounts)
        self.no_account_is_below_its_floor_or_above_its_ceiling(accounts)
        self.every_balance_is_the_sum_of_its_journal(accounts)
        self.no_key_has_two_effects()
        self.all_is_what_the_model_says({one.pk: one for one in accounts})
        self.once_the_shop_is_wound_up_nothing_moves()

    def all_accounts_add_up_to_nothing(self, accounts: list[Account]) -> None:
        assert sum(one.posted for one in accounts) == 0

    def no_account_is_below_its_floor_or_above_its_ceiling(self, accounts: list[Account]) -> None:
        for one in accounts:
            assert one.held >= 0
            assert one.floor is None or one.posted - one.held >= one.floor
            assert one.ceiling is None or one.posted <= one.ceiling

    def every_balance_is_the_sum_of_its_journal(self, accounts: list[Account]) -> None:
        legs = dict(ask("SELECT account, sum(amount)::bigint FROM ledger_leg GROUP BY account"))
        assert {one.pk: one.posted for one in accounts if one.posted} == {k: v for k, v in legs.items() if v}
        if self.steps % 5 == 0:
            assert faults() == []

    def no_key_has_two_effects(self) -> None:
        [found] = ask(EFFECTS)
        undone = {key for key, use in self.uses.items() if use.undone}
        assert (set(found[0] or ()), set(found[1] or ()), set(found[2] or ())) == (
            set(self.uses),
            undone,
            set(self.held),
        )
        assert found[3:5] == (len(self.paid), len(self.sold))
        assert found[5:] == (len(self.acts), len(self.orders), len(self.asked))

    def all_is_what_the_model_says(self, accounts: dict[int, Account]) -> None:
        rows = Contract.objects.in_bulk([one.pk for one in self.contracts])
        for one, contract in zip(self.paid, (rows[one.pk] for one in self.contracts), strict=True):
            assert (contract.used, contract.used_times) == (one.used, one.times)
            assert (contract.state, contract.card_id) == (one.state, self.cards[one.card].pk)
            card, open_, gift = (
                accounts[getattr(contract, f"{part}_account")] for part in ("card", "open", "bonus")
            )
            assert (card.posted, open_.posted, gift.posted) == (one.card_money, one.open_money, one.gift)
            assert card.available == self.free(one)
        shown = {part: accounts[pk].shown for part, pk in self.shop.accounts.items()}
        assert shown["escrow"] == sum(one.custody for one in self.paid) - self.paid_out
        assert (shown["due"], accounts[self.shop.accounts["due"]].available) == (self.due, self.free(None))
        assert shown["outside"] == sum(one.open_money for one in self.paid)
        assert shown["bonus_granted"] == sum(one.gift for one in self.paid)
        self.the_cards_are_whose_the_model_says()

    def once_the_shop_is_wound_up_nothing_moves(self) -> None:
        if self.stage == "closed":
            moves = Move.objects.count()
            assert moves == (self.moves or moves)
            self.moves = moves


class Walk(Life):
    """Any deeds in any order."""

    @rule(deed=deeds_of(Life))
    def live(self, deed: Deed) -> None:
        """Do one of them."""
        name, given = deed
        getattr(self, name)(**given)


@pytest.mark.django_db
def test_whatever_happens_to_cards_no_fen_is_lost_and_no_key_counts_twice(settings: Any):
    Walk.town = make_regulator(settings)
    run_state_machine_as_test(Walk, settings=WALKS)


WALKS = settings(
    max_examples=16,
    stateful_step_count=50,
    deadline=None,
    phases=[Phase.reuse, Phase.generate],  # a walk that fails is told whole: to shorten it takes minutes
    suppress_health_check=list(HealthCheck),
)
