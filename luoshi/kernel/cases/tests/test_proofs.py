from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from luoshi.kernel.base.law import Law
from luoshi.kernel.base.terms import Term, Unit
from luoshi.kernel.cases.declarations import (
    ANY,
    OPEN,
    Action,
    CaseType,
    Clock,
    Extension,
    Field,
    Guard,
    Into,
    Kind,
    Pause,
    Role,
    State,
)
from luoshi.kernel.cases.proofs import faults_of
from luoshi.kernel.cases.registry import case_types
from luoshi.kernel.cases.tests.invented import ERRAND, LAW, REVIEW, WORDS

NO_LAW = Law("", "")
BOTH = (ERRAND.key, REVIEW.key)


def with_actions(case_type: CaseType, *more: Action, **changed: Any) -> CaseType:
    """Return the type with actions added, and ``changed`` ones altered: ``decide={"by": ("ghost",)}``."""
    actions = [replace(a, **changed[a.key]) if a.key in changed else a for a in case_type.actions]
    return replace(case_type, actions=(*actions, *more))


def with_clock(case_type: CaseType, key: str, **changes: Any) -> CaseType:
    clocks = tuple(replace(c, **changes) if c.key == key else c for c in case_type.clocks)
    return replace(case_type, clocks=clocks)


def with_opening(case_type: CaseType, **changes: Any) -> CaseType:
    return replace(case_type, opening=replace(case_type.opening, **changes))


def form(**changed: dict[str, Any]) -> tuple[Field, ...]:
    return tuple(replace(f, **changed.get(f.key, {})) for f in ERRAND.opening.form)


def step(key: str, frm: tuple[str, ...], to: str, **more: Any) -> Action:
    return Action(key, key, frm, to, ("office",), **more)


def state(key: str, **more: Any) -> State:
    return State(key, key, **more)


STATES, CLOCKS, ACTIONS = ERRAND.states, ERRAND.clocks, ERRAND.actions
PLANTED = {
    "no open field code that tells cases apart": replace(ERRAND, distinct=("code",)),
    "guard odd is about no field: code": with_actions(
        ERRAND, note={"guards": (Guard("odd", "不行", LAW, lambda context: True, about="code"),)}
    ),
    "state stuck is a dead end": replace(
        with_actions(ERRAND, step("get_stuck", ("received",), "stuck")), states=(*STATES, state("stuck"))
    ),
    "state island cannot be reached": replace(
        with_actions(ERRAND, step("leave", ("island",), "received")), states=(*STATES, state("island"))
    ),
    "action ask: unknown state nowhere": with_actions(ERRAND, ask={"to": "nowhere"}),
    "action note: unknown role ghost": with_actions(ERRAND, note={"by": ("ghost",)}),
    "action note: nobody may take it": with_actions(ERRAND, note={"by": ()}),
    "state hearing: unknown role ghost": replace(
        ERRAND, states=(STATES[0], replace(STATES[1], turn=("ghost",)), *STATES[2:])
    ),
    "action reopen leaves the end decided": with_actions(ERRAND, step("reopen", ("decided",), "received")),
    "no state is an end": replace(ERRAND, states=tuple(replace(s, end=False) for s in STATES)),
    "the opening action is called begin, not open": with_opening(ERRAND, key="begin"),
    "the opening action leads to hearing, not to the first state received": with_opening(
        ERRAND, to="hearing"
    ),
    "role clerk is declared 2 times": replace(ERRAND, roles=(*ERRAND.roles, ERRAND.role("clerk"))),
    "state hearing is declared 2 times": replace(ERRAND, states=(*STATES, state("hearing"))),
    "action note is declared 2 times": with_actions(ERRAND, step("note", (ANY,), ANY)),
    "clock publish is declared 2 times": replace(ERRAND, clocks=(*CLOCKS, CLOCKS[-1])),
    "action note: field words is declared 2 times": with_actions(ERRAND, note={"form": WORDS * 2}),
    "action note: field words needs choices, and only a choice does": with_actions(
        ERRAND, note={"form": (replace(WORDS[0], kind=Kind.CHOICE),)}
    ),
    "action note: field words needs a table, and only an entry does": with_actions(
        ERRAND, note={"form": (replace(WORDS[0], kind=Kind.ENTRY),)}
    ),
    "action note: field words cannot move into unit": with_actions(
        ERRAND, note={"form": (replace(WORDS[0], into=Into.UNIT),)}
    ),
    "action open: field title is private and moves into title": with_opening(
        ERRAND, form=form(title={"private": True})
    ),
    "the opening form asks for no title": with_opening(ERRAND, form=form(title={"required": False})),
    "nothing says which unit a new case belongs to": with_opening(
        ERRAND, form=form(unit={"required": False})
    ),
    "the type cites no article": replace(ERRAND, law=NO_LAW),
    "guard somebody_else_took_it cites no article": with_actions(
        ERRAND,
        decide={
            "guards": tuple(replace(g, law=NO_LAW) for a in ACTIONS if a.key == "decide" for g in a.guards)
        },
    ),
    "clock decide cites no article": with_clock(ERRAND, "decide", law=NO_LAW),
    "a pause of clock decide cites no article": with_clock(
        ERRAND, "decide", pauses=(Pause("ask", "bring", NO_LAW),)
    ),
    "an extension of clock decide cites no article": with_clock(
        ERRAND, "decide", extensions=(Extension("extend", Term(1, Unit.WORK), NO_LAW),)
    ),
    "clock take: no action vanish": with_clock(ERRAND, "take", stop=("vanish",)),
    "clock take has neither a term nor a date to run to": with_clock(ERRAND, "take", within=None),
    "clock hearing: no date field words": with_clock(ERRAND, "hearing", anchor="words"),
    "clock take: no field colour for its term": with_clock(ERRAND, "take", within="errand.{colour}"),
    "clock take: no field phone for its term": with_clock(ERRAND, "take", within="errand.{phone}"),
    "clock take runs backwards, which takes a date and neither pause nor extension": with_clock(
        ERRAND, "take", backwards=True
    ),
    "clock publish cannot be stopped from decided": with_clock(ERRAND, "publish", stop=("take",)),
    "clock take cannot be stopped from withdrawn": with_clock(
        ERRAND, "take", stop=("take", "decide", "silent")
    ),
    "clock decide: the system may not withdraw": with_clock(ERRAND, "decide", miss="withdraw"),
    "clock decide: the system has nothing to fill in for silent": with_actions(
        ERRAND, silent={"form": WORDS}
    ),
    "clock decide can run out in hearing, where silent is not possible": with_actions(
        ERRAND, silent={"frm": ("received",)}
    ),
    "child type review does not exist": ERRAND,
}


