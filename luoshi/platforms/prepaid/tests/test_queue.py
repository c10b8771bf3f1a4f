"""A till that was off the line: messages reordered, doubled, sent again, some refused; each is answered."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from luoshi.kernel.ledger.checking import faults
from luoshi.platforms.prepaid.models import Card, Contract, Use
from luoshi.platforms.prepaid.tests.factories import NOW, make_kind, make_shop
from luoshi.platforms.prepaid.tests.tills import Caller, bought, ready

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=8)


@pytest.fixture(autouse=True)
def _day(monkeypatch):
    ready(monkeypatch, at=LATER)


def use(number, code, value, *, minutes=None, **more):
    at = NOW + timedelta(minutes=number if minutes is None else minutes)
    return {"kind": "use", "key": f"t1:{number}", "at": at.isoformat(), "code": code, "value": value} | more


def undo(number, *, minutes):
    return {"kind": "undo", "key": f"t1:{number}", "at": (NOW + timedelta(minutes=minutes)).isoformat()}


def send(till, messages):
    answer = till.post("/queue", {"messages": messages})
    assert answer.status_code == 200, answer.content
    return answer.json()["answers"]


def test_messages_in_any_order_are_done_in_the_order_in_which_they_happened():
    shop = make_shop()
    code = bought(make_kind(shop, price=10_000, bonus=0)).code
    queue = [undo(2, minutes=3), use(3, code, 9_000, minutes=4), use(2, code, 5_000), use(1, code, 1_000)]

    answers = send(Caller(shop), queue)

    assert [answer["status"] for answer in answers] == ["done"] * 4
    assert [answer["left"] for answer in answers] == [9_000, 0, 4_000, 9_000]
    assert Use.objects.get(key__endswith="t1:1").at == NOW + timedelta(minutes=1)
    assert Use.objects.get(key__endswith="t1:1").known_at == LATER


def test_one_message_that_is_refused_or_unreadable_holds_up_no_other():
    shop = make_shop()
    code = bought(make_kind(shop, price=10_000, bonus=0)).code
    queue = [
        use(1, code, 6_000),
        use(2, code, 6_000),
        {"kind": "use", "key": "t1:3"},
        "rubbish",
        use(4, "2222-2222-2222", 1),
        undo(9, minutes=5),
        use(6, code, 4_000),
    ]

    answers = send(Caller(shop), queue)

    assert [answer["code"] for answer in answers] == [
        "",
        "prepaid-not-enough",
        "prepaid-message-unreadable",
        "prepaid-message-unreadable",
        "prepaid-card-missing",
        "prepaid-use-missing",
        "",
    ]
    assert Contract.objects.get().used == 10_000


def test_what_is_too_old_is_refused_but_not_what_was_told_in_time(monkeypatch):
    shop = make_shop()
    code = bought(make_kind(shop)).code
    till = Caller(shop)
    send(till, [use(1, code, 1_000)])
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + timedelta(hours=80))

    answers = send(till, [use(1, code, 1_000), use(2, code, 1_000)])

    assert [answer["code"] for answer in answers] == ["", "prepaid-too-old"]


def test_a_clock_that_is_a_little_ahead_is_set_right_and_one_far_ahead_is_refused():
    shop = make_shop()
    code = bought(make_kind(shop)).code

    answers = send(Caller(shop), [use(1, code, 1_000, minutes=483), use(2, code, 1_000, minutes=490)])

    assert [answer["code"] for answer in answers] == ["", "prepaid-clock-ahead"]
    assert Use.objects.get().at == LATER


def test_a_use_told_before_its_card_was_replaced_is_answered_as_before():
    shop = make_shop()
    sold = bought(make_kind(shop))
    till = Caller(shop)
    first = send(till, [use(1, sold.code, 1_000)])
    other = bought(make_kind(shop)).contract.card
    Contract.objects.filter(pk=sold.contract.pk).update(card=other)
    Card.objects.filter(pk=sold.contract.card_id).update(state="replaced")

    again = send(till, [use(1, sold.code, 1_000), use(2, sold.code, 1_000)])

    assert again[0]["status"] == first[0]["status"] == "done"
    assert again[1]["code"] == "prepaid-card-not-active"


def test_a_queue_has_at_most_five_hundred_messages():
    assert Caller(make_shop()).post("/queue", {"messages": [0] * 501}).status_code == 422


@given(data=st.data())
@settings(
    max_examples=15,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    phases=[Phase.generate],
)
def test_however_a_queue_is_cut_doubled_and_shuffled_each_use_counts_once(data):
    shop = make_shop()
    kind = make_kind(shop, price=30_000, bonus=7_001)
    codes = [bought(kind).code for _ in range(3)]
    acts = [use(n, data.draw(st.sampled_from(codes)), data.draw(st.integers(1, 9_000))) for n in range(12)]
    till = Caller(shop)

    for _ in range(3):
        some = data.draw(st.lists(st.sampled_from(acts), max_size=15))
        assert len(send(till, some)) == len(some)
    answers = send(till, data.draw(st.permutations(acts)))

    done = {answer["key"] for answer in answers if answer["status"] == "done"}
    stood = {use.key.removeprefix(f"prepaid:redeem:{shop.code}:") for use in Use.objects.filter(shop=shop)}
    assert stood == done
    assert {answer["code"] for answer in answers} <= {"", "prepaid-not-enough"}
    taken = sum(act["value"] for act in acts if act["key"] in done)
    assert sum(Contract.objects.filter(shop=shop).values_list("used", flat=True)) == taken
    assert faults() == []
