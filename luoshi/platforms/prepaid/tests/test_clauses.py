"""Void terms are found however they are written, and permitted ones are left alone. Own sentences."""

from __future__ import annotations

import pytest
from django.conf import settings

from luoshi.platforms.prepaid.rules.bans import BANS
from luoshi.platforms.prepaid.rules.clauses import findings_in
from luoshi.platforms.prepaid.tests import sentences

VOID = [
    ("no_refund", "本卡一经售出，概不退款"),
    ("no_refund", "卡内余额不予退还，请在有效期内用完"),
    ("no_refund", "学费缴纳后恕不退费，可以顺延课程"),
    ("no_refund", "会员中途不得以任何理由解除合同"),
    ("no_refund", "有效期满，未消费的余额自动清零"),
    ("no_refund", "过期作废，请合理安排时间"),
    ("no_refund", "储值金额不可兑换现金"),
    ("no_refund", "消费者未在期限内使用的，视为放弃剩余次数"),
    ("no_refund", "充值后余额只能继续消费"),
    ("no_refund", "退卡申请本店不予受理"),
    ("no_refund", "本店不接受退课，只可换课"),
    ("no_refund", "优惠活动期间办理的卡不适用七日无理由退款"),
    ("no_refund", "学员无权要求返还未上课程的费用"),
    ("no_refund", "未用完的次数归本店所有"),
    ("no_transfer", "本卡仅限本人使用，不得转让"),
    ("no_transfer", "会籍谢绝转卖、转赠"),
    ("no_transfer", "未经本馆批准的转让一律无效"),
    ("no_transfer", "转让会员卡须交纳转卡费200元"),
    ("no_transfer", "课程包不能过户给他人"),
    ("no_reissue", "会员卡遗失不补"),
    ("no_reissue", "记名卡丢失的，损失由持卡人自负"),
    ("no_reissue", "本店不办理挂失"),
    ("no_reissue", "实体卡请妥善保管，弄丢概不补办"),
    ("no_reissue", "记名卡和不记名卡遗失均不予补办"),
    ("one_sided_change", "本店有权调整服务项目和价格"),
    ("one_sided_change", "价格变动恕不另行通知"),
    ("one_sided_change", "机构可随时更换授课教师"),
    ("one_sided_change", "收费标准以门店最新公示为准"),
    ("one_sided_change", "本馆保留取消团课的权利"),
    ("one_sided_change", "无需经消费者同意，本店可将套餐替换为同类服务"),
    ("one_sided_change", "学员应无条件服从上课地点的调整"),
    ("exemption", "会员在馆内受伤，本馆概不负责"),
    ("exemption", "物品丢失本店不承担任何责任"),
    ("exemption", "锻炼风险由会员自行承担"),
    ("exemption", "烫染效果因人而异，与本店无关"),
    ("exemption", "使用器械的一切后果自负"),
    ("exemption", "如遇停业，免除本公司的赔偿责任"),
    ("final_interpretation", "本活动最终解释权归本店所有"),
    ("final_interpretation", "条款的解释权属于甲方"),
    ("final_interpretation", "有争议时以本店的解释为准"),
    ("final_interpretation", "甲方保留对本合同的解释权利"),
    ("costly_dispute", "因本合同发生的争议由总部所在地人民法院管辖"),
    ("costly_dispute", "争议一律提交上海仲裁委员会仲裁"),
    ("costly_dispute", "会员承诺不得向媒体、消协投诉"),
    ("costly_dispute", "消费者放弃起诉的权利"),
    ("costly_dispute", "律师费和诉讼费由乙方承担"),
    ("fee_on_refund", "退款须扣除30%的手续费"),
    ("fee_on_refund", "解除合同的，消费者应支付余额两成的违约金"),
    ("fee_on_refund", "退费时扣除销售人员提成"),
    ("list_price_always", "无论何种原因退卡，已消费部分均按原价扣除"),
    ("silent_consent", "到期前未书面提出的，视为同意续约"),
    ("silent_consent", "会员卡到期自动续费"),
    ("no_records", "优惠卡消费不开具发票"),
    ("no_records", "本店不提供消费明细"),
    ("slow_refund", "退款申请通过后90个工作日内到账"),
    ("slow_refund", "须提供三甲医院证明方可退费"),
]
PERMITTED = [
    "付款之日起七日内未使用的，全额退还预付款",
    "赠送金额不兑现、不退还",
    "经营者不得以“概不退款”为由拒绝退款",
    "经营者逾期不退款的，按日支付违约金",
    "消费者有权解除合同，本店返还余额",
    "经营者不得单方解除合同",
    "余额不足时可以补足差额",
    "退款不收取手续费，也不扣员工提成",
    "原支付账户无法退回的，退到消费者本人的其他账户",
    "订立合同时已经获得过相同服务的，不适用七日无理由退款",
    "优惠券过期作废",
    "消费者可以转让本卡，通知本店后生效",
    "办理转让不收取手续费",
    "不限次卡不得以转让的名义供多人使用",
    "未经消费者同意，经营者不得将合同义务转让给第三人",
    "本店不得拒绝办理过户和更名",
    "记名卡遗失的，可以挂失、补办",
    "不记名卡不挂失，请妥善保管",
    "变更服务项目须与消费者协商一致",
    "经消费者书面同意，本店可以调整上课时间",
    "本店不单方提高价格、降低质量",
    "价格以签订时店内公示的价目表为准",
    "消费者可以随时取消预约",
    "因不可抗力不能履行的，双方互不承担违约责任",
    "本店提示风险，不免除本店依法应当承担的责任",
    "消费者故意损坏设备的，由消费者自行承担",
    "因本店原因造成损害的，本店依法承担赔偿责任",
    "本店不保留最终解释权",
    "双方对条款理解不一致的，按有利于消费者的解释",
    "争议协商不成的，向有管辖权的人民法院起诉",
    "消费者可以选择申请仲裁或者向人民法院起诉",
    "争议由经营者住所地或者合同履行地人民法院管辖",
    "消费者可以拨打12315投诉",
    "诉讼费由败诉方承担",
    "因消费者原因退款的，已兑付部分均按原价计算",
    "本店不自动续费，到期前提醒",
    "到期经消费者确认后自动续费",
    "每次消费开具发票，可以随时查询余额和消费记录",
    "经营者自收到申请之日起15日内退还余额",
    "有效期满有余额的，可以换卡继续使用",
    "本店停业的，提前30日通知并退还余额",
    "消费者不承担因经营者变更场所增加的费用",
]


