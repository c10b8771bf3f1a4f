from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from django.db import connection

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.actions import act, open_case
from luoshi.kernel.cases.declarations import effect
from luoshi.kernel.cases.effects import Doing
from luoshi.kernel.cases.errors import ActRefused, FormInvalid, KeyReused, Stale
from luoshi.kernel.cases.models import Case, Event, Evidence, Party
from luoshi.kernel.cases.registry import case_types
from luoshi.kernel.cases.tests.factories import PROPOSAL, Town, assign, make_town, moment, propose
from luoshi.kernel.cases.tests.invented import ERRAND, do, errand, paper
from luoshi.kernel.cases.tests.test_proofs import with_actions
from luoshi.kernel.cases.verifying import verify
from luoshi.kernel.orgs.models import Organisation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("invented")]
AT = moment("2026-03-03")


def note(town: Town, case: Case, words: str = "已阅", **more: Any) -> Event:
    return act(case, "note", by=town["office"], data={"words": words}, at=AT, **more)


def test_a_case_carries_its_number_its_type_and_its_first_event(town: Town):
    first, second = errand(town), errand(town)

    assert (first.code, second.code) == ("errand-2026-0001", "errand-2026-0002")
    assert (first.type, first.type_version, first.version, first.state) == ("errand", "1", 1, "received")
    assert first.events.get().post == "congress-deputy"


def test_numbers_begin_anew_each_local_year(town: Town):
    errand(town, "2026-12-31 23:59")

    assert errand(town, "2027-01-01 00:00").code == "errand-2027-0001"


def test_a_form_that_names_no_unit_goes_where_the_intake_says(town: Town):
    assert propose(town).unit.code == "office"


def test_whoever_acts_on_an_old_page_is_told_what_has_happened_since(town: Town):
    case = errand(town)
    note(town, case, version=1)

    with pytest.raises(Stale) as refused:
        note(town, case, version=1)

    assert (refused.value.code, refused.value.current) == ("case-changed", 2)
    assert case.events.count() == 2


def test_the_same_call_again_returns_the_same_event(town: Town):
    case = errand(town)

    first, second = note(town, case, key="k", version=1), note(town, case, key="k", version=1)

    assert first.pk == second.pk
    assert case.events.count() == 2


def test_the_same_opening_again_returns_the_same_case(town: Town):
    def call() -> Case:
        data = PROPOSAL | {"contact": "13900000000"}
        return open_case("proposals", by=town["deputy"], data=data, at=AT, key="k")

    assert call().pk == call().pk
    assert Case.objects.count() == 1


OTHERS: dict[str, Callable[[Town, Case, Case], object]] = {
    "words": lambda town, case, other: note(town, case, "另一句", key="k"),
    "case": lambda town, case, other: note(town, other, key="k"),
    "action": lambda town, case, other: act(case, "take", by=town["education_handler"], at=AT, key="k"),
    "person": lambda town, case, other: act(
        case, "note", by=town["deputy"], data={"words": "已阅"}, at=AT, key="k"
    ),
    "file": lambda town, case, other: note(town, case, key="k", evidence=[paper("照片")]),
    "opening": lambda town, case, other: open_case(
        "errand", by=town["deputy"], data={"title": "一件小事", "unit": "education"}, at=AT, key="k"
    ),
}


@pytest.mark.parametrize("other", OTHERS)
def test_a_key_belongs_to_one_act(town: Town, other: str):
    case, another = errand(town), errand(town)
    note(town, case, key="k")

    with pytest.raises(KeyReused, match="幂等键 k 已用于另一次办理"):
        OTHERS[other](town, case, another)


@pytest.mark.parametrize(("kind", "phone"), [("errand", "13911111111"), ("review", "13900000000")])
def test_a_key_tells_private_values_and_types_apart(town: Town, kind: str, phone: str):
    errand_of = {"title": "一件小事", "unit": "education", "phone": "13900000000"}
    open_case("errand", by=town["deputy"], data=errand_of, at=AT, key="k")

    data = errand_of | {"phone": phone} if kind == "errand" else {"title": "一件小事", "unit": "education"}
    with pytest.raises(KeyReused):
        open_case(kind, by=town["deputy"], data=data, at=AT, key="k")


