"""Whatever happens to cards, in whatever order: the platform and its ledger hold what a plain model says."""

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

from luoshi.kernel.ledger import actions as ledger
from luoshi.kernel.ledger.checking import faults
from luoshi.kernel.ledger.errors import LedgerRefused
from luoshi.kernel.ledger.models import Account, Move
from luoshi.platforms.prepaid.actions import Buyer, redeem, sell, undo_redemption
from luoshi.platforms.prepaid.errors import Refused
from luoshi.platforms.prepaid.models import Card, CardKind, Contract, Shop, Use
from luoshi.platforms.prepaid.tests.factories import NOW, make_kind, make_shop

FEW = st.integers(0, 3)
BUYER = Buyer(name="示例居民", phone="13800000000")


class Paid:
    """One payment as the model knows it: two numbers say all that is left of it."""

    def __init__(self, kind: CardKind, card: int) -> None:
        self.kind, self.card, self.used, self.times = kind, card, 0, 0
        self.paid, self.bonus, self.state = kind.price, kind.bonus, "active"

    @property
    def left(self) -> int:
        """Return the face value that is left, or the number of times."""
        return self.kind.times - self.times if self.kind.times else self.paid + self.bonus - self.used

    @property
    def refund(self) -> int:
        """Return what is paid back at the discounted price (法释〔2025〕4号 第十八条), down to the fen."""
        return self.paid - self.used * self.paid // (self.paid + self.bonus)

    def take(self, much: int) -> int:
        """Use as much as there is, and return how much that was; face value follows the times."""
        much = min(much, self.left)
        if self.kind.times:
            self.times += much
            self.used = self.paid * self.times // self.kind.times
        else:
            self.used += much
        return much


