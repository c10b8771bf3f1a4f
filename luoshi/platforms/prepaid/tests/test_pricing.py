"""Prices and parts as arithmetic: what holds for every contract, however it was used."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from luoshi.platforms.prepaid.rules import Facts, Form, Reason, Use
from luoshi.platforms.prepaid.rules.pricing import (
    Parts,
    at_discount,
    left_of,
    left_of_term,
    parts_left,
    parts_of,
    remaining_days,
    remaining_months,
    visits_at_discount,
)
from luoshi.platforms.prepaid.rules.splitting import drawn, supervised_of
from luoshi.platforms.prepaid.tests.contracts import claim, refund, stored, term, visits

AMOUNTS = st.integers(1, 10_000_00)
DAYS = st.dates(date(2025, 5, 1), date(2027, 12, 31))


@st.composite
def cards(draw: st.DrawFn) -> Facts:
    """Any card, however used, asked back on any day for any reason of the living."""
    reason = draw(st.sampled_from([Reason.MERCHANT, Reason.CONSUMER, Reason.NEITHER]))
    paid, form = draw(AMOUNTS), draw(st.sampled_from(list(Form)))
    asked = claim(reason, on=draw(DAYS), days=draw(st.integers(0, 900)))
    share = draw(st.integers(0, 10_000))
    known = {"supervised": yuan(supervised_of(paid, share=share)), "paid_on": date(2025, 5, 1)}
    if form is Form.PERIOD:
        unit = draw(st.sampled_from(["month", "day"]))
        contract = term(yuan(paid), draw(st.integers(1, 36)), unit=unit, **known)
        return Facts(contract=contract, claim=asked)
    if form.counted:
        times = draw(st.integers(1, 100))
        contract = visits(yuan(paid), times, yuan(draw(AMOUNTS)), form=form, **known)
        return Facts(contract=contract, claim=asked, use=Use(times=draw(st.integers(0, times))))
    bonus = draw(st.integers(0, 5_000_00))
    face = draw(st.integers(0, paid + bonus))
    return Facts(
        contract=stored(yuan(paid), yuan(bonus), **known),
        claim=asked,
        use=Use(face=face, list_value=face + draw(st.integers(0, 1_000_00))),
    )


def yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02}"


@given(cards())
def test_a_refund_never_exceeds_what_was_paid_and_its_interest(facts):
    found = refund(facts.contract, facts.use, facts.claim)

    assert 0 <= found.principal <= facts.contract.paid
    assert found.total == found.principal + found.interest
    assert found.interest == sum(leg.amount for leg in found.legs) >= 0


@given(cards())
def test_nobody_owes_more_and_the_parts_are_the_principal(facts):
    found = refund(facts.contract, facts.use, facts.claim)

    assert found.parts.whole == found.principal
    assert 0 <= found.parts.supervised <= facts.contract.supervised
    assert found.parts.held >= 0


@given(cards())
def test_the_refund_at_price_a_is_never_below_that_at_price_b(facts):
    merchant, consumer = (
        refund(facts.contract, facts.use, claim(reason, on=date(2026, 6, 1)))
        for reason in (Reason.MERCHANT, Reason.CONSUMER)
    )

    assert merchant.principal >= consumer.principal >= 0


@given(AMOUNTS, st.integers(0, 5_000_00), st.data())
def test_the_more_was_redeemed_the_less_comes_back(paid, bonus, data):
    less = data.draw(st.integers(0, paid + bonus))
    more = data.draw(st.integers(less, paid + bonus))

    assert at_discount(less, paid=paid, bonus=bonus) <= at_discount(more, paid=paid, bonus=bonus) <= more
    assert left_of(paid, less) >= left_of(paid, more) >= 0


@given(AMOUNTS, st.integers(0, 5_000_00), st.integers(0, 10_000), st.data())
def test_what_the_ledger_holds_is_the_refund_at_price_a_at_every_moment(paid, bonus, share, data):
    supervised = supervised_of(paid, share=share)
    stops = data.draw(st.lists(st.integers(0, paid + bonus), max_size=12).map(sorted))
    card, held, gift, before = supervised, paid - supervised, bonus, 0
    for face in stops:
        taken = drawn(before, face, paid=paid, bonus=bonus, supervised=supervised)
        card, held, gift, before = card - taken.card, held - taken.open, gift - taken.bonus, face

        assert min(taken.card, taken.open, taken.bonus, card, held, gift) >= 0
        assert card + held == paid - at_discount(face, paid=paid, bonus=bonus)
        assert Parts(card, held) == parts_left(face, paid=paid, bonus=bonus, supervised=supervised)
        assert card + held + gift == paid + bonus - face


@given(AMOUNTS, st.integers(0, 5_000_00), st.data())
def test_a_price_is_pro_rata_exact_and_rounded_down_once(paid, bonus, data):
    face = data.draw(st.integers(0, paid + bonus))

    exact = Fraction(face * paid, paid + bonus)
    assert 0 <= exact - at_discount(face, paid=paid, bonus=bonus) < 1
    assert at_discount(paid + bonus, paid=paid, bonus=bonus) == paid


@given(AMOUNTS, st.integers(1, 200), st.data())
def test_visits_are_priced_by_their_number_alone(paid, of, data):
    used = data.draw(st.integers(0, of))

    assert 0 <= Fraction(paid * used, of) - visits_at_discount(used, of=of, paid=paid) < 1
    assert visits_at_discount(of, of=of, paid=paid) == paid


@given(AMOUNTS, st.fractions(0, 1))
def test_what_is_left_of_a_term_is_rounded_up(paid, remaining):
    assert 0 <= left_of_term(paid, remaining) - paid * remaining < 1


@given(DAYS, st.integers(1, 60), st.integers(-40, 3000))
def test_a_term_shrinks_day_by_day_from_whole_to_nothing(starts_on, months, offset):
    day = starts_on + timedelta(days=offset)
    ends_on = starts_on + timedelta(days=months)

    for left in (
        lambda without: remaining_months(starts_on, months, without=without),
        lambda without: remaining_days(starts_on, ends_on, without=without),
    ):
        assert 0 <= left(day + timedelta(days=1)) <= left(day) <= 1
        assert left(starts_on) == 1
        assert left(starts_on + timedelta(days=31 * months + 1)) == 0


@given(st.integers(0, 5_000_00), st.integers(0, 5_000_00), st.data())
def test_what_a_refund_is_lower_by_stays_with_the_shop_first(supervised, held, data):
    amount = data.draw(st.integers(0, supervised + held))

    parts = parts_of(amount, Parts(supervised, held))

    assert parts.whole == amount
    assert parts.supervised == min(amount, supervised)


def test_custody_is_rounded_up_to_the_fen():
    assert supervised_of(100_01, share=4_000) == 40_01
    assert supervised_of(100_00, share=0) == 0
    assert supervised_of(100_01, share=10_000) == 100_01
