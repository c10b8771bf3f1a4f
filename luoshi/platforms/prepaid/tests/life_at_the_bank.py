"""A walk through the life of cards, second half: refunds, payouts, and whatever a bank makes of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from luoshi.kernel.cases.actions import act
from luoshi.kernel.ledger import actions as ledger
from luoshi.kernel.ledger.models import Move
from luoshi.platforms.prepaid.actions import (
    answer,
    ask_refund,
    expire_payments,
    instruct_again,
    pay_due,
)
from luoshi.platforms.prepaid.actions.refunding import consumer_of, merchant_of
from luoshi.platforms.prepaid.actions.returning import return_all
from luoshi.platforms.prepaid.bank.instructions import Confirmation
from luoshi.platforms.prepaid.models import Payment
from luoshi.platforms.prepaid.tests.life import Asked, Held, Order
from luoshi.platforms.prepaid.tests.life_at_the_counter import Counter, deed

VALID = timedelta(days=10)  # of an instruction
LAST_DAY = 18 * 24  # hours the walk may skip to: the days off after that are no plain weekends
NOTHING = {"paid": 0, "failed": 0, "known": 0, "doubts": 0}
OUTCOMES = ("paid", "paid", "part", "failed", "more", "again")
STEPS = ("ask", "on", "on", "send", "send", "withdraw", "confirm")
REASONS = ("merchant", "consumer", "neither")


class Bank(Counter):
    """Refunds asked for, agreed and paid; a shop paid out; a bank that pays, fails or says nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.orders: list[Order] = []
        self.asked: list[Asked] = []
        self.paid_days: set[Any] = set()
        self.paid_out = 0

    @deed(which=st.integers(0, 5), amount=st.integers(1, 20_000), hours=st.integers(1, 30))
    def hold(self, which, amount, hours):
        """Set custody money apart for a while."""
        which %= len(self.paid)
        one, until = self.paid[which], self.now + timedelta(hours=hours)
        held = self.attempt(
            amount <= self.free(one) and not self.frozen,
            lambda: ledger.hold(
                f"prepaid:hold:{Move.objects.count()}",
                debit=self.contracts[which].card_account,
                credit=self.shop.accounts["escrow"],
                amount=amount,
                kind="refund",
                on=self.today,
                expires_at=until,
            ),
        )
        if held:
            self.held[held] = Held(one, amount, until)

    @deed(hours=st.integers(1, 3) | st.just(8 * 24), orders_first=st.booleans())
    def expire(self, hours, orders_first):
        """Let time pass: what was set apart is free again, and an order nobody answered is given up."""
        if self.hour + hours <= LAST_DAY:
            self.hour += hours
        over = [one for one in self.orders if one.state == "open" and one.until <= self.now]
        if orders_first:
            assert expire_payments(now=self.now) == len(over)
            for one in over:
                one.state = "expired"
                self.held.pop(one.hold, None)
        due = [pk for pk, held in self.held.items() if held.until <= self.now]
        assert ledger.expire_holds(at=self.now) == len(due)
        for pk in due:
            del self.held[pk]

    @deed()
    def pay_out(self):
        """Order once a day what was released to the shop."""
        free = self.free(None)
        made = pay_due(at=self.now)
        assert [one.amount for one in made] == (
            [free] if free and not self.frozen and self.today not in self.paid_days else []
        )
        for one in made:
            self.paid_days.add(self.today)
            self.order(one, None)
        assert pay_due(at=self.now) == []

    def order(self, row: Payment, of: Any) -> Order:
        """Note an instruction that was made."""
        made = Order(row, row.hold, of, row.amount, self.now + VALID)
        self.orders.append(made)
        self.held[row.hold] = Held(of, row.amount, made.until)
        return made

    @deed(3, which=st.integers(0, 5), outcome=st.sampled_from(OUTCOMES))
    def hear_the_bank(self, which, outcome):
        """The bank answers one of the last orders, or is asked again for what it did not pay."""
        if not self.orders:
            self.pay_out()
            return
        order = self.orders[-1 - which % len(self.orders)]
        if outcome == "again":
            self.order_again(order)
        else:
            self.bank_answers(order, outcome)

    def bank_answers(self, order: Order, outcome: str) -> None:
        """The bank pays all, a part, nothing or too much; of one it answered before, or gave up, too."""
        amount = {"paid": order.amount, "part": -(-order.amount // 2), "failed": 0, "more": order.amount + 1}
        said = Confirmation(
            order.row.number, outcome != "failed", amount[outcome], self.today, "" if amount[outcome] else "x"
        )
        expected = self.expected(order, said)
        done = answer([said], at=self.now)
        found = {"paid": done.paid, "failed": done.failed, "known": done.known, "doubts": len(done.doubts)}
        assert found == NOTHING | {expected: 1}
        if expected in ("paid", "failed"):
            self.held.pop(order.hold, None)
            order.state, order.paid = expected, said.amount
        if expected == "paid":
            self.leave_custody(order, said.amount)

    def leave_custody(self, order: Order, amount: int) -> None:
        """Take what the bank paid out of where the order took it."""
        self.paid_out += amount
        if order.of:
            order.of.gone += amount
        else:
            self.due -= amount

    def expected(self, order: Order, said: Confirmation) -> str:
        """Return what an answer of the bank does: one given up is paid if money is there."""
        if order.state == "paid":
            return "known" if said.paid and said.amount == order.paid else "doubts"
        if not said.paid:
            return "failed" if order.state == "open" else "known"
        if said.amount > order.amount:
            return "doubts"
        if order.state == "open" and order.until > self.now:
            return "paid"  # also where it was frozen since: it was under way
        free = self.free(order.of) + (order.amount if order.hold in self.held else 0)
        return "paid" if said.amount <= free and not self.frozen else "doubts"

    def order_again(self, order: Order) -> None:
        """Ask the bank again for what it did not pay, unless it may have."""
        tries = [one for one in self.orders if one.row.key.split("#")[0] == order.row.key.split("#")[0]]
        if tries[-1].state == "open" and tries[-1] is not order:
            assert instruct_again(order.row, at=self.now).pk == tries[-1].row.pk
            return
        failed = tries[-1].state == "failed" and all(one.state != "paid" for one in tries)
        enough = self.free(order.of) >= order.amount and not self.frozen
        if made := self.attempt(failed and enough, lambda: instruct_again(order.row, at=self.now)):
            again = self.order(made, order.of)
            for asked in self.asked:
                if order in asked.orders:
                    asked.orders.append(again)

    @deed(4, which=st.integers(0, 5), reason=st.sampled_from(REASONS), step=st.sampled_from(STEPS))
    def refund(self, which, reason, step):
        """Take a refund a step on; any other step of it is tried too, allowed or not."""
        if step == "ask" or not self.asked:
            self.ask(which % len(self.paid), reason)
        elif step == "send":
            self.send_refunds_to_the_bank()
        else:
            asked = self.asked[-1 - which % len(self.asked)]
            if step == "on":
                step = "accept" if asked.state == "asked" else "confirm"
            {"accept": self.accept, "withdraw": self.withdraw, "confirm": self.confirm}[step](asked)

    @deed(2, which=st.integers(0, 5), reason=st.sampled_from(REASONS), outcome=st.sampled_from(OUTCOMES))
    def refund_at_once(self, which, reason, outcome):
        """Take a refund through all its steps without a pause, as most are."""
        self.ask(which % len(self.paid), reason)
        if self.asked and self.asked[-1].state == "asked":
            asked = self.asked[-1]
            self.accept(asked)
            self.send_refunds_to_the_bank()
            if asked.orders and outcome != "again":
                self.bank_answers(asked.orders[-1], outcome)
            self.confirm(asked)

    def ask(self, which: int, reason: str) -> None:
        """Ask for a refund, which is told twice."""
        one, contract = self.paid[which], self.contracts[which]
        call = lambda: ask_refund(  # noqa: E731
            contract, reason=reason, at=self.now, key=f"ask:{len(self.asked)}"
        )
        contract.refresh_from_db()
        if row := self.attempt(one.state == "active", call):
            assert call() == row
            self.asked.append(Asked(row, one, reason, self.today))
            one.state = "refunding"

    def withdraw(self, asked: Asked) -> None:
        """The consumer leaves it: the payment may be used again."""
        if self.step(asked, "withdraw", consumer_of, allowed=asked.state in ("asked", "disputed")):
            asked.state = "withdrawn"
            asked.of.state = "active" if asked.of.state == "refunding" else asked.of.state

    def accept(self, asked: Asked) -> None:
        """The shop agrees: the amount is what the model works out, first of what lies in custody."""
        one = asked.of
        if self.step(asked, "accept", merchant_of, allowed=asked.state == "asked"):
            back = one.back(asked.reason, cooling_off=asked.on <= one.last_day())
            asked.row.refresh_from_db()
            asked.state, asked.card = "settled", min(back, one.card_money)
            asked.open = back - asked.card
            assert (asked.row.principal, asked.row.card, asked.row.open) == (back, asked.card, asked.open)

    def send_refunds_to_the_bank(self) -> None:
        """Order what lies in custody of each refund; one that the bank has paid altogether is over."""
        waiting = [one for one in self.asked if one.state == "settled" and one.card]
        fresh = [one for one in waiting if not one.orders]
        fresh = [one for one in fresh if one.card <= self.free(one.of) and not self.frozen]
        over = [
            one
            for one in waiting
            if one.orders and one.orders[-1].state == "paid" and not one.open + one.row.interest
        ]
        over = [one for one in over if self.can_be_booked(one)]
        assert return_all(at=self.now) == len(over)
        for one in over:
            self.book(one)
        for one in fresh:
            one.orders.append(self.order(Payment.objects.get(key=f"refund:{one.row.case.code}"), one.of))

    def confirm(self, asked: Asked) -> None:
        """The consumer says it has arrived: what is left of the payment is the shop's."""
        ready = asked.state == "settled" and self.can_be_booked(asked)
        answered = asked.orders and all(one.state in ("paid", "failed", "expired") for one in asked.orders)
        if self.step(asked, "confirm", consumer_of, allowed=ready and (answered or not asked.card)):
            self.book(asked)

    def can_be_booked(self, asked: Asked) -> bool:
        """Tell whether what is left of the payment may move."""
        one = asked.of
        moves = one.card_money + one.open_money + one.gift
        return one.state == "refunding" and self.free(one) == one.card_money and not (moves and self.frozen)

    def book(self, asked: Asked) -> None:
        """Note that a refund is over: what the bank did not send back is free for the shop."""
        self.due += asked.of.card_money
        asked.state = "paid"
        asked.of.state = "refunded"

    def step(self, asked: Asked, action: str, by: Any, *, allowed: Any) -> Any:
        """Do one step in the matter of a refund."""
        asked.row.case.refresh_from_db()
        call = lambda: act(asked.row.case, action, by=by(asked.row), at=self.now)  # noqa: E731
        return self.attempt(bool(allowed), call)
