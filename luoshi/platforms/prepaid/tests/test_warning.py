"""Early warning: which figures a signal answers to, in which words, and when several make an alarm."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from luoshi.kernel.cases.models import Case
from luoshi.kernel.cases.tests.factories import Town, make_town, organisation, person
from luoshi.platforms.prepaid.actions.warning import warn
from luoshi.platforms.prepaid.models import Merchant, Risk, Shop
from luoshi.platforms.prepaid.tests.factories import NOW, TODAY, make_contract, make_kind, make_shop
from luoshi.platforms.prepaid.warning.figures import Recent, ShopFigures
from luoshi.platforms.prepaid.warning.signals import Level, Limits, findings_of, level_of

LIMITS = Limits(
    line=20_000_000,
    drop=50,
    least_uses=20,
    spike=300,
    least_refunds=5,
    complaints=3,
    lease_days=180,
    rush=250,
    least_sales=3_000_000,
    bonus=4_000,
    alarm=3,
)
CALM = ShopFigures(
    shop="shop-1",
    on=TODAY,
    owed=5_000_000,
    supervised=2_000_000,
    bank=2_000_000,
    standing="normal",
    state="filed",
    sales=Recent(now=1_000_000, before=(1_000_000, 900_000, 1_100_000)),
    uses=Recent(now=100, before=(100, 90, 110)),
    refunds=Recent(now=1, before=(1, 0, 1)),
    complaints=Recent(now=0, before=(0, 1, 0)),
)


def keys(**more):
    return [one.key for one in findings_of(replace(CALM, **more), LIMITS)]


def test_a_calm_shop_gives_no_signal():
    assert keys() == []
    assert level_of((), LIMITS) is Level.NONE


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ({"bank": 1_999_999}, "custody_short"),
        ({"owed": 22_000_001}, "over_line"),
        ({"uses": Recent(now=50, before=(100, 100, 100))}, "redemption_drop"),
        ({"refunds": Recent(now=6, before=(2, 2, 2))}, "refund_spike"),
        ({"refunds": Recent(now=5)}, "refund_spike"),
        ({"complaints": Recent(now=3)}, "complaints"),
        ({"lease_ends_on": TODAY + timedelta(180), "last_day": TODAY + timedelta(181)}, "lease_end"),
        ({"sales": Recent(now=3_000_000, before=(1_200_000, 1_200_000))}, "rapid_sales"),
        ({"given": 4_000, "given_before": 1_000}, "deep_discount"),
        ({"standing": "abnormal"}, "standing"),
    ],
)
def test_each_signal_answers_at_its_limit(more, key):
    assert keys(**more) == [key]


@pytest.mark.parametrize(
    "more",
    [
        {"bank": None},
        {"owed": 22_000_000},
        {"uses": Recent(now=51, before=(100, 100, 100))},
        {"uses": Recent(now=0, before=(19, 19, 19))},
        {"uses": Recent(now=0, before=(100,))},
        {"refunds": Recent(now=4)},
        {"lease_ends_on": TODAY + timedelta(181), "last_day": TODAY + timedelta(400)},
        {"lease_ends_on": TODAY + timedelta(90), "last_day": TODAY + timedelta(90)},
        {"sales": Recent(now=2_999_999, before=(1, 1))},
        {"sales": Recent(now=3_000_000, before=(1_200_001, 1_200_001))},
        {"given": 4_000, "given_before": 4_000},
    ],
)
def test_no_signal_answers_below_its_limit_or_without_anything_to_compare_with(more):
    assert keys(**more) == []


def test_one_light_signal_is_watched_and_several_are_an_alarm():
    watched = findings_of(replace(CALM, owed=22_000_001), LIMITS)
    alarm = findings_of(replace(CALM, owed=22_000_001, complaints=Recent(now=3)), LIMITS)

    assert (level_of(watched, LIMITS), level_of(alarm, LIMITS)) == (Level.WATCH, Level.ALARM)


def test_a_finding_says_the_figures_it_stands_on():
    (found,) = findings_of(replace(CALM, refunds=Recent(now=6, before=(2, 2, 2))), LIMITS)

    assert found.words == "近30天申请退款 6 件，此前每30天平均 2.0 件"


@pytest.fixture
def regulated(db: None, settings: Any) -> Town:
    town = make_town(settings)
    market = organisation("market-regulation", parent=town.units["siping"])
    person("market_head", market, "head")
    return town


@pytest.mark.django_db
def test_a_shop_in_danger_opens_one_explained_matter_and_a_quiet_day_adds_nothing(regulated):
    shop = _in_danger()

    day = warn(TODAY, bank={shop.code: 0}, at=NOW)
    warn(TODAY, bank={shop.code: 0}, at=NOW)
    warn(TODAY + timedelta(1), bank={shop.code: 0}, at=NOW + timedelta(1))

    case = Case.objects.get(type="prepaid_alarm")
    assert (day.shops, day.alarms) == (1, 1)
    assert "存管资金不足：存管账户 0.00 元" in case.data["grounds"]
    assert Risk.objects.get().case == case


@pytest.mark.django_db
def test_a_new_signal_is_added_to_the_matter_that_runs(regulated):
    shop = _in_danger()
    warn(TODAY, bank={shop.code: 0}, at=NOW)
    Merchant.objects.update(standing="dishonest")

    warn(TODAY + timedelta(1), bank={shop.code: 0}, at=NOW + timedelta(1))

    case = Case.objects.get(type="prepaid_alarm")
    assert [event.action for event in case.events.order_by("seq")] == ["open", "add"]
    assert Risk.objects.count() == 2


@pytest.mark.django_db
def test_the_number_of_queries_does_not_grow_with_the_shops(regulated, django_assert_max_num_queries):
    for _ in range(6):
        make_contract(make_kind(make_shop()))

    with django_assert_max_num_queries(24):
        warn(TODAY, bank={}, at=NOW)

    assert Shop.objects.count() == 6


def _in_danger() -> Shop:
    shop = make_shop(share=10_000)
    make_contract(make_kind(shop))
    return shop
