"""A prepaid card: a shop is filed, a card sold and used, and the money asked back within the seven days."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
NewPage = Callable[..., Page]
REGULATOR = "sim-market-regulation-head-1"
DOORS = f"""
from luoshi.kernel.orgs.models import Account

office = Account.objects.get(username="sim-siping-supervision-1")
Account.objects.filter(username="{REGULATOR}").update(password=office.password)
"""
SHOP = {
    "统一社会信用代码": "92220300MA0A1B2C2P",
    "经营者名称": "铁西区示例理发店",
    "登记日期": "2020-01-08",
    "门店编号": "journey-1",
    "门店名称": "示例理发店",
    "地址": "铁西区示例路1号",
    "开业日期": "2020-02-01",
    "存管比例（%）": "0",
}
KIND = {
    "卡种编号": "journey-1-a",
    "名称": "千元卡",
    "售价（元）": "1000",
    "赠送金额（元）": "200",
    "合同文本": "一、甲方按价目表提供服务。二、付款之日起七日内，消费者可以不用理由要回本金。",
}


def fill(page: Page, values: dict[str, str]) -> None:
    for label, value in values.items():
        page.get_by_label(label, exact=False).first.fill(value)


def test_a_card_is_sold_used_and_refunded_within_the_seven_days(
    new_page: NewPage, luoshi: Callable[..., None], sign_in: Callable[[str], Page]
) -> None:
    luoshi("shell", "-c", DOORS)
    desk = sign_in(REGULATOR)
    desk.locator("summary", has_text="平台").click()
    desk.get_by_role("link", name="预付", exact=True).click()
    desk.get_by_role("link", name="门店备案").click()
    fill(desk, SHOP)
    desk.get_by_label("行业").select_option("hair")
    desk.get_by_role("button", name="备案").click()
    desk.get_by_role("link", name="卡种备案").click()
    fill(desk, KIND)
    desk.get_by_role("button", name="备案").click()
    desk.get_by_label("用途").fill("柜台")
    desk.get_by_label("权限").select_option("manager")
    desk.get_by_role("button", name="发放密钥").click()
    secret = desk.locator("main dd code").inner_text()

    counter = new_page(width=390)
    counter.goto("/prepaid/shop/")
    counter.get_by_label("门店密钥").fill(secret)
    counter.get_by_role("button", name="进入").click()
    counter.get_by_role("link", name="售卡、充值").click()
    counter.get_by_role("link", name="千元卡").click()
    counter.get_by_label("购卡人姓名").fill("示例居民")
    counter.get_by_label("购卡人手机号").fill("13900000000")
    counter.get_by_label("购卡人已看过").check()
    counter.locator("main form button.strong").last.click()
    code = counter.locator(".ticket code").inner_text()
    counter.get_by_role("link", name="核销", exact=True).first.click()
    counter.get_by_label("卡码").fill(code)
    counter.keyboard.press("Enter")
    expect(counter.get_by_role("heading", name="剩 1,200.00 元")).to_be_visible()
    counter.keyboard.type("300")
    counter.keyboard.press("Enter")
    expect(counter.get_by_text("900.00")).to_be_visible()

    phone = new_page(width=390)
    phone.goto("/prepaid/card/")
    phone.get_by_label("查询码").fill(code)
    phone.get_by_role("button", name="查询").click()
    expect(phone.get_by_text("可以不用理由要回本金")).to_be_visible()
    phone.locator("summary", has_text="申请退款").click()
    phone.get_by_label("为什么退").select_option("consumer")
    phone.get_by_role("button", name="申请退款").click()
    expect(phone.get_by_text("已申请退款，编号")).to_be_visible()
    phone.locator("summary", has_text="怎么算的").click()
    expect(phone.get_by_text("300.00 × 1000.00").first).to_be_visible()

    counter.get_by_role("link", name="退款", exact=True).click()
    counter.locator("main table a").first.click()
    counter.get_by_role("button", name="同意按这个数退款").click()
    expect(counter.get_by_text("待退款")).to_be_visible()

    phone.goto("/prepaid/card/")
    phone.get_by_label("查询码").fill(code)
    phone.get_by_role("button", name="查询").click()
    phone.get_by_role("button", name="钱收到了").click()
    expect(phone.get_by_text("已退款").first).to_be_visible()
