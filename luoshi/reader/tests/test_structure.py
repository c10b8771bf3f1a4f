"""Outline: sections, sentences, halves, place and year."""

from __future__ import annotations

import pytest

from luoshi.reader.structure import outline
from luoshi.reader.structure.dating import plan_years
from luoshi.reader.structure.numerals import to_int

REPORT = """2031年松河市政府工作报告
各位代表：
　　现在，我代表市人民政府，向大会报告工作。
　　一、2030年工作回顾
　　过去一年，全市上下攻坚克难。地区生产总值增长5%。
　　（一）项目建设提速。新建厂房30栋。完成投资8亿元。
　　（二）民生持续改善
　　城镇新增就业2万人。
　　二、“十六五”时期主要目标
　　到2035年，地区生产总值迈上千亿元台阶。
　　三、2031年重点工作
　　今年经济社会发展主要预期目标是：地区生产总值增长5%左右；城镇新增就业2万人以上。
　　过去一年，我们办成了20件实事。今年，要办好12件实事：①改造老旧小区40个。②新增车位2000个。
"""


def halves(text: str, year: int | None = None) -> list[str]:
    return [sentence.half for sentence in outline(text, year=year).sentences]


def test_every_span_quotes_the_text():
    document = outline(REPORT)

    spans = [*document.sections, *document.sentences]

    assert spans
    assert all(REPORT[span.start : span.end] == span.quote for span in spans)


def test_the_path_of_a_section_names_its_parents():
    document = outline(REPORT)

    paths = [section.id for section in document.sections]

    assert paths == ["一", "一/(一)", "一/(二)", "二", "三", "三/①", "三/②"]


def test_a_repeated_label_gets_a_number():
    text = "一、重点工作\n（一）先做这件事。做好。\n（一）再做那件事。做好。\n"

    paths = [section.id for section in outline(text).sections]

    assert paths == ["一", "一/(一)", "一/(一)#2"]


def test_a_list_that_starts_over_stays_inside_its_part():
    text = "一、回顾\n很好。\n二、2031年重点工作\n办好实事：\n一、修路。\n二、架桥。\n"

    document = outline(text)

    assert [section.id for section in document.sections] == ["一", "二", "二/一", "二/二"]
    assert document.sections[-1].half == "plan"


def test_a_run_in_heading_ends_at_its_stop_and_its_body_goes_on():
    document = outline(REPORT)

    heading = document.section("一/(一)")

    assert heading is not None
    assert heading.title == "项目建设提速"
    assert [s.quote for s in document.sentences if s.section == "一/(一)"] == [
        "新建厂房30栋。",
        "完成投资8亿元。",
    ]


def test_an_unnumbered_title_is_a_section():
    text = "各位代表：\n2030年工作回顾\n一、工业很好\n增长5%。\n2031年工作安排\n一、办好工业\n增长6%。\n"

    document = outline(text)

    assert [section.id for section in document.sections] == [
        "2030年工作回顾",
        "2030年工作回顾/一",
        "2031年工作安排",
        "2031年工作安排/一",
    ]
    assert [section.half for section in document.sections] == ["review", "review", "plan", "plan"]


def test_an_item_ends_with_its_paragraph():
    text = "二、2031年重点工作\n一是修路。二是架桥。\n今年还要种树。\n"

    document = outline(text)

    assert document.sentences[-1].section == "二"


def test_the_last_item_inside_a_paragraph_ends_with_its_sentence():
    text = "二、2031年重点工作\n办好实事。①修路。②架桥，通车。③种树。持续改善环境。\n"

    sections = {sentence.quote: sentence.section for sentence in outline(text).sentences}

    assert sections["②架桥，通车。"] == "二/②"
    assert sections["③种树。"] == "二/③"
    assert sections["持续改善环境。"] == "二"


def test_the_last_of_items_longer_than_a_sentence_takes_the_rest():
    text = "二、2031年重点工作\n一是修路。修到村。二是架桥。架到岛。\n"

    sections = [sentence.section for sentence in outline(text).sentences]

    assert sections == ["二/一是", "二/一是", "二/二是", "二/二是"]


def test_a_sentence_broken_over_two_paragraphs_is_one():
    broken = "推动松河战役遗址及其周边的历史街区整体保护利用，实现遗产保护创\n\n新升级。"
    text = f"三、2031年重点工作\n{broken}然后种树。\n"

    quotes = [sentence.quote for sentence in outline(text).sentences]

    assert quotes == [broken, "然后种树。"]


