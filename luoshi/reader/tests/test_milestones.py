"""Milestones: which clauses of the plan half promise a checkable deed, and of which kind."""

from __future__ import annotations

import pytest

from luoshi.reader.milestones import find_milestones
from luoshi.reader.tests.plans import figure, plan


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("谋划建设青河环湖公路。", "start"),
        ("推动白石岭抽水蓄能电站早日开工建设。", "start"),
        ("抓紧做好南湾港区扩建等项目前期工作。", "start"),
        ("加快青河大桥二期工程建设进度。", "build"),
        ("改造提升望江公园和文昌广场。", "build"),
        ("实施北城污水管网改造工程。", "build"),
        ("推动市儿童医院新院区投入使用。", "finish"),
        ("全面建成柳溪应急治理工程。", "finish"),
        ("完成老旧锅炉改造任务。", "finish"),
        ("成立综合服务中心。", "set_up"),
        ("建立药品流向追溯机制。", "set_up"),
        ("建设全市统一餐饮监管服务平台。", "set_up"),
        ("研究制定青河流域保护条例。", "issue"),
        ("编制城市区域空间规划。", "issue"),
        ("开展“诚信经营提升年”活动。", "other"),
        ("深入实施提振消费专项行动。", "other"),
        ("争创国家园林城市。", "other"),
        ("办好第三届稻花文化节。", "other"),
        ("支持宏远食品等企业升级入统。", "other"),
        ("实施校园食品安全保障工程。", "other"),
    ],
)
def test_a_deed_on_a_named_thing_is_a_milestone_of_its_kind(sentence, kind):
    document = plan(sentence)

    milestones = find_milestones(document, ())

    assert [milestone.kind for milestone in milestones] == [kind]
    assert milestones[0].quote == sentence.rstrip("。")


@pytest.mark.parametrize(
    "sentence",
    [
        "持续优化营商环境。",
        "推行“网办为主、窗口补充”服务模式。",
        "建设一批重大项目。",
        "加快推进农业农村现代化。",
        "完善基础设施。",
        "打造区域性物流枢纽中心。",
        "推动城中村改造。",
        "全面完成上述目标任务。",
        "让权力在阳光下运行。",
        "深化重点领域改革。",
        "支持民间资本参与高技术、服务业等领域项目建设。",
    ],
)
def test_a_clause_that_names_no_checkable_thing_is_none(sentence):
    document = plan(sentence)

    milestones = find_milestones(document, ())

    assert milestones == ()


def test_a_clause_with_a_figure_of_its_own_is_no_milestone():
    document = plan("推动青河大桥等12个项目开工建设，加快青河大桥建设。")

    milestones = find_milestones(document, (figure(document, "12个", indicator="项目"),))

    assert [milestone.quote for milestone in milestones] == ["加快青河大桥建设"]


def test_a_digit_in_the_name_of_a_project_leaves_it_a_milestone():
    document = plan("推动远山化工年产60万吨烯烃等项目竣工投产。")

    milestones = find_milestones(document, ())

    assert [(m.verb, m.object, m.kind) for m in milestones] == [
        ("竣工投产", "远山化工年产60万吨烯烃", "finish")
    ]


def test_coordinated_objects_make_one_milestone_without_the_words_after_deng():
    document = plan("加快建设安达生物制药、青松堂医药综合体等项目。")

    milestones = find_milestones(document, ())

    assert [milestone.object for milestone in milestones] == ["安达生物制药、青松堂医药综合体"]


def test_a_list_cut_by_a_comma_instead_of_a_pause_mark_stays_one_milestone():
    document = plan("推进东山农产品交易中心二期, 青河物流产业园等项目建设。")

    milestones = find_milestones(document, ())

    assert [m.quote for m in milestones] == ["推进东山农产品交易中心二期, 青河物流产业园等项目建设"]


def test_a_comma_inside_quotation_marks_does_not_cut_a_clause():
    document = plan("实施“强链，补链，延链”三年行动，壮大产业。")

    milestones = find_milestones(document, ())

    assert [milestone.quote for milestone in milestones] == ["实施“强链，补链，延链”三年行动"]


def test_the_verb_of_the_one_who_is_helped_rules():
    document = plan("支持青河县创建国家生态文明建设示范区。")

    milestones = find_milestones(document, ())

    assert [(m.verb, m.kind) for m in milestones] == [("创建", "other")]


def test_only_the_plan_half_holds_milestones():
    document = plan("加快青河大桥二期工程建设。", half="outlook")

    milestones = find_milestones(document, ())

    assert milestones == ()


def test_a_copied_passage_gives_no_second_milestone():
    document = plan("加快青河大桥二期工程建设。", duplicate_of="s9")

    milestones = find_milestones(document, ())

    assert milestones == ()


def test_every_span_equals_its_quote():
    document = plan("①确保　青河大桥项目投入使用，", "二是成立青河流域管理局；开展“护河提升年”活动。")

    milestones = find_milestones(document, ())

    assert len(milestones) == 3
    assert all(document.text[m.start : m.end] == m.quote for m in milestones)
    assert [milestone.id for milestone in milestones] == [f"m{m.start}" for m in milestones]
