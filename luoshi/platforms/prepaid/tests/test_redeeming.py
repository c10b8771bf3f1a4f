"""A card is used: money is released in step, the oldest contract first, once by its key."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.kernel.ledger.models import Account
from luoshi.platforms.prepaid.accounts import BONUS, CARD, DUE, OPEN
from luoshi.platforms.prepaid.actions import redeem, undo_redemption
from luoshi.platforms.prepaid.errors import Refused
from luoshi.platforms.prepaid.models import Card, Contract
from luoshi.platforms.prepaid.rules.splitting import drawn, supervised_of
from luoshi.platforms.prepaid.tests.factories import NOW, TODAY, make_contract, make_kind, make_shop


def shown(type_, token):
    return Account.objects.get(code=type_.code(token)).shown


def use(card, key="prepaid:redeem:t1:1", **more):
    return redeem(card, key=key, at=NOW, known_at=NOW, **more)


@pytest.mark.django_db
def test_a_use_releases_money_in_step_and_draws_on_the_bonus():
    contract = make_contract(make_kind(make_shop(share=4_000)))

    done = use(contract.card, value=30_000)

    assert done.left == 90_000
    assert shown(DUE, contract.shop.code) == 10_000
    assert [shown(type_, contract.number) for type_ in (CARD, OPEN, BONUS)] == [30_000, 45_000, 15_000]


@pytest.mark.django_db
def test_a_use_told_twice_is_one_use():
    contract = make_contract(make_kind(make_shop()))

    first, again = use(contract.card, value=30_000), use(contract.card, value=30_000)

    assert again.left == first.left == 90_000


@pytest.mark.django_db
def test_the_same_key_with_another_content_is_refused():
    contract = make_contract(make_kind(make_shop()))
    use(contract.card, value=30_000)

    with pytest.raises(Refused, match="另一笔核销"):
        use(contract.card, value=30_001)


@pytest.mark.django_db
def test_the_older_contract_is_used_up_first():
    kind = make_kind(make_shop(), price=10_000, bonus=0)
    old = make_contract(kind)
    make_contract(kind, card=old.card, at=NOW + timedelta(hours=1))

    use(old.card, value=15_000)

    assert [one.used for one in Contract.objects.order_by("signed_at")] == [10_000, 5_000]


@pytest.mark.django_db
def test_more_than_is_left_is_refused_and_nothing_is_taken():
    contract = make_contract(make_kind(make_shop()))

    with pytest.raises(Refused, match="余额不足"):
        use(contract.card, value=120_001)

    assert Contract.objects.get().used == 0


@pytest.mark.django_db
def test_lessons_are_used_by_number_and_none_is_lost_to_rounding():
    kind = make_kind(make_shop(), form="course", price=100_000, bonus=0, times=3, list_price=50_000)
    contract = make_contract(kind)

    values = [use(contract.card, key=f"k{n}", times=1).uses[0].value for n in range(3)]

    assert values == [33_333, 33_333, 33_334]
    assert shown(CARD, contract.number) == shown(OPEN, contract.number) == 0


@pytest.mark.django_db
def test_a_contract_is_not_used_before_its_term_begins():
    contract = make_contract(make_kind(make_shop()), starts_on=TODAY + timedelta(days=1))

    with pytest.raises(Refused, match="余额不足"):
        use(contract.card, value=1)


@pytest.mark.django_db
def test_a_lost_card_is_not_used():
    contract = make_contract(make_kind(make_shop()))
    Card.objects.update(state="lost")

    with pytest.raises(Refused, match="已挂失"):
        use(contract.card, value=1)


@pytest.mark.django_db
def test_the_last_use_can_be_taken_back_once_and_no_earlier_one():
    contract = make_contract(make_kind(make_shop()))
    use(contract.card, key="k1", value=30_001)
    use(contract.card, key="k2", value=10_000)

    with pytest.raises(Refused, match="此后又有核销"):
        undo_redemption(contract.card, key="k1", at=NOW)
    undo_redemption(contract.card, key="k2", at=NOW)
    undo_redemption(contract.card, key="k2", at=NOW)
    undo_redemption(contract.card, key="k1", at=NOW)

    assert [shown(type_, contract.number) for type_ in (CARD, OPEN, BONUS)] == [40_000, 60_000, 20_000]


@given(st.data())
def test_whatever_is_used_in_whatever_steps_the_parts_add_up_and_none_falls_below_zero(data):
    paid, bonus = data.draw(st.integers(1, 10**7)), data.draw(st.integers(0, 10**6))
    supervised = supervised_of(paid, share=data.draw(st.integers(0, 10_000)))
    stops = sorted(data.draw(st.lists(st.integers(0, paid + bonus), max_size=12)))

    card, open_, gift, used = supervised, paid - supervised, bonus, 0
    for stop in [*stops, paid + bonus]:
        part = drawn(used, stop, paid=paid, bonus=bonus, supervised=supervised)
        assert min(part.card, part.open, part.bonus) >= 0
        card, open_, gift, used = card - part.card, open_ - part.open, gift - part.bonus, stop
        assert card + open_ == paid - stop * paid // (paid + bonus)

    assert (card, open_, gift) == (0, 0, 0)
