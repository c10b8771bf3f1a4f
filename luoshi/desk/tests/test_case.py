from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from luoshi.desk.tests.factories import (
    ANSWER,
    PDF,
    answered,
    assigned,
    at_case,
    hidden,
    pdf,
    proposed,
    text_of,
)
from luoshi.kernel.cases.actions import act, erase
from luoshi.kernel.cases.models import Case, Event, Evidence, Link, Reveal
from luoshi.kernel.cases.tests.factories import moment

ASSIGN = {"unit": "education", "breadth": "ordinary"}


def test_what_to_do_next_stands_at_the_top_and_refusals_teach_the_law(town, sign_in):
    case = assigned(town, assisting=["finance"])

    page = sign_in("education_head").get(at_case(case))

    offers = page.context["dossier"]
    assert {offer.action.key for offer in offers.doable} == {"accept", "return"}
    assert {offer.action.key for offer in offers.barred} == {"answer"}
    said = text_of(page)
    assert "会办单位意见未到且期限未满 建议提案办理规定办理程序（待核）" in said
    assert "其他人可以办的" in said
    assert said.index("下一步") < said.index("期限 状况 到期")
    assert re.search(r"<button[^>]*disabled", page.content.decode())


@pytest.mark.parametrize(
    ("name", "doable"),
    [
        ("office", {"assign", "decline"}),
        ("monitor", {"urge"}),
        ("deputy", set()),
    ],
)
def test_the_page_offers_each_what_is_theirs(town, sign_in, name, doable):
    page = sign_in(name).get(at_case(proposed(town)))

    assert {offer.action.key for offer in page.context["dossier"].doable} == doable


@pytest.mark.parametrize("name", ["transport_handler", "finance_head", "colleague"])
@pytest.mark.parametrize("more", [(), ("audit",)])
def test_a_case_one_may_not_read_does_not_exist(town, sign_in, name, more):
    case = assigned(town)

    hidden_one, none = sign_in(name).get(at_case(case, *more)), sign_in(name).get("/desk/cases/x-1/")

    assert hidden_one.status_code == none.status_code == 404
    assert case.title not in hidden_one.content.decode()


def test_nobody_acts_upon_a_case_they_may_not_read(town, sign_in):
    case = assigned(town)

    answer = sign_in("transport_head").post(at_case(case, "do", "accept"), {"version": case.version})

    assert answer.status_code == 404
    assert Event.objects.filter(case=case).count() == 2


def test_an_action_is_done_and_the_page_says_so(town, sign_in):
    client, case = sign_in("office"), proposed(town)
    page = client.get(at_case(case))
    form = {name: hidden(page, name, within=at_case(case, "do", "assign")) for name in ("key", "version")}

    answer = client.post(
        at_case(case, "do", "assign"), form | ASSIGN | {"assisting": ["finance", "transport"]}
    )

    assert (answer.status_code, answer.headers["Location"]) == (303, f"{at_case(case)}#done")
    case.refresh_from_db()
    assert (case.state, case.path) == ("assigned", "siping/education/")
    assert set(case.tasks.values_list("unit__code", flat=True)) == {"finance", "transport"}
    assert "已办理：交办" in text_of(client.get(at_case(case)))


