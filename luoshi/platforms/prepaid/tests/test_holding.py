"""A card is lost, reissued, handed on, forgotten: no money moves, and each act takes effect once."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError

from luoshi.kernel.ledger.models import Account, Move
from luoshi.platforms.prepaid.actions import (
    Buyer,
    erase_due,
    erase_holder,
    redeem,
    reissue,
    report_loss,
    sell,
    transfer,
    withdraw_loss,
)
from luoshi.platforms.prepaid.codes import digest_of, digests_of, person_of
from luoshi.platforms.prepaid.errors import Refused
from luoshi.platforms.prepaid.models import Card, CardEvent, Contract, Holder
from luoshi.platforms.prepaid.tests.factories import NOW, make_contract, make_kind, make_shop

pytestmark = pytest.mark.django_db
NEXT = Buyer(name="受让人", phone="13911112222")
LATER = NOW + timedelta(days=6 * 365)


def sold(**more):
    return make_contract(make_kind(make_shop(), **more)).card


def use(card, key="till:1", value=60_000):
    return redeem(card, key=key, at=NOW, known_at=NOW, value=value)


def balances():
    return dict(Account.objects.values_list("code", "posted"))


def test_a_lost_card_is_used_by_nobody_until_it_is_found():
    card = sold()

    report_loss(card, key="f1", at=NOW)
    with pytest.raises(Refused, match="已挂失"):
        use(card)
    withdraw_loss(card, key="f2", at=NOW)

    assert use(card).left == 60_000
    assert [event.kind for event in card.events.all()] == ["lost", "found"]


def test_a_report_sent_again_is_noted_once():
    card = sold()

    for _ in range(2):
        report_loss(card, key="f1", at=NOW)

    assert card.events.count() == 1


def test_a_report_sent_again_late_does_not_stop_a_card_that_was_found():
    card = sold()
    report_loss(card, key="f1", at=NOW)
    withdraw_loss(card, key="f2", at=NOW)

    report_loss(card, key="f1", at=NOW)

    assert Card.objects.get(pk=card.pk).state == "active"


def test_a_reissued_card_takes_the_contracts_and_no_money_moves():
    card = sold()
    before, moves = balances(), Move.objects.count()

    new = reissue(card, key="f1", at=NOW)

    assert (balances(), Move.objects.count()) == (before, moves)
    assert list(new.card.contracts.all()) == list(Contract.objects.all())
    assert new.card.digest == digest_of(new.code) != card.digest
    assert (new.card.replaces, new.card.holder) == (card, card.holder)
    assert Card.objects.get(pk=card.pk).state == "replaced"
    assert use(new.card).left == 60_000


def test_a_replaced_card_opens_and_buys_nothing_more():
    card = sold()
    reissue(card, key="f1", at=NOW)

    with pytest.raises(Refused, match="已补卡"):
        use(card)
    with pytest.raises(Refused, match="新卡"):
        reissue(card, key="f2", at=NOW)
    with pytest.raises(Refused, match="不能充值"):
        sell(card.shop.kinds.get(), receipt="again", at=NOW, card=card)


def test_a_reissue_sent_again_tells_the_same_card_and_code():
    card = sold()

    first, again = (reissue(card, key="f1", at=NOW) for _ in range(2))

    assert again == first
    assert Card.objects.count() == 2


def test_a_bearer_card_is_neither_reissued_nor_handed_on():
    card = sold(named=False)

    with pytest.raises(Refused, match="不记名"):
        reissue(card, key="f1", at=NOW)
    with pytest.raises(Refused, match="不记名"):
        transfer(card, key="f2", to=NEXT, at=NOW)


def test_a_transfer_binds_from_its_notice_and_the_old_code_opens_nothing():
    card = sold()
    old, before = card.digest, card.holder

    done = transfer(card, key="f1", to=NEXT, at=NOW)

    card.refresh_from_db()
    event = card.events.get()
    assert card.digest in digests_of(done.code)
    assert card.digest != old
    assert card.holder.person == person_of(NEXT.phone)
    assert (event.before, event.after, event.at) == (before, card.holder, NOW)


def test_a_transfer_sent_again_makes_no_second_holder():
    card = sold()

    first, again = (transfer(card, key="f1", to=NEXT, at=NOW) for _ in range(2))

    assert again.code == first.code
    assert Holder.objects.count() == 2
    assert CardEvent.objects.count() == 1


def test_a_lost_card_is_not_handed_on():
    card = sold()
    report_loss(card, key="f1", at=NOW)

    with pytest.raises(Refused, match="已挂失"):
        transfer(card, key="f2", to=NEXT, at=NOW)


def test_the_key_of_one_cards_act_does_nothing_to_another():
    card, other = sold(), sold()
    report_loss(card, key="f1", at=NOW)

    with pytest.raises(Refused, match="另一张卡"):
        report_loss(other, key="f1", at=NOW)


def test_nobody_is_forgotten_to_whom_something_is_owed():
    card = sold()

    with pytest.raises(Refused, match="没用完"):
        erase_holder(card.holder, at=NOW)

    assert erase_due(before=LATER, at=LATER) == 0


def test_who_held_a_card_that_is_used_up_is_forgotten_after_its_time_and_the_record_stays():
    card = sold()
    use(card, value=120_000)

    assert erase_due(before=NOW - timedelta(days=1), at=LATER) == 0
    assert erase_due(before=LATER, at=LATER) == 1
    assert erase_due(before=LATER, at=LATER) == 0

    holder = Holder.objects.get()
    assert (holder.sealed, holder.person, holder.erased_at) == ("", "", LATER)
    assert card.contracts.get().used == 120_000
    assert CardEvent.objects.get().before == holder


def test_a_former_holder_is_forgotten_too():
    card = sold()
    before = card.holder
    transfer(card, key="f1", to=NEXT, at=NOW)

    assert erase_due(before=LATER, at=LATER) == 1
    before.refresh_from_db()
    assert before.erased_at == LATER


@pytest.mark.parametrize("act", ["UPDATE prepaid_cardevent SET at = now()", "DELETE FROM prepaid_cardevent"])
def test_the_journal_is_only_added_to(act):
    report_loss(sold(), key="f1", at=NOW)

    with (
        pytest.raises(IntegrityError, match="只增不改"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(act)
