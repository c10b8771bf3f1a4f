"""Commitments: what belongs to one promise, how strongly it binds, and why a sentence gives none."""

from __future__ import annotations

import pytest

from luoshi.reader.milestones import find_milestones, find_unfigured
from luoshi.reader.promises import draw_commitments
from luoshi.reader.tests.plans import figure, numbered, plan


def _drawn(document, figures=()):
    return draw_commitments(
        document, tuple(figures), find_milestones(document, figures), find_unfigured(document, figures)
    )


def test_separate_indicators_of_a_list_are_separate_commitments():
    document = plan("地区生产总值增长5%，社会消费品零售总额增长6%，储备大项目30个、特大项目5个。")
    figures = [
        figure(document, "5%", indicator="地区生产总值"),
        figure(document, "6%", indicator="社会消费品零售总额"),
        figure(document, "30个", indicator="大项目"),
        figure(document, "5个", indicator="特大项目"),
    ]

    commitments, skipped = _drawn(document, figures)

    assert [commitment.quote for commitment in commitments] == [
        "地区生产总值增长5%",
        "社会消费品零售总额增长6%",
        "储备大项目30个",
        "特大项目5个",
    ]
    assert skipped == ()


def test_level_and_growth_of_one_indicator_are_one_commitment():
    document = plan("财政收入完成20亿元，增长10%。")
    figures = [
        figure(document, "20亿元", indicator="财政收入"),
        figure(document, "10%", indicator="财政收入"),
    ]

    commitments, _ = _drawn(document, figures)

    assert [commitment.quote for commitment in commitments] == ["财政收入完成20亿元，增长10%"]
    assert commitments[0].quantities == tuple(q.id for q in figures)


def test_a_share_stays_with_the_figure_it_is_a_part_of():
    document = plan("全年开工项目200个以上，其中产业类占比55%以上。")
    whole = figure(document, "200个以上", indicator="项目")
    share = figure(document, "55%以上", indicator="产业类项目占比", share_of=whole.id)

    commitments, _ = _drawn(document, [whole, share])

    assert [commitment.quantities for commitment in commitments] == [(whole.id, share.id)]


def test_the_instances_before_a_figure_stay_with_it():
    document = plan("推动青河大桥、白石电站等100个重大项目尽早开工。")

    commitments, _ = _drawn(document, [figure(document, "100个", indicator="重大项目")])

    assert [c.quote for c in commitments] == ["推动青河大桥、白石电站等100个重大项目尽早开工"]
    assert [(e.kind, e.quote) for e in commitments[0].entities] == [
        ("project", "青河大桥"),
        ("project", "白石电站"),
    ]


def test_a_comparison_of_the_same_indicator_joins_its_figure():
    document = plan("网办率保持在90%以上，确保稳居全省第一方阵。")

    commitments, _ = _drawn(document, [figure(document, "90%以上", indicator="网办率")])

    assert [(c.kind, len(c.quantities), len(c.unfigured)) for c in commitments] == [("quantified", 1, 1)]


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("加快青河大桥二期工程建设。", "milestone"),
        ("出台青河流域保护条例。", "document"),
        ("居民收入与经济增长同步。", "directional"),
    ],
)
def test_the_kind_tells_how_a_promise_can_be_checked(sentence, kind):
    document = plan(sentence)

    commitments, _ = _drawn(document)

    assert [commitment.kind for commitment in commitments] == [kind]


@pytest.mark.parametrize(
    ("sentence", "strength"),
    [
        ("确保就业20万人。", "binding"),
        ("就业不少于20万人。", "binding"),
        ("就业20万人左右。", "expected"),
        ("力争就业20万人。", "aspirational"),
        ("力争就业不少于20万人。", "aspirational"),
        ("争取专项债券资金20万人。", "expected"),
        ("制定“资金争取”清单20万人。", "expected"),
    ],
)
def test_the_governing_words_decide_the_strength_before_the_comparator(sentence, strength):
    document = plan(sentence)

    commitments, _ = _drawn(document, [figure(document, "20万人", indicator="就业")])

    assert [commitment.strength for commitment in commitments] == [strength]


def test_a_guarantee_reaches_over_the_comma_to_a_clause_without_a_verb():
    document = plan("确保粮食产量稳定在9万吨，生猪出栏8万头，推进养殖园区二期建设，鱼类产量6万吨。")
    figures = [
        figure(document, "9万吨", indicator="粮食产量"),
        figure(document, "8万头", indicator="生猪出栏"),
        figure(document, "6万吨", indicator="鱼类产量"),
    ]

    commitments, _ = _drawn(document, figures)

    assert [c.strength for c in commitments] == ["binding", "binding", "expected", "expected"]


def test_a_direction_without_an_end_is_directional_unless_it_is_guaranteed():
    plain, guaranteed = plan("信访总量大幅下降。"), plan("确保信访总量大幅下降。")

    strengths = [_drawn(document)[0][0].strength for document in (plain, guaranteed)]

    assert strengths == ["directional", "binding"]


def test_an_item_of_the_livelihood_list_carries_its_number_and_binds():
    document = numbered(
        "用心办好民生实事",
        ("①", "①完成青河大桥改造工程。"),
        ("②", "②建成望江公园二期工程。"),
    )

    commitments, _ = _drawn(document)

    assert [(c.livelihood, c.strength) for c in commitments] == [(1, "binding"), (2, "binding")]


def test_chapters_far_fewer_than_the_announced_items_are_no_livelihood_list():
    document = numbered("办好45件民生实事", ("一是", "一是完成青河大桥改造工程。"))

    commitments, _ = _drawn(document)

    assert [commitment.livelihood for commitment in commitments] == [None]


def test_a_numbered_list_of_other_things_is_no_livelihood_list():
    document = numbered("扎实推进重点任务", ("一是", "一是完成青河大桥改造工程。"))

    commitments, _ = _drawn(document)

    assert [commitment.livelihood for commitment in commitments] == [None]


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("各位代表！", "transition"),
        ("今年，要重点做好以下八个方面工作：", "transition"),
        ("今年政府工作的总体要求是：全面贯彻会议精神，扎实工作。", "guiding_principle"),
        ("坚持把群众满意度作为衡量一切工作的根本标尺，下大力气解决群众烦恼。", "guiding_principle"),
        ("让我们更加紧密地团结起来，为建设现代化新青河而不懈奋斗！", "exhortation"),
        ("大力发展特色农业。", "topic"),
        ("当前，青河所处的历史方位和发展定位发生了深刻变化。", "background"),
        ("持续优化营商环境，切实为基层减负，让广大干部有更多时间抓落实。", "no_checkable_object"),
    ],
)
def test_a_sentence_that_promises_nothing_checkable_is_skipped_with_its_reason(sentence, reason):
    document = plan(sentence)

    commitments, skipped = _drawn(document)

    assert commitments == ()
    assert [item.reason for item in skipped] == [reason]


def test_a_copied_passage_is_skipped_as_a_duplicate():
    document = plan("就业20万人。", duplicate_of="s9")

    commitments, skipped = _drawn(document, [figure(document, "20万人", indicator="就业")])

    assert commitments == ()
    assert [item.reason for item in skipped] == ["duplicate"]
