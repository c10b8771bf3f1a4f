from __future__ import annotations

from luoshi.platforms.hotline.suggesting.quality import (
    Answer,
    check,
    downgraded,
    explains,
    is_complete,
    substance,
)

GOOD = (
    "市民您好！您的来电已收悉。经核实，东盛花园三号楼换热站循环泵损坏，供热公司已于11月20日现场更换水泵并排气，"
    "当晚室温升至二十度。根据《城市供热条例》第二十条，停热期间的热费将在采暖期结束后退还，具体金额由供热公司在12月底前"
    "公示。如仍不热，请拨打供热公司电话0434-0000000。感谢您的监督！"
)


def codes(reply: str, title: str = "东盛花园三号楼暖气不热", **more) -> set[str]:
    return {finding.code for finding in check(Answer(title=title, body="", reply=reply, **more))}


def test_an_answer_with_measure_date_contact_and_basis_raises_no_doubt():
    assert codes(GOOD) == set()


def test_an_answer_about_something_else_is_off_the_point():
    assert "off_point" in codes("公交集团已于11月20日调整发车间隔，早高峰每八分钟一班，请拨打热线咨询。")


def test_thanks_alone_are_no_answer():
    assert "courtesy_only" in codes("您好！您的留言已收悉。感谢您对我们工作的关心、监督与支持！")


def test_a_promise_without_a_day_is_pointed_at():
    reply = "您好！您反映的东盛花园暖气问题我们将尽快处理，请耐心等待供热公司的安排。"

    (finding,) = [one for one in check(Answer(title="东盛花园暖气不热", body="", reply=reply)) if one.grave]

    assert finding.code == "promise_only"
    assert reply[finding.start : finding.end] == "将尽快处理"


def test_a_promise_with_a_day_is_no_empty_promise():
    assert "promise_only" not in codes("东盛花园暖气问题将尽快处理，11月30日前完成换泵。")


def test_what_identifies_a_person_is_found_where_it_stands():
    reply = f"{GOOD}已电话联系张三丰（13912345678，3栋2单元401室）。"

    found = check(Answer(title="东盛花园暖气不热", body="", reply=reply, names=("张三丰",)))

    assert {reply[one.start : one.end] for one in found if one.code == "private"} == {
        "张三丰",
        "13912345678",
        "3栋2单元401室",
    }


def test_only_numbers_with_a_right_check_digit_are_identities():
    assert "private" in codes(f"{GOOD}证号11010519491231002X。")
    assert "private" not in codes(f"{GOOD}工单号110105194912310021。")


def test_an_office_number_is_not_private():
    assert "private" not in codes(GOOD)


def test_an_answer_copied_from_another_request_names_it():
    other = GOOD.replace("三号楼", "五号楼")

    (finding,) = [
        f for f in check(Answer(title="暖气不热", body="", reply=GOOD, others=(("G-7", other),))) if f.grave
    ]

    assert finding.code == "copied"
    assert "G-7" in finding.reason


def test_a_complaint_recorded_as_a_question_is_a_downgrade():
    said = "我要投诉楼下饭店油烟"

    finding = downgraded(said, kind="咨询")

    assert finding is not None
    assert said[finding.start : finding.end] == "投诉"
    assert downgraded(said, kind="投诉") is None
    assert downgraded("我不是投诉，就问问怎么办证", kind="咨询") is None


def test_substance_is_what_remains_without_courtesy():
    assert substance("您好！您的留言已收悉。路灯已修好。感谢您的支持！") == "路灯已修好。"
    assert is_complete(GOOD)
    assert explains(GOOD)
    assert not is_complete("路灯已修好。")