def test_a_double_click_is_one_act(town, sign_in):
    client, case = sign_in("office"), proposed(town)
    page = client.get(at_case(case))
    form = {name: hidden(page, name, within=at_case(case, "do", "assign")) for name in ("key", "version")}

    answers = [client.post(at_case(case, "do", "assign"), form | ASSIGN) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert Event.objects.filter(case=case, action="assign").count() == 1


def test_the_same_form_with_other_content_is_told_so(town, sign_in):
    client, case = sign_in("office"), proposed(town)
    form = {"key": "k" * 24, "version": case.version} | ASSIGN
    client.post(at_case(case, "do", "assign"), form)

    answer = client.post(at_case(case, "do", "assign"), form | {"unit": "transport"})

    assert answer.status_code == 409
    assert "这张表已经提交过" in text_of(answer)
    assert Event.objects.filter(case=case, action="assign").count() == 1


def test_a_stale_form_shows_what_is_new_and_keeps_what_was_typed(town, sign_in):
    case = answered(town)
    act(case, "urge", by=town["monitor"], data={"note": "请抓紧"}, at=moment("2026-03-10"))

    answer = sign_in("deputy").post(
        at_case(case, "do", "dissent"), {"version": case.version, "reason": "问题没有解决"}
    )

    assert answer.status_code == 409
    said = text_of(answer)
    assert "您打开这一页以后，有新的办理： 03-10 09:00 monitor 督办" in said
    assert "问题没有解决" in said
    case.refresh_from_db()
    assert hidden(answer, "version", within=at_case(case, "do", "dissent")) == str(case.version)
    assert case.state == "answered"


def test_a_form_overtaken_by_another_act_keeps_its_words(town, sign_in):
    case = answered(town)
    act(case, "rate", by=town["deputy"], data={"rating": "satisfied"}, at=moment("2026-03-10"))

    answer = sign_in("deputy").post(
        at_case(case, "do", "dissent"), {"version": case.version, "reason": "问题没有解决"}
    )

    assert answer.status_code == 409
    assert "没有办成。您填的内容还在这里" in text_of(answer)
    assert "问题没有解决" in text_of(answer)


def test_wrong_fields_are_named_beside_themselves_and_typed_values_kept(town, sign_in):
    case = assigned(town)

    answer = sign_in("education_head").post(
        at_case(case, "do", "answer"),
        {"version": case.version, "result": "B", "reply": "第一行\n<b>", "talked_on": "三月"},
    )

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "第一行\n&lt;b&gt;</textarea>" in page
    assert re.search(r'value="B"\s+checked', page)
    assert 'aria-describedby="answer-talked_on-error"' in page
    assert "面商日期：请写成 2026-03-01 这样的日期" in page
    assert not Event.objects.filter(case=case, action="answer").exists()


def test_files_of_a_form_that_was_wrong_need_not_be_sent_again(town, sign_in):
    client, case = sign_in("education_head"), assigned(town)
    upload = SimpleUploadedFile("答复.pdf", PDF)
    first = client.post(
        at_case(case, "do", "answer"),
        {"version": case.version, "evidence-0": upload} | ANSWER | {"reply": ""},
    )
    assert first.status_code == 422
    assert "已收到，不必再传" in text_of(first)

    kept = hidden(first, "kept")
    stolen = sign_in("finance_head")
    second = client.post(at_case(case, "do", "answer"), {"version": case.version, "kept": kept} | ANSWER)

    assert second.status_code == 303
    assert Evidence.objects.get(case=case).kind == "答复件"
    other = assigned(town, unit="finance")
    refused = stolen.post(at_case(other, "do", "answer"), {"version": other.version, "kept": kept} | ANSWER)
    assert refused.status_code == 409
    assert "缺少材料：答复件" in text_of(refused)


def test_a_refusal_names_every_reason_with_its_article(town, sign_in):
    case = assigned(town)

    barred = sign_in("education_head").post(at_case(case, "do", "answer"), {"version": 2} | ANSWER)
    foreign = sign_in("education_handler").post(at_case(case, "do", "answer"), {"version": 2} | ANSWER)

    assert barred.status_code == 409
    assert "缺少材料：答复件（代表法(2025)第51条）" in text_of(barred)
    assert foreign.status_code == 403
    assert "须由承办单位负责人办理" in text_of(foreign)


@pytest.mark.parametrize("content", [b"", b"<html><script>1</script>", b"MZ\x00\x00"])
def test_a_file_of_no_accepted_kind_is_refused_beside_the_form(town, sign_in, content):
    case = assigned(town)

    answer = sign_in("education_head").post(
        at_case(case, "do", "answer"),
        {"version": 2, "evidence-0": SimpleUploadedFile("x.pdf", content)} | ANSWER,
    )

    # An empty file never leaves Django's parser as an upload, so it is simply missing.
    assert answer.status_code in (409, 422)
    assert ANSWER["reply"] in text_of(answer)
    assert not Evidence.objects.exists()


def test_evidence_is_a_download_for_those_who_may_read_the_case(town, sign_in):
    case = answered(town)
    address = f"/desk/evidence/{case.evidence.get().sha256}/?case={case.code}"

    answer = sign_in("deputy").get(address)

    assert answer.getvalue() == PDF
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert sign_in("transport_head").get(address).status_code == 404
    other = pdf(name="x.pdf")
    assert sign_in("deputy").get(f"/desk/evidence/{'0' * 64}/?case={case.code}").status_code == 404
    assert other.sha256 == case.evidence.get().sha256


def test_a_private_value_is_masked_shown_for_a_reason_and_the_look_is_logged(town, sign_in):
    client, case = sign_in("office"), proposed(town, contact="13900001111")
    assert "13900001111" not in client.get(at_case(case)).content.decode()

    silent = client.post(at_case(case, "private"), {"field": "contact", "reason": " "})
    shown = client.post(at_case(case, "private"), {"field": "contact", "reason": "核对来电"})

    assert silent.status_code == 422
    assert "13900001111" in shown.content.decode()
    assert "no-store" in shown.headers["Cache-Control"]
    look = Reveal.objects.get()
    assert (look.field, look.reason, look.by) == ("contact", "核对来电", town.accounts["office"])
    assert "13900001111" not in client.get(at_case(case)).content.decode()


def test_an_erased_value_says_that_it_is_gone(town, sign_in):
    case = proposed(town, contact="13900001111")
    erase(case, reason="当事人申请", at=moment("2026-03-09"))

    said = text_of(sign_in("office").get(at_case(case)))

    assert "联系电话 已删除" in said
    assert "私密内容已删除" in said


def test_the_history_tells_who_did_what_in_which_post_with_titles_of_fields(town, sign_in):
    case = answered(town, result="B", promised_on="2026-06-30")

    said = text_of(sign_in("office").get(at_case(case)))

    assert "2026-03-09 09:00 答复 education_head · education_head" in said
    assert "办理结果 列入计划逐步解决" in said
    assert "主办单位 education" in said
    assert "● 按期完成" in said
    assert "承诺解决日期 2026-06-30" in said


def test_ties_lead_to_the_commitment_and_only_to_cases_one_may_read(town, sign_in):
    case, child, secret = assigned(town), assigned(town), assigned(town)
    Case.objects.filter(pk=secret.pk).update(secrecy=2, title="机要")
    Link.objects.create(case=case, kind="serves", commitment="2026-017")
    Link.objects.create(case=case, kind="child", other=child)
    Link.objects.create(case=case, kind="child", other=secret)

    page = sign_in("education_head").get(at_case(case)).content.decode()

    assert 'href="/commitments/2026-017/"' in page
    assert at_case(child) in page
    assert "机要" not in page


def test_a_long_history_costs_no_more_questions(town, sign_in):
    client, case = sign_in("monitor"), answered(town)
    client.get(at_case(case))
    with CaptureQueriesContext(connection) as few:
        client.get(at_case(case))

    for _ in range(8):
        act(case, "urge", by=town["monitor"], data={"note": "请抓紧"}, at=moment("2026-03-10"))
    with CaptureQueriesContext(connection) as many:
        client.get(at_case(case))

    assert len(few) == len(many) <= 30


def test_a_page_that_showed_an_error_can_be_reloaded(town, sign_in):
    case = assigned(town)

    answer = sign_in("education_head").get(at_case(case, "do", "answer"))

    assert answer.headers["Location"] == at_case(case)