@pytest.mark.parametrize(("fault", "planted"), PLANTED.items(), ids=PLANTED)
def test_a_planted_fault_is_named(fault: str, planted: CaseType):
    found = faults_of(planted, known=() if "child" in fault else BOTH)

    assert fault in found


def test_a_private_date_can_set_no_deadline():
    summon = {"form": (Field("hearing", "听证日", Kind.DATE, private=True),)}

    found = faults_of(with_actions(ERRAND, summon=summon), known=BOTH)

    assert "clock hearing: no date field hearing" in found


@pytest.mark.parametrize("key", sorted(case_types()))
def test_every_declared_type_is_sound(key: str):
    assert faults_of(case_types()[key], known=case_types()) == []


@pytest.mark.parametrize("invented", [ERRAND, REVIEW], ids=lambda t: t.key)
def test_the_invented_types_are_sound(invented: CaseType):
    assert faults_of(invented, known=iter(BOTH)) == []


def penalty() -> CaseType:
    """行政处罚 as first sketched: publicity moves a decided case past its service."""
    title = Field("title", "案由", into=Into.TITLE)
    unit = Field("unit", "单位", Kind.UNIT, into=Into.UNIT)
    stays = {"preserve": ("filed",), "dispose": ("filed",)}
    moves = [
        step("notify", ("filed",), "notified"),
        step("decide", ("notified",), "decided"),
        step("serve", ("decided",), ANY),
        step("publicise", ("decided",), "served"),
        step("close", ("served",), "closed"),
        step("drop", ("filed", "notified"), "dropped"),
        step("hear", ("notified",), ANY),
    ]
    moves += [step(key, frm, ANY) for key, frm in stays.items()]
    law = Law("行政处罚法(2021)", "61")
    return CaseType(
        key="penalty",
        title="行政处罚",
        law=law,
        roles=(Role("office", "执法机关", "office"),),
        states=(
            *(state(key) for key in ("filed", "notified", "decided", "served")),
            state("closed", end=True),
            state("dropped", end=True),
        ),
        opening=Action(OPEN, "立案", (), "filed", ("office",), (title, unit)),
        actions=tuple(moves),
        clocks=(
            Clock("serve", "送达", law, ("decide",), ("serve",), Term(7, Unit.WORK)),
            Clock("preserve", "登记保存", law, ("preserve",), ("dispose",), Term(7, Unit.WORK)),
            Clock("publicise", "公示", law, ("decide",), ("publicise",), Term(7, Unit.WORK)),
            Clock("hear5", "听证权", law, ("notify",), ("hear", "decide"), Term(5, Unit.WORK)),
        ),
    )


def test_the_clocks_that_the_first_sketch_forgot_are_found():
    found = faults_of(penalty())

    assert sorted(found) == [
        "clock hear5 cannot be stopped from dropped",
        *[f"clock preserve cannot be stopped from {s}" for s in ("closed", "decided", "dropped", "notified")],
        "clock preserve cannot be stopped from served",
        "clock serve cannot be stopped from closed",
        "clock serve cannot be stopped from served",
    ]


def test_the_sketch_is_mended_by_publicity_that_stays_and_stops_that_are_possible_at_an_end():
    stops = {"serve": ("serve", "close"), "preserve": ("dispose",), "publicise": ("publicise", "close")}
    mended = with_actions(
        penalty(),
        serve={"to": "served"},
        publicise={"frm": ("decided", "served"), "to": ANY},
        dispose={"frm": (ANY,)},
    )
    for clock, stop in stops.items():
        mended = with_clock(mended, clock, stop=stop)
    mended = with_clock(mended, "hear5", stop=("hear", "decide", "drop"))

    assert faults_of(mended) == []


def test_laws_that_are_cited_print_their_article():
    assert str(LAW) == "试验条例(2026)第3条"
