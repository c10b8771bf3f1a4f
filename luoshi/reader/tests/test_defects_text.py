"""Damage of pages, headings, characters, amounts, marks and words, on invented sentences."""

from __future__ import annotations

import pytest

from luoshi.reader.defects import find_defects
from luoshi.reader.model import Defect
from luoshi.reader.structure import outline

FILLER = "我们统筹推进各项工作，群众生活持续改善。"


def defects(text: str, kind: str) -> list[Defect]:
    found = [defect for defect in find_defects(outline(text)) if defect.kind == kind]
    assert all(text[d.start : d.end] == d.quote for d in found)
    return found


def test_a_sentence_cut_by_a_column_is_found() -> None:
    text = f"{FILLER}全年新建道路\n\n十二条，方便市民出行。{FILLER}"

    (found,) = defects(text, "column_break")

    assert (found.quote, found.suggestion) == ("\n\n", "")


@pytest.mark.parametrize(
    "text",
    [
        f"{FILLER}\n\n一、过去一年工作回顾\n\n{FILLER}",
        f"各位代表：\n现在，我报告工作。{FILLER}\n下载\n打印\n全屏",
        "\n".join(f"{FILLER}这一行由打字员折断在" for _ in range(9)),
    ],
    ids=["heading", "page furniture", "wrapped text"],
)
def test_lines_that_end_as_they_should_are_no_column_breaks(text: str) -> None:
    assert defects(text, "column_break") == []


def test_a_page_note_says_that_the_head_is_missing() -> None:
    (found,) = defects(f"政府工作报告\n\n(上接一版)\n\n(四) 稳就业。{FILLER}", "truncated_head")

    assert found.quote == "(上接一版)"


def test_a_list_shorter_than_announced_is_found_and_a_full_one_is_not() -> None:
    items = [f"{number}是办好一件事。" for number in "一二三四五"]

    short = defects("今年突出抓好五个方面工作。" + "".join(items[:3]), "truncated_list")
    full = defects("今年突出抓好五个方面工作。" + "".join(items), "truncated_list")

    assert [d.quote for d in short] == ["五个方面工作"]
    assert full == []


def test_a_circled_number_without_the_one_before_it_is_stray() -> None:
    text = f"办好实事。①建食堂。②修道路。③植树。{FILLER}⑦推动文旅融合。"

    assert [d.quote for d in defects(text, "stray_circled_number")] == ["⑦"]


def test_a_gap_in_the_numbers_of_headings_is_found() -> None:
    text = "\n\n".join(f"({number}) 抓好第{number}件事。{FILLER}" for number in "一二四")

    (found,) = defects(text, "heading_order")

    assert found.quote.startswith("(四)")


def test_of_two_equal_titles_the_one_that_does_not_fit_its_body_is_named() -> None:
    text = (
        "(一) 今后五年发展目标。明确城市发展定位，立足发展定位谋划产业。\n\n"
        "(二) 今后五年发展目标。确定目标，分解目标，落实目标。"
    )

    (found,) = defects(text, "heading_title")

    assert found.suggestion == "(一) 今后五年发展定位"


def test_a_traditional_character_is_found_but_not_a_name_that_simplified_texts_keep() -> None:
    found = defects("实现这一目標。乾隆年间的古桥得到修缮。", "traditional_char")

    assert [(d.quote, d.suggestion) for d in found] == [("目標", "目标")]


def test_doubled_characters_are_told_from_reduplication_and_from_joints_of_words() -> None:
    slip = defects("高标准规划博博览园。", "repeated_char")
    meant = defects(
        "牢牢守住底线，人人有事做，老老实实干事。两院院士增至十人，北京市市长到会，石化化工产业壮大。",
        "repeated_char",
    )

    assert [d.quote for d in slip] == ["博博"]
    assert meant == []


def test_a_doubled_word_is_found_and_a_number_or_a_joint_is_not() -> None:
    slip = defects("完成验收验收工作。", "repeated_word")
    meant = defects("构建共建共治共享格局，一步一步推进。构建新格局，构建新体系。", "repeated_word")

    assert [d.quote for d in slip] == ["验收验收"]
    assert meant == []


def test_thresholds_that_leave_their_order_are_named_with_the_unit_exchanged() -> None:
    text = "开工3000万元以上项目90个、亿元以上项目60个、五万元以上项目20个、十亿元以上项目6个。"

    (found,) = defects(text, "wrong_amount")

    assert (found.quote, found.suggestion) == ("五万元以上项目20个", "五亿元以上项目20个")


def test_thresholds_in_order_are_left_alone() -> None:
    assert defects("5000万元以上项目9个、亿元以上项目6个、十亿元以上项目2个。", "wrong_amount") == []


def test_two_measure_words_in_a_row_are_found_unless_they_are_one_unit() -> None:
    found = defects("形成年产20万辆套轮毂能力，更新设备300台套，修复文物80件套。", "wrong_unit")

    assert [d.quote for d in found] == ["20万辆套"]


def test_a_comma_inside_a_list_of_parallel_items_is_found() -> None:
    text = "进入产业升级期、城市更新期, 改革攻坚期、开放提速期。"

    (found,) = defects(text, "punctuation")

    assert found.suggestion == "城市更新期、改革攻坚期"


def test_a_quotation_mark_without_its_partner_is_found_and_a_list_number_is_not() -> None:
    assert [d.quote for d in defects("打造“一刻钟生活圈，方便居民。", "punctuation")] == ["“"]
    assert defects("1)修道路；2)建公园。打造“生活圈”（试点）。", "punctuation") == []


@pytest.mark.parametrize(
    ("text", "kind", "suggestion"),
    [
        ("推动地区生产总植增长。", "wrong_word", None),
        ("新增高新技术企十家，培育高新技木企业。", "wrong_word", "高新技术企业"),
        ("发展农产品工业。", "missing_word", "农产品加工业"),
        ("推进城镇老旧小区块改造。", "inserted_char", "城镇老旧小区改造"),
        ("大力招商引姿。", "wrong_word", "招商引资"),
        ("政府系统坚决改进作风，戒形式主义。", "missing_word", "力戒形式主义"),
    ],
)
def test_a_set_phrase_one_character_off_is_found(text: str, kind: str, suggestion: str | None) -> None:
    found = [d.suggestion for d in defects(text, kind)]

    assert found == ([suggestion] if suggestion else [])


def test_a_neighbour_of_a_set_phrase_that_the_text_means_is_left_alone() -> None:
    text = "城镇居民基本医疗保险与城乡居民基本医疗保险并轨。高速公路通车总里程增加，规上民营工业增加值增长。"

    assert [d for d in find_defects(outline(text)) if d.kind in ("wrong_word", "inserted_char")] == []


def test_a_preposition_that_its_partner_calls_for_is_missed() -> None:
    (missing,) = defects("我们始终抓好粮食生产作为首要任务。", "missing_word")
    complete = defects("我们始终把抓好粮食生产作为首要任务。", "missing_word")

    assert missing.suggestion == "始终把抓好粮食生产作为首要任务"
    assert complete == []


def test_ids_are_unique_where_two_defects_start_together() -> None:
    text = "加强目標標管理。"

    found = find_defects(outline(text))

    assert len({d.id for d in found}) == len(found)
