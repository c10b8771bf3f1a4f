"""Nothing of who asks, and nothing that is to stay between them and the city, stands in any answer."""

from __future__ import annotations

from typing import Any

from luoshi.kernel.cases.models import Case
from luoshi.kernel.cases.tests.factories import Town
from luoshi.platforms.hotline.tests.factories import COLD, finished, handled
from luoshi.platforms.hotline.tests.open311.calling import LAMP, POINT, Caller

SECRET = {
    "name": "欧阳远山",
    "phone": "13812345678",
    "email": "yuanshan@mail.example",
    "address": "英雄路3号楼2单元501室",
    "title": "欧阳远山家暖气不热，电话13812345678",
    "content": "我是欧阳远山，住英雄路3号楼2单元501室，身份证220302199001011234。",
}
WORDS = [
    *(
        "欧阳远山",
        "13812345678",
        "138-1234-5678",
        "yuanshan@mail.example",
        "英雄路",
        "501室",
        "220302199001011234",
    ),
    *("换了阀门", "约好上门", POINT.split(",")[0], POINT.split(",")[1]),
]
PATHS = [
    "discovery",
    "services",
    "services/010101",
    "requests",
    "requests?status=open",
    "requests?status=closed",
]


def answers(call: Caller) -> str:
    codes = list(Case.objects.values_list("code", flat=True))
    paths = [path.replace("?", ".{}?") if "?" in path else f"{path}.{{}}" for path in PATHS]
    paths += [f"requests/{code}.{{}}" for code in codes] + [
        "requests.{}?service_request_id=" + ",".join(codes)
    ]
    texts = [call.get(path.format(form)).content.decode() for path in paths for form in ("json", "xml")]
    return "\n".join(texts).encode().decode("unicode_escape", "ignore") + "\n".join(texts)


def test_no_name_number_address_or_word_of_a_caller_stands_in_any_answer(
    call: Caller, town: Town, street: str, monkeypatch: Any
):
    for public in (True, False):
        for make in (handled, finished):
            make(town, public=public, point=POINT, locality=street, **SECRET)
    monkeypatch.setitem(LAMP, "description", SECRET["content"])
    call.post(last_name="欧阳", first_name="远山", phone="13812345678", email=SECRET["email"])

    text = answers(call)

    assert [word for word in WORDS if word in text] == []
    assert text.count("已修复，室温达标。") > 0  # the public answer is there


def test_no_confidential_request_stands_in_any_answer(call: Caller, town: Town):
    hidden = [
        handled(town, public=True, confidential=True, point=POINT),
        finished(town, public=True, confidential=True, point=POINT),
        finished(town, public=False, point=POINT),
        finished(town, public=True, sort="report", point=POINT),
    ]
    shown = finished(town, public=True, point=POINT)

    listed = "".join(call.get(f"requests.{form}").content.decode() for form in ("json", "xml"))

    assert shown.code in listed
    assert not [case.code for case in hidden if case.code in listed]
    for case in hidden:
        assert call.get(f"requests/{case.code}.xml").status_code == 404


def test_a_number_that_the_unit_wrote_into_its_answer_is_left_out(call: Caller, town: Town, monkeypatch: Any):
    from luoshi.platforms.hotline.tests import factories

    monkeypatch.setitem(factories.DONE, "reply", f"已电话{COLD['phone']}告知。")
    finished(town, public=True, point=POINT)

    assert str(COLD["phone"]) not in answers(call)
    assert "已电话〔略〕告知。" in answers(call)
