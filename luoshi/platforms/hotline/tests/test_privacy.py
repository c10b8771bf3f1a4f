"""Who asks is told to those who need it, for a logged reason; never to whom the request accuses."""

from __future__ import annotations

import pytest

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.access import may_see, visible
from luoshi.kernel.cases.actions import reveal
from luoshi.kernel.cases.errors import ActRefused
from luoshi.kernel.cases.models import Case, Event, PrivateValue, Reveal
from luoshi.kernel.cases.tests.factories import Town, moment, propose
from luoshi.kernel.notices.models import Notice
from luoshi.platforms.hotline.models import Request
from luoshi.platforms.hotline.tests.factories import COLD, SENT, asked, do, handled, record_of, sent

AT = moment("2026-03-03")
PHONE = str(COLD["phone"])


def shown(town: Town, case: Case, who: str) -> object:
    return reveal(case, "phone", by=town[who], reason="核实情况", at=AT)


def test_a_callers_name_and_number_stand_nowhere_in_the_open(town: Town):
    case = handled(town)

    rows: list[object] = [*Case.objects.filter(pk=case.pk).values(), *Event.objects.values()]
    rows += [*Request.objects.values(), *PrivateValue.objects.values(), *Notice.objects.values()]
    text = str(rows)
    assert PHONE not in text
    assert "王某" not in text


def test_the_unit_that_handles_a_request_looks_a_number_up_for_a_reason_that_is_kept(town: Town):
    case = handled(town)
    with pytest.raises(LuoshiError, match="写明理由"):
        reveal(case, "phone", by=town["transport_handler"], reason=" ", at=AT)

    assert shown(town, case, "transport_handler") == PHONE

    (row,) = Reveal.objects.all()
    assert (row.by_id, row.field, row.reason, row.at) == (
        town.accounts["transport_handler"].pk,
        "phone",
        "核实情况",
        AT,
    )


def test_a_unit_that_does_not_handle_it_is_shown_nothing(town: Town):
    with pytest.raises(LuoshiError, match="确认您经办"):
        shown(town, handled(town), "finance_handler")

    assert not Reveal.objects.exists()


def test_who_asks_for_confidence_is_known_to_those_who_take_and_dispatch_alone(town: Town):
    case = handled(town, confidential=True)

    for who in ("transport_handler", "transport_head", "office", "monitor", "arbiter"):
        with pytest.raises(ActRefused, match="要求保密"):
            shown(town, case, who)
    assert shown(town, case, "agent") == PHONE
    assert shown(town, case, "dispatcher") == PHONE
    assert Reveal.objects.count() == 2


def test_the_accused_body_never_sees_the_request_nor_who_made_it(town: Town):
    case = sent(town, unit="finance", accused=["transport"], sort="report")

    for who in ("transport_handler", "transport_head"):
        assert not may_see(town[who], case)
        with pytest.raises(LuoshiError) as caught:
            shown(town, case, who)
        assert caught.value.code == "reveal-refused"
    assert not Notice.objects.filter(recipient=town.accounts["transport_head"]).exists()


@pytest.mark.parametrize("given", [{}, {"unit": "finance", "assisting": ["education", "transport"]}])
def test_a_request_is_never_sent_to_whom_it_accuses(town: Town, given: dict[str, object]):
    case = asked(town, accused=["transport"])

    with pytest.raises(ActRefused, match="被反映单位不能承办"):
        do(town, case, "dispatch", "dispatcher", "2026-03-02 10:00", **(SENT | given))


def test_a_part_is_never_given_to_whom_the_request_accuses(town: Town):
    case = sent(town, unit="finance", accused=["transport"])
    do(town, case, "sign", "finance_handler", "2026-03-02 11:00")

    with pytest.raises(ActRefused, match="被反映单位不能承办"):
        do(town, case, "split", "finance_head", "2026-03-02 12:00", part_unit="transport", task="说明情况")


def test_the_hotline_reads_residents_requests_and_nothing_else_of_the_departments(town: Town):
    case, _ = handled(town), propose(town)

    assert list(visible(town["agent"])) == [case]


def test_a_caller_is_known_again_by_a_hash_that_says_nothing_else(town: Town):
    numbers = (PHONE, f" {PHONE[:3]}-{PHONE[3:]}", "13800000000")
    first, again, other = (record_of(asked(town, phone=number)).person for number in numbers)

    assert first == again != other
    assert first
    assert PHONE not in first