@pytest.mark.parametrize(("key", "sentence"), VOID, ids=lambda value: value)
def test_a_void_term_is_found_in_its_place(key, sentence):
    text = f"第一条 双方自愿订立本合同。\n第二条 {sentence}。\n第三条 本合同一式两份。"

    found = findings_in(text)

    assert key in {finding.ban.key for finding in found}
    place = text.index(sentence)
    for finding in found:
        assert text[finding.start : finding.end] == finding.text
        assert place <= finding.start < finding.end <= place + len(sentence)


@pytest.mark.parametrize("sentence", PERMITTED)
def test_a_permitted_term_is_left_alone(sentence):
    assert [str(finding) for finding in findings_in(f"{sentence}。")] == []


@pytest.mark.parametrize("sentence", sentences.VOID)
def test_a_void_term_is_found_as_shops_write_it(sentence):
    assert findings_in(f"{sentence}。")


@pytest.mark.parametrize("sentence", sentences.PERMITTED)
def test_an_ordinary_term_is_left_alone(sentence):
    assert [str(finding) for finding in findings_in(f"{sentence}。")] == []


def test_spaces_wide_signs_and_quotes_hide_nothing():
    found = findings_in("本 卡 一 经 售 出 ，“概 不 退 款” ！退款扣除３０％。")

    assert [finding.ban.key for finding in found] == ["no_refund", "fee_on_refund"]
    assert found[0].text == "不 退"


def test_what_the_shop_forbids_itself_excuses_nothing_else_it_says():
    found = findings_in("本店不收取办卡费，卡内余额不予退还。")

    assert [finding.ban.key for finding in found] == ["no_refund"]


def test_a_finding_says_article_reason_and_what_to_write():
    (finding,) = findings_in("本活动最终解释权归本店所有。")

    assert str(finding) == (
        "“最终解释”：最终解释权（消费者权益保护法第26条）。条款有两种以上解释的，作有利于消费者的解释"
        "（法释〔2025〕4号第8条）。建议：删去；或者写明双方理解不一致的，按有利于消费者的解释"
    )


def test_every_kind_of_void_term_has_its_sentences():
    assert {key for key, _ in VOID} == {ban.key for ban in BANS}
    assert min(len(VOID), len(PERMITTED)) >= 25


CONTRACTS = sorted(settings.CITY.contracts_folder.glob("*.md"))


def test_each_sector_has_a_model_contract():
    assert [path.stem for path in CONTRACTS] == ["catering", "fitness", "hair", "retail", "training"]


@pytest.mark.parametrize("path", CONTRACTS, ids=lambda path: path.stem)
def test_a_model_contract_has_no_void_term(path):
    text = path.read_text("utf-8")

    assert [str(finding) for finding in findings_in(text)] == []
    for needed in ("七日", "退款", "转让", "挂失", "存管", "争议", "变更", "停业"):
        assert needed in text
