"""Who holds the code of one case acts in that case, in the steps meant for them, and sees nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.access import may_see, sight_of, visible
from luoshi.kernel.cases.actions import act, reveal
from luoshi.kernel.cases.errors import ActRefused
from luoshi.kernel.cases.models import Case
from luoshi.kernel.cases.permit import BEARER, bearers_part
from luoshi.kernel.cases.queries import can
from luoshi.kernel.cases.registry import case_type
from luoshi.kernel.cases.tests.factories import Town, moment
from luoshi.kernel.cases.tests.invented import errand
from luoshi.kernel.cases.verifying import verify
from luoshi.kernel.orgs.actor import SYSTEM, Actor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("invented")]
AT = moment("2026-03-03")
WORDS = {"words": "还没有人来"}


def bearer_of(case: Case) -> Actor:
    return Actor(None, "", (), 0, bearer=case.code)


def refused(case: Case, action: str, by: Actor, **data: Any) -> str:
    with pytest.raises(ActRefused) as caught:
        act(case, action, by=by, data=data, at=AT)
    return caught.value.zh


def test_a_bearer_acts_in_their_case_and_the_chain_says_so(town: Town):
    case = errand(town)

    event = act(case, "add", by=bearer_of(case), data=WORDS, at=AT)

    case.refresh_from_db()
    assert (event.by_id, event.post) == (None, BEARER)
    assert verify(case).sound


def test_a_code_for_one_part_does_not_act_in_another(town: Town):
    case = errand(town)
    bearer = replace(bearer_of(case), part="bearer")

    event = act(case, "add", by=bearer, data=WORDS, at=AT)

    assert event.post == "bearer:bearer"
    part = bearers_part(case_type(case.type), event.post)
    assert part is not None
    assert part.title == "持码人"
    assert "须由持码人办理" in refused(case, "add", replace(bearer, part="clerk"), **WORDS)


def test_a_bearer_of_one_case_acts_in_no_other(town: Town):
    case, other = errand(town), errand(town)

    assert "须由持码人办理" in refused(other, "add", bearer_of(case), **WORDS)


def test_a_bearer_takes_only_steps_meant_for_bearers_not_even_the_systems(town: Town):
    case = errand(town)
    offers = can(bearer_of(case), case, at=AT)

    assert [offer.action.key for offer in offers if offer.mine] == ["add"]
    assert "须由系统办理" in refused(case, "silent", bearer_of(case))


def test_nobody_with_an_account_and_not_the_system_acts_as_the_bearer(town: Town):
    case = errand(town)

    for actor in (town["office"], town["education_head"], SYSTEM):
        assert "须由持码人办理" in refused(case, "add", actor, **WORDS)


def test_a_bearer_sees_their_case_alone_though_it_accuses_a_body(town: Town):
    case, _ = errand(town, accused=["finance"], secrecy=2), errand(town)

    assert list(visible(bearer_of(case))) == [case]
    assert list(Case.objects.filter(sight_of(bearer_of(case)).condition)) == [case]
    assert may_see(bearer_of(case), case)


def test_a_bearer_is_shown_no_private_value(town: Town):
    case = errand(town, phone="13900000000")

    with pytest.raises(LuoshiError) as caught:
        reveal(case, "phone", by=bearer_of(case), reason="想看", at=AT)

    assert caught.value.code == "reveal-refused"