def test_every_reason_against_an_act_is_given_at_once_with_its_article(town: Town):
    case = errand(town)
    do(town, case, "summon", "education_handler", "2026-03-03", hearing="2026-04-20")

    with pytest.raises(ActRefused) as refused:
        do(town, case, "summon", "deputy", "2026-03-03", hearing="2026-03-01")

    assert [refusal.code for refusal in refused.value.refusals] == ["state", "role", "hearing_is_ahead"]
    assert all("试验条例(2026)第3条" in str(refusal) for refusal in refused.value.refusals)
    assert "当前为“听证中”，不能定听证日" in str(refused.value)


def test_whoever_took_it_may_not_decide_it(town: Town):
    case = errand(town)
    do(town, case, "take", "education_head", "2026-03-02 10:00")

    with pytest.raises(ActRefused, match="承办人不能自己决定"):
        do(town, case, "decide", "education_head", "2026-03-03", words="同意")


def test_an_act_that_is_not_declared_is_named(town: Town):
    case = errand(town)

    for key in ("fly", "open"):
        with pytest.raises(LuoshiError, match="没有“") as refused:
            do(town, case, key, "office", "2026-03-03")
        assert refused.value.code == "action-unknown"
    with pytest.raises(LuoshiError, match="没有编号为 nowhere 的事项"):
        act("nowhere", "note", by=town["office"], at=AT)


def test_every_wrong_field_is_reported_and_nothing_is_written(town: Town):
    wrong = {"title": " ", "fine": "1.234", "secrecy": "9", "phone": "\ud800", "colour": "red"}

    with pytest.raises(FormInvalid) as refused:
        errand(town, **wrong)

    assert {problem.field for problem in refused.value.problems} == set(wrong)
    assert Case.objects.count() == 0


def test_units_and_people_that_do_not_exist_are_reported_together(town: Town):
    Organisation.objects.filter(code="transport").update(valid_to="2026-01-01")

    with pytest.raises(FormInvalid) as refused:
        errand(town, unit="nowhere", helpers=["finance", "transport", "moon"], signers=[10**9])

    assert [problem.message for problem in refused.value.problems] == [
        "没有这个单位：nowhere",
        "没有这个单位：transport",
        "没有这个单位：moon",
        "没有这个账号：1000000000",
    ]


@pytest.mark.parametrize("text", ["\x00", "好\x00", "\udfff"])
def test_signs_that_cannot_be_kept_are_refused_wherever_they_stand(town: Town, text: str):
    with pytest.raises(FormInvalid, match="含有不能保存的字符"):
        errand(town, title=text, unit=text, helpers=[text])


def test_nothing_is_half_written_where_an_effect_fails(town: Town):
    @effect
    def fail(doing: Doing) -> None:
        doing.tell("case.note", "到此为止", to=[town.accounts["deputy"].pk])
        raise RuntimeError("no further")

    case_types()[ERRAND.key] = with_actions(ERRAND, note={"then": (fail,)})
    case = errand(town)

    with pytest.raises(RuntimeError):
        note(town, case, evidence=[paper("照片")])

    case.refresh_from_db()
    assert (case.version, case.events.count(), Evidence.objects.count()) == (1, 1, 0)
    assert verify(case).sound


def test_an_effect_opens_a_child_once(town: Town):
    case = errand(town)

    do(town, case, "decide", "education_head", "2026-03-04", words="同意")

    child = case.links.get(kind="child").other
    assert child is not None
    assert (child.type, child.title, child.unit.code) == ("review", "复核：一件小事", "education")
    assert verify(child).sound


def test_evidence_of_any_kind_named_is_enough_and_none_is_refused(town: Town):
    case = errand(town)
    do(town, case, "summon", "education_handler", "2026-03-03", hearing="2026-04-20")

    with pytest.raises(ActRefused, match="缺少材料：笔录或视频"):
        do(town, case, "heard", "education_handler", "2026-04-20", paper("照片"))
    event = do(town, case, "heard", "education_handler", "2026-04-20", paper("视频", "b"), paper("照片", "a"))

    assert event.evidence == ["a" * 64, "b" * 64]
    assert set(case.evidence.values_list("kind", flat=True)) == {"视频", "照片"}


