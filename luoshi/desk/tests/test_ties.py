from __future__ import annotations

from luoshi.desk.tests.factories import assigned, at_case, text_of
from luoshi.kernel.cases.models import Event, Link
from luoshi.portal.tests.factories import make_city

FORM = {"kind": "repeats", "reason": "同一所学校。"}


def test_who_handles_a_case_ties_it_to_another_and_both_pages_say_so(town, sign_in):
    client, case, other = sign_in("education_handler"), assigned(town), assigned(town)

    answer = client.post(at_case(case, "relate"), FORM | {"with": f" {other.code} "})

    assert (answer.status_code, answer.headers["Location"]) == (303, f"{at_case(case)}#done")
    here, there = text_of(client.get(at_case(case))), text_of(client.get(at_case(other)))
    assert "已关联。" in here
    assert "重复的原件" in here
    assert "同一所学校。" in here
    assert "重复件" in there


def test_a_case_is_tied_to_a_commitment_of_the_report(town, sign_in):
    make_city()
    client, case = sign_in("office"), assigned(town)

    client.post(at_case(case, "relate"), FORM | {"kind": "serves", "with": "2026-002"})

    assert Link.objects.get().commitment == "2026-002"
    assert "2026-002" in text_of(client.get(at_case(case)))


def test_what_was_typed_wrong_is_said_in_the_form_which_keeps_it(town, sign_in):
    client, case = sign_in("office"), assigned(town)

    for kind, code in (("serves", "2026-999"), ("about", "proposals-2026-9999"), ("", case.code)):
        answer = client.post(at_case(case, "relate"), FORM | {"kind": kind, "with": code})

        assert answer.status_code == 422
        assert answer.context["tie_wrong"]
        assert f'value="{code}"' in answer.content.decode()
    assert not Link.objects.exists()


def test_who_may_not_tie_sees_no_form_and_is_refused(town, sign_in):
    client, case, other = sign_in("deputy"), assigned(town), assigned(town)

    page = client.get(at_case(case)).content.decode()
    answer = client.post(at_case(case, "relate"), FORM | {"with": other.code})

    assert at_case(case, "relate") not in page
    assert answer.status_code == 403
    assert not Event.objects.filter(action="related").exists()
