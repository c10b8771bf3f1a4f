"""A walk through the life of cards, first half: whatever a till and a holder do, each act told twice."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize

from luoshi.kernel.cases.errors import ActRefused
from luoshi.kernel.ledger.errors import LedgerRefused
from luoshi.platforms.prepaid.actions import (
    Buyer,
    redeem,
    reissue,
    report_loss,
    sell,
    transfer,
    undo_redemption,
    withdraw_loss,
)
from luoshi.platforms.prepaid.codes import digest_of, person_of
from luoshi.platforms.prepaid.errors import Refused
from luoshi.platforms.prepaid.models import Card, CardKind, Contract, Shop
from luoshi.platforms.prepaid.tests.factories import NOW, make_kind, make_shop
from luoshi.platforms.prepaid.tests.life import SHARE, Held, Paid, Used, shared_out

HOLDING = ("lose", "find", "find", "replace", "hand on", "hand on")
FEW = st.integers(0, 3)
BUYER = Buyer(name="示例居民", phone="13800000000")


Deed = tuple[str, dict[str, Any]]


def deed(often: int = 1, **given: Any) -> Callable[[Any], Any]:
    """Mark what may happen in a walk: how often beside the others, and what is drawn for it."""

    def mark(method: Any) -> Any:
        method.drawn = (often, given)
        return method

    return mark


def deeds_of(machine: type) -> Any:
    """Return a strategy of all that is marked. Unlike rules, none is left out of a walk for a trial."""
    marked = {name: one.drawn for name, one in inspect.getmembers(machine) if hasattr(one, "drawn")}
    names = [name for name, (often, _) in marked.items() for _ in range(often)]
    return st.sampled_from(names).flatmap(
        lambda name: st.tuples(st.just(name), st.fixed_dictionaries(marked[name][1]))
    )


class Counter(RuleBasedStateMachine):
    """Sell, load again, use, undo, lose, reissue, hand on, crash and tell again, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.shop, self.hour = make_shop(share=SHARE), 0
        self.kinds = [
            make_kind(self.shop, price=100_001, bonus=20_003),
            make_kind(self.shop, form="course", price=100, bonus=0, times=7, list_price=50),
        ]
        self.cards: list[Card] = []
        self.holders: list[str] = []  # by card
        self.replaced: list[Card] = []
        self.paid: list[Paid] = []
        self.contracts: list[Contract] = []
        self.sold: dict[str, tuple[int, int]] = {}  # receipt: kind, payment
        self.uses: dict[str, Used] = {}
        self.lost: set[int] = set()
        self.acts: dict[str, tuple[int, Card, str]] = {}  # of holders by key: which card, its row, the code
        self.held: dict[int, Held] = {}
        self.due = 0  # released to the shop and not paid out
        self.frozen = False

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @property
    def now(self) -> datetime:
        """Return the moment the walk has come to."""
        return NOW + timedelta(hours=self.hour)

    @property
    def today(self) -> date:
        """Return its day."""
        return self.now.date()

    def attempt(self, allowed: bool, call: Callable[[], Any]) -> Any:
        """Call, and expect it to be taken or refused as the model says."""
        try:
            with transaction.atomic():
                answer = call()
        except (Refused, LedgerRefused, ActRefused):
            assert not allowed
            return None
        assert allowed
        return answer

    def free(self, one: Paid | None) -> int:
        """Return how much may leave custody: of a payment, or of what is due to the shop."""
        money = one.card_money if one else self.due
        return money - sum(held.amount for held in self.held.values() if held.of is one)

    @initialize()
    def open_the_shop(self):
        """Begin with two cards, one of which was loaded a second time."""
        for number, (which, again) in enumerate(((0, None), (1, 0), (0, None))):
            self.sell_or_load(number, which, again)

    @deed(number=st.integers(0, 7), which=st.integers(0, 1), again=st.none() | FEW)
    def sell_or_load(self, number, which, again):
        again = again % len(self.cards) if again is not None and self.cards else None
        receipt, kind, told = f"r{number}", self.kinds[which], self.sold.get(f"r{number}")
        if told:
            allowed = told[0] == which and (again is None or self.paid[told[1]].card == again)
        else:
            allowed = self.shop.state == "filed" and again not in self.lost
        call = self.selling(receipt, kind, self.cards[again] if again is not None else None)
        answer = self.attempt(allowed, call)
        if answer and not told:
            if again is None:
                again = len(self.cards)
                self.cards.append(answer.contract.card)
                self.holders.append(BUYER.phone)
            self.sold[receipt] = (which, len(self.paid))
            self.paid.append(Paid(kind, again, self.today))
            self.contracts.append(answer.contract)
        if answer:
            assert call() == answer

    def selling(self, receipt: str, kind: CardKind, card: Card | None) -> Callable[[], Any]:
        """Return the sale, as the till sends it."""
        kind.shop = self.shop
        buyer = None if card else BUYER
        return lambda: sell(kind, receipt=receipt, at=self.now, buyer=buyer, card=card)

    @deed(4, number=st.integers(0, 9), card=FEW, counted=st.booleans(), much=st.integers(1, 60_000))
    def use(self, number, card, counted, much):
        card %= len(self.cards)
        key, much = f"prepaid:redeem:t:{number}", 1 + much % 4 if counted else much
        call = self.using(key, card, counted=counted, much=much)
        if known := self.uses.get(key):
            answer = self.attempt(known.said == (card, counted, much), call)
            assert answer is None or sum(use.times if counted else use.value for use in answer.uses) == much
            return
        of = [one for one in self.paid if one.card == card and bool(one.kind.times) == counted]
        taken = list(shared_out([one for one in of if one.state == "active"], much))
        reaches = sum(part.after[counted] - part.before[counted] for part in taken) == much
        unheld = all(part.card <= self.free(part.of) for part in taken)
        if self.attempt(card not in self.lost and reaches and unheld and not self.frozen, call):
            self.uses[key] = Used((card, counted, much), taken)
            for part in taken:
                part.do(part.after)
                self.due += part.card
            call()

    def using(self, key: str, card: int, *, counted: bool, much: int) -> Callable[[], Any]:
        """Return the use, as the till sends it."""
        how: dict[str, Any] = {"times": much} if counted else {"value": much}
        return lambda: redeem(self.cards[card], key=key, at=self.now, known_at=self.now, **how)

    @deed(number=st.integers(0, 9))
    def undo(self, number):
        if not self.uses:
            return
        key, use = list(self.uses.items())[-1 - number % len(self.uses)]
        whole = sum(part.card for part in use.taken)
        last = all(self.last_of(part.of) is use and part.of.state == "active" for part in use.taken)
        allowed = use.undone or (last and self.free(None) >= whole and not self.frozen)
        self.attempt(allowed, lambda: undo_redemption(self.cards[use.said[0]], key=key, at=self.now))
        if allowed and not use.undone:
            use.undone = True
            self.due -= whole
            for part in use.taken:
                part.do(part.before)

    def last_of(self, payment: Paid) -> Used | None:
        """Return the use that brought the payment to where it stands."""
        uses = (use for use in reversed(self.uses.values()) if not use.undone)
        return next((use for use in uses if any(part.of is payment for part in use.taken)), None)

    @deed(card=FEW, number=st.integers(0, 3), step=st.sampled_from(HOLDING))
    def hold_a_card(self, card, number, step):
        """Whoever holds it loses the card, finds it, has it replaced or hands it on."""
        card %= len(self.cards)
        if step == "replace":
            self.replace(card, number)
        elif step == "hand on":
            self.hand_on(card, number)
        else:
            self.lose_or_find(card, number, found=step == "find")

    def lose_or_find(self, card: int, number: int, *, found: bool) -> None:
        """Report the card lost, or found."""
        act, key = (withdraw_loss, f"found:{number}") if found else (report_loss, f"lost:{number}")
        if self.tell(key, card, lambda row: act(row, key=key, at=self.now)):
            self.lost = self.lost - {card} if found else self.lost | {card}

    def replace(self, card: int, number: int) -> None:
        """Have the card reissued: its contracts go along, also of one that was lost."""
        key = f"new:{number}"
        if done := self.tell(key, card, lambda row: reissue(row, key=key, at=self.now)):
            self.replaced.append(self.cards[card])
            self.cards[card] = done.card
            self.lost -= {card}

    def hand_on(self, card: int, number: int) -> None:
        """Hand the card on to somebody else, whose code alone opens it from then on."""
        key, to = f"to:{number}", Buyer(name="受让人", phone=f"1391111222{number}")
        call = lambda row: transfer(row, key=key, to=to, at=self.now)  # noqa: E731
        if done := self.tell(key, card, call, allowed=card not in self.lost):
            assert done.card.digest == digest_of(done.code)
            self.holders[card] = to.phone

    def tell(self, key: str, card: int, call: Callable[[Card], Any], *, allowed: bool = True) -> Any:
        """Do a holder's act and return what came of it; None of one that was told before or is refused."""
        known, row, code = self.acts.get(key, (card, self.cards[card], ""))
        if key not in self.acts:
            if answer := self.attempt(allowed, lambda: call(row)):
                self.acts[key] = (card, row, getattr(answer, "code", ""))
            return answer
        again = self.attempt(known == card, lambda: call(row if known == card else self.cards[card]))
        assert again is None or getattr(again, "code", "") == code
        return None

    @deed()
    def stop_or_go_on(self):
        if not self.frozen:
            self.shop.state = Shop.State.STOPPED if self.shop.state == "filed" else Shop.State.FILED
            self.shop.save(update_fields=["state"])

    @deed(card=FEW, much=st.integers(1, 500))
    def crash_before_the_commit(self, card, much):
        card %= len(self.cards)
        with transaction.atomic():
            try:
                with transaction.atomic():
                    self.using("prepaid:redeem:t:crash", card, counted=False, much=much)()
                    self.selling("crash", self.kinds[0], None)()
            except (Refused, LedgerRefused):
                pass
            transaction.set_rollback(True)

    def the_cards_are_whose_the_model_says(self) -> None:
        """Compare holder, state and shop of every card that lives, and of those that were replaced."""
        found = Card.objects.select_related("holder").in_bulk([card.pk for card in self.cards])
        for place, card in enumerate(self.cards):
            assert found[card.pk].state == ("lost" if place in self.lost else "active")
            holder = found[card.pk].holder
            assert holder is not None
            assert holder.person == person_of(self.holders[place])
        gone = {card.pk for card in self.replaced}
        assert set(Card.objects.filter(state="replaced").values_list("pk", flat=True)) == gone
