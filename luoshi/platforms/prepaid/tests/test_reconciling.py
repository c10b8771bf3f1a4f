"""Each day every fen in which bank and ledger differ is explained, whatever became of the bank's files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luoshi.kernel.ledger.checking import faults
from luoshi.platforms.prepaid.actions import (
    answer,
    book_waiting,
    claim,
    expire_payments,
    import_statement,
    match_again,
    pay_due,
    redeem,
    return_receipt,
    send,
)
from luoshi.platforms.prepaid.bank.instructions import read_instructions
from luoshi.platforms.prepaid.models import BankLine, Contract
from luoshi.platforms.prepaid.reconciling import reconcile, standing
from luoshi.platforms.prepaid.rules.breaks import Reconciled, identity_gaps
from luoshi.platforms.prepaid.tests.banking import LATER, Custody, day_of, moment
from luoshi.platforms.prepaid.tests.factories import NOW

pytestmark = pytest.mark.django_db


def on(town: Custody, day: int) -> Reconciled:
    (found,) = reconcile(on=day_of(day), account=town.account)
    return found


def told(found: Reconciled) -> list[tuple[str, str, int]]:
    return [(one.kind.value, one.of.value, one.amount) for one in found.breaks]


def test_a_day_on_which_all_came_has_nothing_to_tell():
    town = Custody()
    town.receive(town.sell())
    town.bring()

    found = on(town, 0)

    assert (found.bank, found.ledger, found.breaks, found.unexplained) == (40_000, 40_000, (), 0)


def test_money_that_has_not_come_is_late_and_money_of_which_a_part_came_is_short():
    town = Custody()
    town.sell()
    town.receive(town.sell(), amount=10_000)
    town.bring()

    found = on(town, 0)

    assert told(found) == [("late", "topup", 40_000), ("short", "topup", 30_000)]
    assert found.unexplained == 0


def test_money_that_came_the_next_day_was_late_on_the_first_and_is_not_on_the_second():
    town = Custody()
    town.receive(town.sell(), day=1)
    town.bring(0)
    town.bring(1)

    assert told(on(town, 0)) == [("late", "topup", 40_000)]
    assert told(on(town, 1)) == []


def test_money_that_came_before_its_sale_is_nobodys_until_then():
    town = Custody()
    town.receive(town.sell(day=2), day=0)
    for day in range(3):
        town.bring(day)

    assert [on(town, day).unexplained for day in range(3)] == [0, 0, 0]
    assert on(town, 0).ledger == on(town, 2).ledger == 40_000


def test_what_came_twice_or_for_nobody_stands_on_both_sides_with_its_age():
    town = Custody()
    contract = town.sell()
    town.receive(contract)
    town.receive(contract)
    town.book(5_000, "转账")
    town.bring(0)
    town.bring(3)

    found = on(town, 3)

    assert told(found)[-2:] == [("doubled", "receipt", 40_000), ("unmatched", "receipt", 5_000)]
    assert [one.age(day_of(3)) for one in found.breaks[-2:]] == [3, 3]
    assert found.unexplained == 0
    assert all(one.to_do for one in found.breaks)


def test_a_file_from_which_lines_are_missing_is_short_until_it_comes_whole():
    town = Custody()
    town.receive(town.sell())
    lost = town.receive(town.sell())
    town.bring(without=[lost])

    short = on(town, 0)
    town.bring()

    assert ("short", "file", 40_000) in told(short)
    assert short.unexplained == 0
    assert on(town, 0).breaks == ()


def test_a_file_that_has_not_come_is_late_and_its_day_stands_against_the_last_balance():
    town = Custody()
    town.receive(town.sell(), day=0)
    town.receive(town.sell(day=1), day=1)
    town.receive(town.sell(day=2), day=2)
    town.bring(0)
    town.bring(2)

    missing, gap = on(town, 1), on(town, 2)
    town.bring(1)

    assert told(missing) == [("late", "file", 0), ("late", "topup", 40_000)]
    assert told(gap) == [("late", "file", 40_000), ("late", "topup", 40_000)]
    assert (missing.unexplained, gap.unexplained) == (0, 0)
    assert on(town, 1).breaks == on(town, 2).breaks == ()


def test_an_account_nobody_knows_is_told_with_its_money():
    town = Custody()
    town.book(700, "结息", account="acct-new")
    town.bring()

    (found,) = reconcile(on=day_of(0), account="acct-new")

    assert told(found) == [("unknown_account", "waiting", 700)]
    assert found.unexplained == 0


def test_a_payment_the_bank_confirmed_and_has_not_booked_is_late():
    town = Custody()
    contract = town.sell()
    town.receive(contract)
    town.bring()
    redeem(contract.card, key="prepaid:redeem:t:1", at=NOW, known_at=NOW, value=50_000)
    (payment,) = pay_due(at=moment(0, 20))
    (asked,) = read_instructions(send("a", at=moment(0, 21)), name="a")
    answer([town.bank.carry_out(asked, on=day_of(1))], at=moment(1))

    before = on(town, 1)
    town.bring(1)

    assert told(before) == [("late", "file", 0), ("late", "payment", 20_000)]
    assert (before.unexplained, on(town, 1).breaks) == (0, ())
    payment.refresh_from_db()
    assert payment.state == "confirmed"


NAMES = [
    "sell",
    "sell",
    "receive",
    "receive",
    "garbled",
    "twice",
    "part",
    "over",
    "interest",
    "deposit",
    "charge",
    "gone",
    "use",
    "pay",
    "fail",
    "forget",
    "unknown",
    "claim",
    "return",
    "early",
]
ACTS = st.tuples(st.sampled_from(NAMES), st.integers(0, 10**6))


class Rehearsal:
    """Days on which anything happens at the shop and at the bank, and files that come as they like."""

    def __init__(self) -> None:
        self.town, self.day, self.uses = Custody(), 0, 0
        self.contracts: list[Contract] = [self.town.sell()]

    def act(self, name: str, seed: int) -> None:
        """Let something happen on the day."""
        town, contract = self.town, self.contracts[seed % len(self.contracts)]
        acts: dict[str, Callable[[], object]] = {
            "sell": lambda: self.contracts.append(town.sell(day=self.day)),
            "receive": lambda: town.receive(contract, day=self.day),
            "garbled": lambda: town.receive(contract, day=self.day, text="转账"),
            "twice": lambda: [town.receive(contract, day=self.day) for _ in range(2)],
            "part": lambda: town.receive(contract, day=self.day, amount=1 + seed % 39_999),
            "over": lambda: town.receive(contract, day=self.day, amount=40_001 + seed),
            "interest": lambda: town.book(1 + seed, "结息", day=self.day),
            "deposit": lambda: town.book(1 + seed, "保证金", day=self.day),
            "charge": lambda: town.book(-1 - seed % 500, "手续费", day=self.day),
            "gone": lambda: town.book(-1 - seed % 500, "转出", day=self.day),
            "unknown": lambda: town.book(1 + seed, "结息", day=self.day, account="acct-nobody"),
            "use": lambda: self.use(contract, 1 + seed % 60_000),
            "pay": lambda: self.pay(fails="", told=True),
            "fail": lambda: self.pay(fails="账号有误", told=True),
            "forget": lambda: self.pay(fails="", told=False),
            "claim": lambda: self.claim(contract, seed),
            "return": lambda: self.give_back(seed),
            "early": lambda: town.receive(self.sold_later(), day=self.day),
        }
        acts[name]()

    def use(self, contract: Contract, value: int) -> None:
        contract.refresh_from_db()
        self.uses += 1
        value = min(value, contract.paid - contract.used)
        if value:
            at = moment(self.day)
            redeem(contract.card, key=f"prepaid:redeem:t:{self.uses}", at=at, known_at=at, value=value)

    def pay(self, *, fails: str, told: bool) -> None:
        pay_due(at=moment(self.day, 20))
        asked = read_instructions(send(f"{self.day}-{self.uses}", at=moment(self.day, 21)), name="x")
        done = [self.town.bank.carry_out(one, on=day_of(self.day), fails=fails) for one in asked]
        if told:
            answer(done, at=moment(self.day, 22))

    def claim(self, contract: Contract, seed: int) -> None:
        lines = BankLine.objects.filter(spare__gt=0, matched=0, booked_at__isnull=False, amount__gt=0)
        if found := lines.order_by("pk").first():
            matched = sum(BankLine.objects.filter(ref=contract.number).values_list("matched", flat=True))
            if matched < contract.supervised and seed % 2:
                claim(found, kind="topup", ref=contract.number, at=moment(self.day))
            else:
                claim(found, kind="deposit", at=moment(self.day))

    def give_back(self, seed: int) -> None:
        lines = BankLine.objects.filter(spare__gt=0, booked_at__isnull=False, amount__gt=0).order_by("pk")
        if found := lines.first():
            payment = return_receipt(found, at=moment(self.day))
            if payment.state == "ready" and seed % 2:
                self.town.book(-payment.amount, f"退回 {payment.number}", day=self.day)

    def sold_later(self) -> Contract:
        self.contracts.append(self.town.sell(day=self.day + 1))
        return self.contracts[-1]

    def check(self) -> None:
        """Everything is explained on every day, and nothing is lost."""
        town = self.town
        for day in range(self.day + 2):
            for found in reconcile(on=day_of(day)):
                assert found.unexplained == 0, (day, found)
        for day in range(self.day + 2):
            for parts in standing(on=day_of(day), shop=town.shop.code).values():
                assert set(identity_gaps(parts).values()) == {0}
        booked = list(BankLine.objects.filter(booked_at__isnull=False))
        assert town.shown("unmatched") == sum(one.spare for one in booked if one.amount > 0)
        gone = sum(one.spare for one in booked if one.amount < 0)
        charged = sum(one.matched for one in booked if one.kind == "charge")
        assert town.shown("fee") == gone + charged
        assert all(one.matched + one.spare <= abs(one.amount) for one in booked)


@given(
    days=st.lists(st.lists(ACTS, max_size=5), min_size=1, max_size=4),
    order=st.randoms(use_true_random=False),
)
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_whatever_comes_late_twice_short_or_for_nobody_no_fen_is_unexplained(days, order):
    with transaction.atomic():
        past = Rehearsal()
        for day, acts in enumerate(days):
            past.day = day
            for name, seed in acts:
                past.act(name, seed)
            if order.random() < 0.5:
                broken = [
                    one.serial for one in past.town.bank.lines[past.town.account] if order.random() < 0.3
                ]
                past.town.bring(day, without=broken, twice=order.random() < 0.5)
                past.check()
        files = [past.town.file(day) for day in range(len(days) + 1)]
        order.shuffle(files)
        for number, content in enumerate(files * 2):
            import_statement(content, name=f"{number}.csv", at=LATER)
            past.check()
        expire_payments(now=LATER + timedelta(days=30))
        book_waiting(at=LATER)
        match_again(at=LATER)
        past.check()

        assert faults() == []
        every_line_is_somewhere(past.town)
        transaction.set_rollback(True)


def every_line_is_somewhere(town: Custody) -> None:
    """With all files in, what the bank booked is what is kept, and each line has its place."""
    assert {one.serial for lines in town.bank.lines.values() for one in lines} == set(
        BankLine.objects.values_list("serial", flat=True)
    )
    waiting = BankLine.objects.filter(booked_at=None)
    assert set(waiting.values_list("account", flat=True)) <= {"acct-nobody", town.account}
    assert not waiting.filter(account=town.account, amount__gt=0).exists()