def test_a_closing_quotation_mark_belongs_to_its_sentence():
    text = "他说：“路要修好。”大家都同意。"

    quotes = [sentence.quote for sentence in outline(text).sentences]

    assert quotes == ["他说：“路要修好。”", "大家都同意。"]


def test_page_furniture_before_the_salutation_is_no_sentence():
    text = (
        "下载\n打印\n2031年松河市政府工作报告\n来源：松河日报\n各位代表：\n现在，我代表市人民政府报告工作。\n"
    )

    quotes = [sentence.quote for sentence in outline(text).sentences]

    assert quotes == ["各位代表：", "现在，我代表市人民政府报告工作。"]


def test_titles_decide_the_half():
    document = outline(REPORT)

    tops = [(section.id, section.half) for section in document.sections if section.level == 1]

    assert tops == [("一", "review"), ("二", "outlook"), ("三", "plan")]


def test_a_look_back_from_the_plan_is_review_until_the_paragraph_turns_ahead():
    text = (
        "二、2031年重点工作\n过去一年，队伍建设有了进步。官兵完成了任务。新的一年，要加强训练。\n要种树。\n"
    )

    found = halves(text)

    assert found == ["review", "review", "plan", "plan"]


def test_a_goal_of_the_five_year_plan_inside_the_plan_is_outlook():
    text = "二、2031年重点工作\n“十六五”时期，新建学校100所。今年，新建学校20所。\n"

    found = halves(text)

    assert found == ["outlook", "plan"]


def test_a_part_that_names_two_halves_changes_where_the_text_does():
    text = (
        "一、2030年工作回顾\n很好。\n二、“十六五”时期目标任务和2031年工作安排\n"
        "“十六五”时期，经济年均增长5%。\n今年是“十六五”开局之年。经济增长5%。\n"
    )

    found = halves(text)

    assert found == ["review", "outlook", "plan", "plan"]


def test_a_report_without_its_head_starts_in_review():
    text = (
        "(六) 民生得到改善。新增就业2万人。\n二、“十六五”目标\n经济总量翻一番。\n三、2031年重点工作\n修路。\n"
    )

    document = outline(text)

    assert document.year == 2031
    assert [sentence.half for sentence in document.sentences] == ["review", "outlook", "plan"]


def test_a_list_of_the_years_tasks_is_all_plan():
    text = "青溪区2031年民生实事\n01 交通畅行\n▶新增停车位800个。\n"

    document = outline(text)

    assert document.place == "青溪区"
    assert {sentence.half for sentence in document.sentences} == {"plan"}


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2031年松河市政府工作报告\n各位代表：", 2031),
        ("政府工作报告\n——2031年1月8日在松河市第九届人民代表大会第一次会议上\n", 2031),
        ("政府工作报告\n——2030年12月28日在松河市第九届人民代表大会第一次会议上\n", 2031),
        ("——二〇二六年一月二十七日在甲省第十四届人民代表大会上\n", 2026),
        ("一、2030年工作回顾\n很好。\n", 2031),
        ("一、“十三五”时期工作回顾\n很好。\n", 2021),
        ("预计2030年完成产值5亿元。\n", 2031),
        ("大家都很努力。\n", None),
    ],
)
def test_the_year_is_that_of_the_plan(text: str, year: int | None):
    document = outline(text)

    assert document.year == year


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("2031年松河市政府工作报告\n", "松河市"),
        ("2031年内蒙古自治区政府工作报告\n", "内蒙古自治区"),
        ("2031年中华人民共和国国务院政府工作报告\n", "全国"),
        ("政府工作报告\n——2031年1月8日在松河市第九届人民代表大会第一次会议上\n", "松河市"),
        ("建设平安四平、数字四平。我市建好四平新区。", "四平市"),
        ("大家都很努力。\n", None),
    ],
)
def test_the_place_is_read_from_the_text(text: str, place: str | None):
    document = outline(text)

    assert document.place == place


def test_a_given_place_and_year_win():
    document = outline(REPORT, place="别处", year=2040)

    assert (document.place, document.year) == ("别处", 2040)


def test_a_five_year_plan_has_its_years():
    plans = [plan_years(ordinal) for ordinal in ("九", "十", "十四")]

    assert plans == [(1996, 2000), (2001, 2005), (2021, 2025)]


@pytest.mark.parametrize(
    ("numeral", "value"),
    [("十", 10), ("十五", 15), ("四十五", 45), ("二〇二六", 2026), ("12", 12), ("一百零五", 105)],
)
def test_a_chinese_numeral_is_read(numeral: str, value: int):
    number = to_int(numeral)

    assert number == value


def test_a_word_is_no_numeral():
    with pytest.raises(ValueError, match="no numeral"):
        to_int("年年")
