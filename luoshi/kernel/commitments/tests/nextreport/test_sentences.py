"""A sentence says what the assessment says, in figures that a reader of it finds again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from luoshi.kernel.base.periods import parse_period, year
from luoshi.kernel.commitments.assessing.codes import Comparator, Direction, EventKind, Form, Process
from luoshi.kernel.commitments.nextreport.checking import reads_right
from luoshi.kernel.commitments.nextreport.items import Evidence, Kind, Promise, Silent
from luoshi.kernel.commitments.nextreport.notes import note_words
from luoshi.kernel.commitments.nextreport.sentences import outstanding_of, sentence_of, silent_line
from luoshi.kernel.commitments.tests.assessing.factories import happened, make_target, point, rates, running
from luoshi.kernel.commitments.tests.nextreport.factories import YEAR, make_item
from luoshi.kernel.measures.points import MeasureKind, Status


def growth(value=5, **fields):
    return make_target(value=value, unit="%", kind=MeasureKind.GROWTH, form=Form.GROWTH, **fields)


def rate(value=90, **fields):
    return make_target(value=value, unit="%", kind=MeasureKind.RATE, **fields)


def deed(**fields):
    given = {"kind": MeasureKind.MILESTONE, "unit": "", **fields}
    return make_target(Comparator.MILESTONE, None, **given)


def said(item):
    sentence = sentence_of(item, year=YEAR)
    assert sentence is not None
    assert reads_right(sentence.pieces, year=YEAR)
    return sentence.text


def test_a_sum_that_is_met_tells_its_share_of_the_target():
    item = make_item(make_target(value=15000), [point(year(2026), 15800)])

    assert said(item) == "城镇新增就业1.58万人，完成年度目标的105.3%"
    assert outstanding_of(item, year=YEAR) is None


def test_a_sum_that_is_missed_says_so_twice():
    item = make_item(make_target(value=15000), [point(year(2026), 14990)])
    line = outstanding_of(item, year=YEAR)

    assert said(item) == "城镇新增就业14990人，为年度目标的99.9%，未完成年度目标"
    assert line is not None
    assert line.kind is Kind.NOT_MET
    assert line.sentence.text == "城镇新增就业（“2026-084”）：未完成年度目标，实际数低于目标数"


def test_a_share_is_never_rounded_up_to_the_whole():
    item = make_item(make_target(value=100000), [point(year(2026), 99999)])

    assert "为年度目标的99.999%，未完成" in said(item)


@pytest.mark.parametrize(
    ("value", "words"), [("5.4", "增长5.4%，完成年度目标"), ("-0.3", "下降0.3%，未完成年度目标")]
)
def test_growth_rises_and_falls_in_words(value, words):
    item = make_item(growth(), [point(year(2026), value)], title="地区生产总值增长率", unit="%")

    assert said(item) == f"地区生产总值{words}"


def test_a_computed_rate_is_shown_short_and_its_parts_stand_in_the_note():
    item = make_item(
        rate(), rates((884, 1000), (877, 1000)), title="全程网办率", unit="%", on=date(2026, 2, 28)
    )
    sentence = sentence_of(item, year=YEAR)
    assert sentence is not None
    note = next(piece for piece in sentence.pieces if isinstance(piece, Evidence))

    assert sentence.text.startswith("截至2026年2月底，全程网办率达到88.1%")
    assert note.rounded
    words = note_words(note, year=YEAR)
    assert "值“88.05”（%，正文四舍五入）；分子“1761”，分母“2000”；目标：不低于“90”（%）" in words


def test_a_rate_just_short_of_its_target_does_not_look_met():
    item = make_item(rate(98), [point(year(2026), "97.96")], title="办结率", unit="%")

    assert said(item).startswith("办结率达到97.96%，未完成")


def test_a_whole_is_a_whole():
    target = make_target(Comparator.FULL, 100, unit="%", kind=MeasureKind.RATE)
    points = [point(year(2026), None, numerator=630, denominator=630)]
    item = make_item(target, points, title="行政执法监督覆盖率", unit="%")

    assert said(item) == "行政执法监督实现全覆盖，完成年度目标"


def test_what_did_not_happen_is_told_as_such():
    target = make_target(Comparator.ZERO, 0, unit="起", kind=MeasureKind.EVENTS, direction=Direction.LESS)
    item = make_item(target, running(*[0] * 12), title="系统性金融风险事件", unit="起")

    assert said(item) == "未发生系统性金融风险，守住年度目标"


def test_a_rank_is_a_rank():
    target = make_target(Comparator.RANK_LE, 5, unit="位", kind=MeasureKind.RANK, direction=Direction.LESS)
    item = make_item(target, [point(year(2026), 3)], title="全程网办率全省位次", unit="位")

    assert said(item) == "全程网办率居全省第3位，完成年度目标"


def test_a_difference_of_rates_is_in_percentage_points():
    target = make_target(value=2, unit="百分点", kind=MeasureKind.STOCK, form=Form.CHANGE)
    points = [point("2025-12", 80), point("2026-12", "82.3")]
    item = make_item(target, points, title="城镇化率", unit="%")

    assert said(item) == "城镇化率比上年提高2.3个百分点，完成年度目标"


def test_provisional_figures_are_marked():
    item = make_item(make_target(value=15000), [point(year(2026), 15800, status=Status.PROVISIONAL)])

    assert said(item) == "城镇新增就业1.58万人（初步数），完成年度目标的105.3%"


def test_part_of_a_year_says_until_when():
    item = make_item(make_target(value=15000), running(*[1300 * n for n in range(1, 12)]))
    line = outstanding_of(item, year=YEAR)

    assert said(item).startswith("截至2026年11月底，城镇新增就业1.43万人，为年度目标的95.3%，")
    assert line is not None
    assert line.kind is Kind.UNKNOWN


def test_several_years_name_their_years():
    plan = make_target(value=1000, unit="公里", period=parse_period("2025..2028"))
    points = [point(year(2025), 200), point(year(2026), 300)]
    item = make_item(plan, points, title="新建农村公路", unit="公里")

    assert said(item) == "2025—2026年，新建农村公路500公里，为长远目标的50%，多年目标不按年平均，暂不能判断"
    sentence = sentence_of(item, year=YEAR)
    assert sentence is not None
    assert [one.period for one in sentence.figures] == ["2025-2026"] * 2


def test_a_promise_without_a_figure_is_quoted_with_what_measures_it():
    target = make_target(Comparator.IMPROVE, None, unit="元", quote="继续压减“三公”支出")
    item = make_item(target, [point(year(2026), 846820000)], title="市本级一般性支出", unit="元")

    assert said(item).startswith("关于“继续压减‘三公’支出”，市本级一般性支出8.4682亿元，缺基期值，")


def test_a_small_count_of_persons_is_not_told():
    item = make_item(make_target(value=2, sensitive=True), [point(year(2026), 3)])
    sentence = sentence_of(item, year=YEAR)

    assert sentence is not None
    assert not sentence.figures
    assert sentence.text == "城镇新增就业超额完成年度目标（实际数不公开）"


def test_a_changed_target_has_a_line_of_its_own_without_the_figure_again():
    item = make_item(make_target(value=15000), [point(year(2026), 15800)], adjusted=True)

    assert said(item) == "城镇新增就业完成调整后的年度目标"


def test_a_verified_deed_is_done_and_names_its_basis():
    proof = happened(EventKind.DONE, date(2026, 9, 1), ref="四建验〔2026〕13号")
    item = make_item(deed(), deed=True, title="市大剧院建设完工", events=[proof], reported=Process.VERIFIED)

    assert said(item) == "市大剧院建设完工已完成（依据：四建验〔2026〕13号）"


def test_a_reported_deed_is_not_said_to_be_done():
    item = make_item(deed(), deed=True, title="市大剧院建设完工", reported=Process.REPORTED_DONE)
    line = outstanding_of(item, year=YEAR)

    assert said(item) == "市大剧院建设完工报送已完成，尚未核验"
    assert line is not None
    assert line.kind is Kind.CLAIMED


def test_a_deed_without_proof_is_only_outstanding():
    item = make_item(deed(), deed=True, title="新建棚膜面积 6000 亩")
    line = outstanding_of(item, year=YEAR)

    assert sentence_of(item, year=YEAR) is None
    assert line is not None
    assert line.sentence.text == "“新建棚膜面积 6000 亩”（“2026-084”）：到期限没有可以认定完成的佐证"


def test_a_figure_that_no_wording_carries_is_left_out_and_said_so():
    item = make_item(make_target(value=5, unit=""), [point(year(2026), 7)], unit="不是单位的词")
    line = outstanding_of(item, year=YEAR)

    assert sentence_of(item, year=YEAR) is None
    assert line is not None
    assert line.kind is Kind.UNWRITTEN


def test_what_nothing_measures_says_what_is_missing():
    promise = Promise(code="2026-119", title="优化营商环境", section="三/(五)", outlook=False)

    line = silent_line(Silent(promise=promise, reason="", lacks=("缺指标", "缺口径")), year=YEAR)

    assert line.sentence.text == "优化营商环境（“2026-119”）：无法核验，缺指标、缺口径"


def test_no_note_reads_as_a_figure():
    item = make_item(
        make_target(value=15000, unit="人"), [point(year(2026), Decimal(15800))], title="亿元以上项目100个"
    )
    sentence = sentence_of(item, year=YEAR)
    notes = [piece for piece in sentence.pieces if isinstance(piece, Evidence)] if sentence else []

    assert all(reads_right((note_words(note, year=YEAR),), year=YEAR) for note in notes)