def test_files_may_come_one_by_one(town: Town):
    data = {"title": "一件小事", "unit": "education"}

    case = open_case("errand", by=town["deputy"], data=data, evidence=iter([paper("照片")]), at=AT)

    assert case.evidence.get().kind == "照片"
    assert case.events.get().evidence == ["a" * 64]


def test_what_a_form_leaves_empty_is_empty_from_then_on(town: Town):
    case = errand(town, helpers=["finance"], fine="12.50")
    do(town, case, "take", "education_handler", "2026-03-02 10:00", who=town.accounts["education_handler"].pk)
    assert case.data["fine"] == 1250
    assert case.assignee_id == town.accounts["education_handler"].pk

    do(town, case, "take", "education_handler", "2026-03-02 11:00")
    do(town, case, "hand", "office", "2026-03-03", unit="transport")

    assert case.assignee is None
    assert (case.tasks.count(), case.title, case.data["fine"]) == (0, "一件小事", 1250)
    assert verify(case).sound


def test_cosigners_are_parties_and_the_opener_is_not_their_own_cosigner(town: Town):
    both = [town.accounts["deputy"].pk, town.accounts["colleague"].pk, town.accounts["colleague"].pk]

    case = errand(town, signers=both)

    assert [party.account for party in Party.objects.filter(case=case)] == [town.accounts["colleague"]]
    do(town, case, "withdraw", "colleague", "2026-03-03")
    assert case.state == "withdrawn"


def test_whatever_the_form_is_given_the_row_is_what_the_events_say(town: Town):
    case = propose(town, contact="13900000000", cosigners=[town.accounts["colleague"].pk])
    assign(town, case, assisting="finance、transport")

    case.refresh_from_db()
    assert verify(case).sound
    assert set(case.tasks.values_list("unit__code", flat=True)) == {"finance", "transport"}


def at_once(*works: Callable[[], Any]) -> list[Any]:
    def run(work: Callable[[], Any]) -> Any:
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


@pytest.mark.django_db(transaction=True)
def test_two_calls_at_once_with_one_key_write_one_event(settings: Any):
    town = make_town(settings)
    deputy, office = town["deputy"], town["office"]
    data = {"title": "一件小事", "unit": "education"}

    opened = at_once(*[lambda: open_case("errand", by=deputy, data=data, at=AT, key="open")] * 6)
    assert len({case.pk for case in opened}) == 1
    case = opened[0]
    words = {"words": "已阅"}
    noted = at_once(*[lambda: act(case, "note", by=office, data=words, at=AT, key="note")] * 6)

    assert len({event.pk for event in noted}) == 1
    assert (Case.objects.count(), Event.objects.count()) == (1, 2)


@pytest.mark.django_db(transaction=True)
def test_of_two_cases_acted_upon_at_once_with_one_key_one_is_refused_in_words(settings: Any):
    town = make_town(settings)
    cases, office = [errand(town) for _ in range(6)], town["office"]

    def call(case: Case) -> str:
        try:
            act(case, "note", by=office, data={"words": "已阅"}, at=AT, key="note")
        except KeyReused:
            return "refused"
        return "done"

    assert sorted(at_once(*[partial(call, case) for case in cases])) == ["done", *["refused"] * 5]


@pytest.mark.django_db(transaction=True)
def test_many_acts_at_once_follow_one_another(settings: Any):
    town = make_town(settings)
    case, office = errand(town), town["office"]

    at_once(*[lambda: act(case, "note", by=office, data={"words": "已阅"}, at=AT)] * 8)

    case.refresh_from_db()
    assert [event.seq for event in case.events.all()] == list(range(1, 10))
    assert verify(case).sound


@pytest.mark.django_db(transaction=True)
def test_of_two_who_act_on_the_same_page_one_is_told(settings: Any):
    town = make_town(settings)
    case, office = errand(town), town["office"]

    def call() -> str:
        try:
            act(case, "note", by=office, data={"words": "已阅"}, at=AT, version=1)
        except Stale:
            return "told"
        return "done"

    assert sorted(at_once(call, call)) == ["done", "told"]
