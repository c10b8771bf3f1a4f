"""Ties between cases, and of cases to commitments: said in the chain, by who may, of what may be named."""

from __future__ import annotations

import pytest

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.actions import relate, relate_case
from luoshi.kernel.cases.errors import ActRefused
from luoshi.kernel.cases.models import Case, Link, Party
from luoshi.kernel.cases.tests.factories import assign, moment, propose
from luoshi.kernel.cases.verifying import replay, verify

pytestmark = pytest.mark.django_db
AT = moment("2026-03-10")


@pytest.fixture
def two(town):
    """Two proposals with the education department."""
    found = [propose(town), propose(town)]
    for case in found:
        assign(town, case)
        case.refresh_from_db()
    return found


def tie(town, case, other, *, kind="repeats", reason="同一所学校。", who="education_handler"):
    return relate_case(case, other.code, kind=kind, reason=reason, by=town[who], at=AT)


def test_a_tie_stands_in_the_chain_with_its_reason_and_is_made_once(town, two):
    case, other = two

    event, again = tie(town, case, other), tie(town, case, other)

    assert event is not None
    assert event.data == {"tie": "repeats", "other": other.code, "reason": "同一所学校。"}
    assert again is None
    assert Link.objects.get(kind="repeats").other == other
    case.refresh_from_db()
    assert verify(case).sound
    assert replay(case).state == case.state == "assigned"


def test_the_office_ties_and_others_do_not(town, two):
    case, other = two

    tie(town, case, other, who="office")
    for who in ("deputy", "monitor", "transport_head"):
        with pytest.raises(ActRefused):
            tie(town, case, other, kind="about", who=who)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"kind": "child"}, "tie-kind"),
        ({"reason": "  "}, "tie-reason"),
        ({"reason": "长" * 501}, "tie-reason"),
    ],
)
def test_a_tie_has_a_known_kind_and_a_reason(town, two, changed, code):
    with pytest.raises(LuoshiError) as found:
        tie(town, *two, **changed)

    assert found.value.code == code


def test_what_the_actor_may_not_read_is_as_if_it_were_not_there(town, two):
    elsewhere = propose(town)
    assign(town, elsewhere, unit="transport")

    with pytest.raises(LuoshiError) as found:
        tie(town, two[0], elsewhere)

    assert found.value.code == "case-missing"


def test_a_case_is_not_tied_to_itself(town, two):
    with pytest.raises(LuoshiError) as found:
        tie(town, two[0], two[0])

    assert found.value.code == "tie-itself"


def test_no_chain_names_a_case_that_fewer_may_know_of(town, two):
    case, other = two
    Case.objects.filter(pk=other.pk).update(secrecy=1)

    with pytest.raises(LuoshiError) as found:
        tie(town, case, other)
    other.refresh_from_db()

    assert found.value.code == "tie-secret"
    assert tie(town, other, case)


def test_no_chain_names_a_case_that_accuses_somebody(town, two):
    case, other = two
    Party.objects.create(case=other, part=Party.Part.ACCUSED, account=town.accounts["colleague"])

    with pytest.raises(LuoshiError) as found:
        tie(town, case, other)

    assert found.value.code == "tie-secret"


def test_a_case_serves_a_commitment_for_a_reason(town, two):
    event = relate(two[0], "2026-017", by=town["education_head"], at=AT, reason="学校改造")

    assert event is not None
    assert event.data == {"commitment": "2026-017", "reason": "学校改造"}
