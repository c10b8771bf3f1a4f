from __future__ import annotations

from luoshi.platforms.hotline.suggesting.routing import Dispatches, Matter, Rule, first_match, learned, routes

RULES = (
    Rule(id="R01", unit="应急局", words=("燃气泄漏", "坍塌")),
    Rule(id="R02", unit="铁东区政府", categories=("0101",), places=("220303",), unless=("退费",)),
    Rule(id="R03", unit="住建局", categories=("01",)),
    Rule(id="R99", unit="12345"),
)


def test_the_first_rule_that_matches_wins_and_names_its_words():
    route = first_match(Matter(text="小区燃气泄漏，没人管", category="010101"), rules=RULES)

    assert route is not None
    assert (route.unit, route.by, route.source, route.words) == ("应急局", "rule", "R01", ("燃气泄漏",))


def test_a_rule_asks_for_all_that_it_names():
    def unit(**more: str) -> str | None:
        route = first_match(Matter(**({"text": "暖气不热"} | more)), rules=RULES)
        return route.source if route else None

    assert unit(category="010101", place="220303004") == "R02"
    assert unit(category="010101", place="220303004", text="暖气退费") == "R03"
    assert unit(category="010101", place="220302") == "R03"
    assert unit(category="02") == "R99"
    assert unit() == "R99"


def test_without_a_rule_nothing_is_made_up():
    assert routes(Matter(text="暖气不热"), rules=(), dispatches=Dispatches()) == []


def counted() -> Dispatches:
    dispatches = Dispatches()
    dispatches.add(category="010101", place="220303", unit="铁东供热办", times=9)
    dispatches.add(category="010101", place="220303", unit="铁东区政府", times=3)
    dispatches.add(category="010101", place="220302", unit="铁西供热办", times=20)
    return dispatches


def test_past_dispatches_of_the_same_place_speak_first():
    best, second = learned(Matter(text="", category="010101", place="220303005"), dispatches=counted())

    assert (best.unit, best.share, best.seen, best.source) == ("铁东供热办", 0.75, 12, "010101@220303")
    assert second.unit == "铁东区政府"


def test_counts_back_off_to_wider_places_and_categories():
    unknown_place = learned(Matter(text="", category="010101", place="220381"), dispatches=counted())
    unknown_category = learned(Matter(text="", category="010177"), dispatches=counted())

    assert unknown_place[0].source == "010101@2203"
    assert unknown_category[0].source == "0101"


def test_few_dispatches_or_divided_ones_say_nothing():
    few = Dispatches()
    few.add(category="01", place="", unit="甲", times=4)
    divided = Dispatches()
    for unit in ("甲", "乙", "丙"):
        divided.add(category="01", place="", unit=unit, times=5)

    assert learned(Matter(text="", category="01"), dispatches=few) == []
    assert learned(Matter(text="", category="01"), dispatches=divided) == []


def test_a_returned_dispatch_is_taken_back():
    dispatches = counted()

    dispatches.add(category="010101", place="220303", unit="铁东供热办", times=-9)

    found = learned(Matter(text="", category="010101", place="220303"), dispatches=dispatches)
    assert found[0].unit == "铁西供热办"


def test_counts_are_kept_as_rows():
    assert Dispatches.restore(counted().rows()).counts == counted().counts


def test_the_rule_comes_before_what_was_learnt():
    found = routes(
        Matter(text="暖气不热", category="010101", place="220303"), rules=RULES, dispatches=counted()
    )

    assert [(route.by, route.unit) for route in found] == [
        ("rule", "铁东区政府"),
        ("learned", "铁东供热办"),
        ("learned", "铁东区政府"),
    ]
