"""What is suggested while a request is told, and what is noted of it. Nothing here decides."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from luoshi.kernel.cases.errors import ActRefused
from luoshi.kernel.cases.models import Link
from luoshi.kernel.cases.tests.factories import moment, organisation
from luoshi.kernel.orgs.models import Kind
from luoshi.platforms.hotline.actions import Piece, recount, take_call, take_pieces, train_classifier
from luoshi.platforms.hotline.advising.advice import advise
from luoshi.platforms.hotline.advising.alike import CANDIDATES
from luoshi.platforms.hotline.advising.said import Said, sealed, title_of, unsealed
from luoshi.platforms.hotline.models import OpenWords, Request, Suggestion
from luoshi.platforms.hotline.tests.factories import COLD, SENT, asked, do, record_of
from luoshi.platforms.hotline.tests.test_training import closed, state  # noqa: F401  a fixture

AT = moment("2026-03-10")
HEATING = "东盛花园暖气不热，室内温度只有十四度，请尽快处理"


def advice(town, content=HEATING, **more):
    found = advise(Said(content=content, **more), by=town["agent"], at=AT)
    assert found is not None
    return found


def suggestions(case, kind):
    rows = Suggestion.objects.filter(case=case, kind=kind)
    return list(rows.values_list("value", "producer", "taken"))


def call(town, content=HEATING, shown="", at=AT, form="form-1", answered="", **more):
    data = COLD | {"title": title_of(content), "content": content, "channel": "phone"} | more
    return take_call(data, form=form, by=town["agent"], at=at, shown=shown, answered=answered).case


def test_before_there_is_anything_to_go_by_nothing_is_suggested(town):
    assert advise(Said(content="喂"), by=town["agent"], at=AT) is None


def test_without_a_model_no_category_is_suggested_and_it_says_so(town):
    found = advice(town)

    assert (found.model, found.abstains, found.categories, found.best) == ("", True, [], "")


@pytest.mark.usefixtures("state")
def test_a_category_comes_with_its_confidence_its_words_and_its_model(town):
    closed(town)
    row, _ = train_classifier(at=AT, least=100)

    found = advice(town)

    best = found.categories[0]
    assert best.value.startswith("01")
    assert (best.producer, 0 < (best.confidence or 0) <= 1) == (f"model:{row.version}", True)
    assert best.why


@pytest.mark.usefixtures("state")
def test_a_model_without_an_opinion_says_so_and_that_is_recorded(town):
    closed(town)
    row, _ = train_classifier(at=AT, least=100)
    found = advice(town, "想问一下退伍军人优抚的手续")

    case = call(town, shown=found.seal(at=AT))

    assert found.abstains
    assert found.best == ""
    assert ("", f"model:{row.version}", None) in suggestions(case, "category")


def test_the_first_rule_that_matches_names_the_unit_and_its_words(town):
    organisation("housing", parent=town.units["siping"])

    found = advice(town, "楼道里有很浓的燃气味", category="010401")

    assert [(one.value, one.producer) for one in found.units] == [("housing", "rule:gas-smell")]
    assert "燃气味" in found.units[0].why


def test_a_category_falls_to_its_unit_by_the_last_rule(town):
    organisation("urban-management", parent=town.units["siping"])

    found = advice(town, "路灯三天不亮了", category="010402")

    assert [(one.value, one.producer) for one in found.units] == [("urban-management", "rule:010402")]


def test_a_matter_of_the_place_goes_to_the_district_around_it(town):
    district = organisation("tiexi", parent=town.units["siping"], kind=Kind.DISTRICT)
    organisation("hero", parent=district, kind=Kind.STREET)

    found = advice(town, "村道被大车压坏了", category="020301", locality="hero")

    assert found.units[0].value == "tiexi"


def test_a_unit_that_is_accused_is_not_suggested(town):
    organisation("housing", parent=town.units["siping"])

    assert advice(town, "楼道里有很浓的燃气味", accused=("housing",)).units == []


def test_past_dispatches_suggest_beside_the_rules(town):
    for day in range(2, 8):
        case = asked(town, f"2026-03-0{day}", phone=f"1390000000{day}")
        do(town, case, "dispatch", "dispatcher", f"2026-03-0{day} 10:00", **SENT)
        Request.objects.filter(case=case).update(state="finished")
    recount(at=AT)

    found = advice(town, category="010101")

    assert [(one.value, one.producer, one.confidence) for one in found.units] == [
        ("transport", "learned:010101", 1.0)
    ]
    assert "6 件" in found.units[0].why


def test_a_place_that_is_named_is_found(town):
    district = organisation("铁西区", parent=town.units["siping"], kind=Kind.DISTRICT)
    organisation("英雄街道", parent=district, kind=Kind.STREET)

    found = advice(town, "铁西区英雄街道路灯不亮")

    assert found.place is not None
    assert found.place.code == "英雄街道"


def test_open_requests_alike_are_shown_whole_and_ended_ones_are_not(town):
    alike = asked(town, title="东盛花园暖气不热", content="室内温度只有十四度。")
    other = asked(town, title="公交车半小时不来一趟", content="早高峰等车久。")
    gone = asked(town, title="东盛花园暖气不热", content="室内温度只有十二度。")
    do(town, gone, "merge", "agent", "2026-03-02 10:00", into=alike.code)

    found = advice(town)

    assert [one.case.code for one in found.alike] == [alike.code]
    assert found.alike[0].case.content == "室内温度只有十四度。"
    assert found.alike[0].match.score > 0.25
    assert set(OpenWords.objects.values_list("pk", flat=True)) == {alike.pk, other.pk}


def test_suggesting_asks_as_many_questions_of_many_requests_as_of_few(town):
    def queries(many):
        for number in range(many):
            asked(town, title=f"东盛花园{number}号楼暖气不热", content="室内温度只有十四度。")
        recount(at=AT)
        with CaptureQueriesContext(connection) as asked_for:
            found = advice(town, "东盛花园号楼暖气不热。室内温度只有十四度。", category="010101")
        assert len(found.alike) == min(5, many)
        return len(asked_for)

    assert queries(2) == queries(30) <= 10


def test_candidates_are_found_by_their_index(town):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        # planned as for a city's table: among a dozen rows any index will do
        cursor.execute(
            "UPDATE pg_class SET reltuples = 100000, relpages = 1 WHERE relname = 'hotline_request'"
        )
        cursor.execute(
            f"EXPLAIN {CANDIDATES}",
            dict.fromkeys(("person", "category", "locality"), "x")
            | {"words": "'暖气' | '不热'", "since": AT, "text": 9, "persons": 9, "topics": 9},
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())

    assert "open_words" in plan
    assert "request_by_person" in plan
    assert "request_by_topic" in plan


def test_several_matters_in_one_text_are_proposed_as_parts(town):
    found = advice(town, "反映几件事：1、小区暖气不热温度很低。2、门口路灯三天都不亮。")

    assert [part.text[:2] for part in found.parts] == ["1、", "2、"]


def test_grave_words_recorded_as_a_question_raise_a_doubt(town):
    found = advice(town, "我要举报工地拖欠工资", sort="question")

    assert [one.value for one in found.doubts] == ["downgraded"]


def test_what_was_shown_comes_back_as_it_was_and_no_other(town):
    token = advice(town, category="010101").seal(at=AT)

    assert unsealed(token)[0] == AT
    assert unsealed(token + "x") == (None, [])
    assert unsealed("") == (None, [])
    assert unsealed(sealed([], at=AT)) == (AT, [])


@pytest.mark.usefixtures("state")
def test_what_was_suggested_is_kept_with_the_request_and_whether_it_was_taken(town):
    closed(town)
    train_classifier(at=AT, least=100)
    alike = asked(town, title="东盛花园暖气不热", content="室内温度只有十四度。")
    found = advice(town)
    best = found.categories[0].value

    case = call(town, shown=found.seal(at=AT), category=found.best or best, repeat_of=alike.code)

    assert (best, True) in [(value, taken) for value, _, taken in suggestions(case, "category")]
    assert (alike.code, "rule:similar-1", True) in suggestions(case, "similar")
    kept = Suggestion.objects.count()
    call(town, shown=found.seal(at=AT), category=found.best or best, repeat_of=alike.code)
    assert Suggestion.objects.count() == kept
    other = call(town, shown=found.seal(at=AT), category="020101", limit="ordinary", form="form-2")
    assert (best, False) in [(value, taken) for value, _, taken in suggestions(other, "category")]


def test_a_suggested_unit_is_settled_by_the_dispatch(town):
    found = advice(town, "路灯不亮", category="010402")
    organisation("urban-management", parent=town.units["siping"])
    found = advice(town, "路灯三天不亮了", category="010402")
    case = call(town, "路灯三天不亮了", shown=found.seal(at=AT), category="010402", limit="ordinary")
    assert suggestions(case, "unit") == [("urban-management", "rule:010402", None)]

    do(town, case, "dispatch", "dispatcher", "2026-03-10 10:00", **SENT)

    assert suggestions(case, "unit") == [("urban-management", "rule:010402", False)]


def test_a_dispatch_nobody_was_advised_on_notes_what_the_rules_say(town):
    organisation("housing", parent=town.units["siping"])
    case = asked(town)

    do(town, case, "dispatch", "dispatcher", "2026-03-02 10:00", **(SENT | {"unit": "housing"}))

    assert suggestions(case, "unit") == [("housing", "rule:010101", True)]


def test_pieces_become_requests_that_are_tied_to_the_first(town):
    pieces = [Piece("1、小区暖气不热。", "010101"), Piece("2、门口路灯不亮。", "010402")]
    data = COLD | {"content": "两件事"}

    taken = take_pieces(data, pieces, form="form-2", by=town["agent"], at=AT)
    again = take_pieces(data, pieces, form="form-2", by=town["agent"], at=AT)

    first, second = (one.case for one in taken)
    assert [(one.case.code, one.code) for one in again] == [(one.case.code, one.code) for one in taken]
    assert (first.data["category"], second.data["category"]) == ("010101", "010402")
    assert (first.data["limit"], second.data["limit"]) == ("utility", "ordinary")
    assert second.data["part_of"] == first.code
    assert list(Link.objects.values_list("case", "kind", "other")) == [(second.pk, "about", first.pk)]
    assert {row.person for row in Request.objects.all()} == {record_of(first).person}
    assert record_of(second).repeat_of is None


def test_the_same_person_about_the_same_kind_of_matter_repeats(town):
    first = asked(town, "2026-03-02")
    second = asked(town, "2026-03-05", category="010102")
    third = asked(town, "2026-03-06")
    other = asked(town, "2026-03-06", category="120101", limit="question")
    late = asked(town, "2026-04-20")

    roots = [record_of(case).repeat_of_id for case in (first, second, third, other, late)]

    assert roots == [None, first.pk, first.pk, None, None]


def test_the_same_matter_in_the_same_place_repeats_whoever_asks(town):
    here = {"locality": "education", "address": "东盛花园 3号楼"}
    first = asked(town, "2026-03-02", **here)
    again = asked(town, "2026-03-03", phone="13800000000", **here | {"address": "东盛花园3号楼"})
    elsewhere = asked(town, "2026-03-03", phone="13700000000", **here | {"address": "平安小区"})
    unsaid = asked(town, "2026-03-03", phone="13600000000", locality="education")

    roots = [record_of(case).repeat_of_id for case in (first, again, elsewhere, unsaid)]

    assert roots == [None, first.pk, None, None]


def test_what_the_agent_says_it_repeats_is_noted_and_tied(town):
    first = asked(town, "2026-01-02", phone="13800000000")

    second = asked(town, "2026-03-02", repeat_of=first.code)

    assert record_of(second).repeat_of_id == first.pk
    assert Link.objects.get(case=second).kind == "repeats"


def test_a_request_that_does_not_exist_is_not_repeated(town):
    with pytest.raises(ActRefused, match="没有重复于的工单"):
        asked(town, repeat_of="hotline-2026-9999")


def test_a_request_that_accuses_somebody_is_not_named_in_one_that_does_not(town):
    first = asked(town, "2026-01-02", phone="13800000000", accused=["education"])

    with pytest.raises(ActRefused, match="知悉范围比本件窄"):
        asked(town, repeat_of=first.code)
    assert asked(town, repeat_of=first.code, accused=["education"]).state == "received"


def test_doubts_that_stood_when_an_answer_went_out_are_recorded(town):
    case = asked(town)
    do(town, case, "dispatch", "dispatcher", "2026-03-02 10:00", **SENT)
    do(town, case, "sign", "transport_handler", "2026-03-02 10:30")
    do(town, case, "contact", "transport_handler", "2026-03-02 10:45", reached="yes", said="约好")

    reply = {"founded": "yes", "outcome": "solved", "done": "内部", "reply": "请拨打13900001111联系张师傅。"}
    do(town, case, "answer", "transport_head", "2026-03-03", **reply)

    noted = suggestions(case, "quality")
    assert ("private", "rule:quality-1", False) in noted
    assert case.state == "answered"


@pytest.mark.usefixtures("state")
def test_where_nobody_could_tell_the_category_the_model_speaks_for_the_dispatch(town):
    closed(town)
    train_classifier(at=AT, least=100)
    organisation("housing", parent=town.units["siping"])
    case = asked(town, title="暖气不热", content=HEATING, category="120401", limit="ordinary")

    do(town, case, "dispatch", "dispatcher", "2026-03-02 10:00", **(SENT | {"unit": "housing"}))

    assert [(value, taken) for value, _, taken in suggestions(case, "unit")] == [("housing", True)]
