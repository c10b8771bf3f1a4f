"""Whether a minor's contract is void: 法释〔2025〕4号 第十条, with the ages of 民法典 第十七至二十条."""

from __future__ import annotations

from luoshi.platforms.prepaid.rules.explaining import Sheet
from luoshi.platforms.prepaid.rules.facts import Claim

LIMITED_FROM = 8  # 民法典第十九条
FULL_FROM = 18  # 民法典第十七条
EARNING_FROM = 16  # 民法典第十八条第二款: whoever lives on their own earnings has full capacity


def is_void(claim: Claim, sheet: Sheet) -> bool:
    """Tell whether the contract is void for the payer's age, and say why or why not.

    Where consent is not known it is taken for void, with a doubt: the merchant would have to show it.
    """
    age = claim.payer_age
    assert age is not None  # the facts were checked
    if age < LIMITED_FROM:
        sheet.notes.append(f"付款人 {age} 周岁，无民事行为能力，合同无效（法释〔2025〕4号第10条）")
        return True
    if age >= FULL_FROM:
        sheet.notes.append(f"付款人 {age} 周岁，不适用第10条，按消费者原因处理")
        return False
    if claim.consented or claim.fits_age:
        why = "法定代理人已同意或者追认" if claim.consented else "金额等与付款人的年龄、智力相适应"
        sheet.notes.append(f"付款人 {age} 周岁，{why}，合同有效，按消费者原因处理（法释〔2025〕4号第10条）")
        return False
    sheet.notes.append(f"付款人 {age} 周岁，限制民事行为能力，合同无效（法释〔2025〕4号第10条）")
    if claim.consented is None or claim.fits_age is None:
        sheet.doubts.append("法定代理人是否同意、追认，金额是否与年龄智力相适应，须查明")
    if age >= EARNING_FROM:
        sheet.doubts.append("付款人满16周岁，以自己的劳动收入为主要生活来源的，合同有效")
    return True