class Life(RuleBasedStateMachine):
    """Sell, load again, use, undo, lose, hold, expire, close, crash and tell again, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.shop, self.hour = make_shop(share=3_333), 0
        self.kinds = [
            make_kind(self.shop, price=100_001, bonus=20_003),
            make_kind(self.shop, form="course", price=100, bonus=0, times=7, list_price=50),
        ]
        self.cards: list[Card] = []
        self.paid: list[Paid] = []
        self.contracts: list[Contract] = []
        self.sold: dict[str, tuple[int, int | None]] = {}
        self.uses: dict[str, tuple[int, bool, int]] = {}  # key: card, counted, how much
        self.shares: dict[str, list[tuple[Paid, int, int]]] = {}  # key: payment, used and times before it
        self.undone: set[str] = set()
        self.lost: set[int] = set()
        self.holds: dict[int, list[Any]] = {}  # hold: contract, amount, expiry
        self.paid_out = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @property
    def now(self):
        """Return the moment the walk has come to."""
        return NOW + timedelta(hours=self.hour)

    def attempt(self, allowed: bool, call: Callable[[], Any]) -> Any:
        """Call, and expect it to be taken or refused as the model says."""
        try:
            with transaction.atomic():
                answer = call()
        except (Refused, LedgerRefused):
            assert not allowed
            return None
        assert allowed
        return answer

    @rule(number=st.integers(0, 7), which=st.integers(0, 1), again=st.none() | FEW)
    def sell_or_load(self, number, which, again):
        again = again if again is not None and again < len(self.cards) else None
        receipt, kind, told = f"r{number}", self.kinds[which], self.sold.get(f"r{number}")
        if told:
            allowed = told[0] == which and (again is None or self.card_of(told[1]) == again)
        else:
            allowed = self.shop.state == "filed" and again not in self.lost
        card = self.cards[again] if again is not None else None
        if card:
            card.refresh_from_db()
        call = self.selling(receipt, kind, card)
        answer = self.attempt(allowed, call)
        if answer and not told:
            if card is None:
                self.cards.append(answer.contract.card)
                again = len(self.cards) - 1
            self.sold[receipt] = (which, len(self.paid))
            self.paid.append(Paid(kind, again))
            self.contracts.append(answer.contract)
        if answer:
            assert call() == answer

    def selling(self, receipt, kind, card):
        kind.shop = self.shop
        buyer = None if card else BUYER
        return lambda: sell(kind, receipt=receipt, at=self.now, buyer=buyer, card=card)

    def card_of(self, payment: int | None) -> int | None:
        return None if payment is None else self.paid[payment].card

    @rule(number=st.integers(0, 9), card=FEW, counted=st.booleans(), much=st.integers(1, 60_000))
    def use(self, number, card, counted, much):
        if card >= len(self.cards):
            return
        key, much = f"prepaid:redeem:t:{number}", 1 + much % 4 if counted else much
        call = self.using(key, card, counted=counted, much=much)
        if key in self.uses:
            answer = self.attempt(self.uses[key] == (card, counted, much), call)
            assert answer is None or sum(use.times if counted else use.value for use in answer.uses) == much
            return
        fitting = [one for one in self.paid if one.card == card and bool(one.kind.times) == counted]
        allowed = card not in self.lost and sum(one.left for one in fitting if self.free(one)) >= much
        if any(not self.free(one) for one in fitting):  # a hold stands in the way of some of it
            return
        if self.attempt(allowed, call):
            self.uses[key], self.shares[key] = (card, counted, much), []
            for one in fitting:
                before = (one.used, one.times)
                if taken := one.take(much):
                    self.shares[key].append((one, *before))
                    much -= taken
            call()

    def using(self, key, card, *, counted, much):
        how = {"times": much} if counted else {"value": much}
        return lambda: redeem(self.cards[card], key=key, at=self.now, known_at=self.now, **how)

    def free(self, one: Paid) -> bool:
        """Tell whether nothing of the payment is set apart."""
        return all(held[0] is not one for held in self.holds.values())

    @rule(number=st.integers(0, 9))
    def undo(self, number):
        key = f"prepaid:redeem:t:{number}"
        if key not in self.uses:
            return
        card, shares = self.cards[self.uses[key][0]], self.shares[key]
        if not all(self.free(one) for one, *_ in shares):
            return
        last = all(self.last_of(one) == key for one, *_ in shares)
        self.attempt(key in self.undone or last, lambda: undo_redemption(card, key=key, at=self.now))
        if key not in self.undone and last:
            self.undone.add(key)
            for one, used, times in shares:
                one.used, one.times = used, times

    def last_of(self, payment: Paid) -> str:
        """Return the key of the use that brought the payment to where it stands."""
        return next(
            key
            for key in reversed(self.shares)
            if key not in self.undone and any(one is payment for one, *_ in self.shares[key])
        )

    @rule(card=FEW)
    def lose_or_find(self, card):
        if card < len(self.cards):
            self.lost ^= {card}
            state = Card.State.LOST if card in self.lost else Card.State.ACTIVE
            Card.objects.filter(pk=self.cards[card].pk).update(state=state)

    @rule()
    def stop_or_go_on(self):
        self.shop.state = Shop.State.STOPPED if self.shop.state == "filed" else Shop.State.FILED

    @rule(which=st.integers(0, 5), amount=st.integers(1, 20_000), hours=st.integers(1, 3))
    def hold(self, which, amount, hours):
        """Set custody money apart, as a refund on its way to the bank does."""
        if which >= len(self.paid):
            return
        one, contract = self.paid[which], self.contracts[which]
        free = Account.objects.get(pk=contract.card_account).available or 0
        until = self.now + timedelta(hours=hours)
        key = f"prepaid:hold:{len(self.holds)}:{self.hour}:{Move.objects.count()}"
        held = self.attempt(
            amount <= free,
            lambda: ledger.hold(
                key,
                debit=contract.card_account,
                credit=self.shop.accounts["escrow"],
                amount=amount,
                kind="refund",
                on=NOW.date(),
                expires_at=until,
            ),
        )
        if held:
            self.holds[held] = [one, amount, until]

    @rule(hours=st.integers(1, 3))
    def expire(self, hours):
        self.hour += hours
        due = [pk for pk, (_, _, until) in self.holds.items() if until <= self.now]
        assert ledger.expire_holds(at=self.now) == len(due)
        for pk in due:
            del self.holds[pk]

    @rule(card=FEW, much=st.integers(1, 500))
    def crash_before_the_commit(self, card, much):
        if card >= len(self.cards):
            return
        with transaction.atomic():
            try:
                with transaction.atomic():
                    self.using("prepaid:redeem:t:crash", card, counted=False, much=much)()
                    self.selling("crash", self.kinds[0], None)()
            except (Refused, LedgerRefused):
                pass
            transaction.set_rollback(True)

    @invariant()
    def every_contract_and_its_accounts_are_what_the_model_says(self):
        for one, contract in zip(self.paid, self.contracts, strict=True):
            contract.refresh_from_db(fields=["used", "used_times"])
            assert (contract.used, contract.used_times) == (one.used, one.times)
            posted = Account.objects.in_bulk(
                [contract.card_account, contract.open_account, contract.bonus_account]
            )
            card, open_, bonus = (
                posted[getattr(contract, f"{part}_account")] for part in ("card", "open", "bonus")
            )
            assert card.posted + open_.posted == one.refund
            assert bonus.posted == one.paid + one.bonus - one.used - one.refund
            assert card.held == sum(amount for held, amount, _ in self.holds.values() if held is one)
            assert min(card.posted - card.held, open_.posted, bonus.posted) >= 0

    @invariant()
    def the_shops_money_is_what_its_cards_are_owed(self):
        sums = dict(Account.objects.values_list("type").annotate(Sum("posted")))
        owed = sums.get("prepaid:card", 0) + sum(
            sums[f"prepaid:{part}"] for part in ("due", "deposit", "interest", "unmatched")
        )
        assert -sums["prepaid:escrow"] == owed + sums["prepaid:fee"]
        assert -sums["prepaid:outside"] == sums.get("prepaid:open", 0)
        assert -sums["prepaid:bonus_granted"] == sums.get("prepaid:bonus", 0)
        assert sum(sums.values()) == 0
        assert faults() == []

    @invariant()
    def no_key_has_two_effects(self):
        assert Contract.objects.count() == len(self.paid) == len(self.sold)
        assert set(Use.objects.values_list("key", flat=True)) == set(self.uses)
        assert set(Use.objects.exclude(undone_at=None).values_list("key", flat=True)) == self.undone


@pytest.mark.django_db
def test_whatever_happens_to_cards_no_fen_is_lost_and_no_key_counts_twice():
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=12,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
