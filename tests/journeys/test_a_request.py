"""A resident's request from a phone to an answer that does not please, and back to the unit."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
NewPage = Callable[..., Page]
TITLE = "楼下路灯三天不亮"
REPLY = "已更换灯头，当晚恢复照明。"
STAFF = """
from django.utils import timezone
from luoshi.kernel.cases.actions import act
from luoshi.kernel.orgs.models import Account
from luoshi.kernel.orgs.queries import actor_of

def do(who, action, **data):
    actor = actor_of(Account.objects.get(username=who), on=timezone.localdate())
    act("{number}", action, by=actor, data=data, at=timezone.now())

UNIT = "sim-urban-management"
do("sim-siping-hotline-dispatcher-1", "dispatch", unit="urban-management", limit="ordinary")
do(UNIT + "-handler-1", "sign")
do(UNIT + "-handler-1", "contact", reached="yes", said="内部：约好晚上去")
do(UNIT + "-head-1", "answer", founded="yes", outcome="solved", done="内部：换了灯头", reply="{reply}")
"""


def serious(page: Page) -> list[str]:
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [v["id"] for v in found if v["impact"] in ("serious", "critical")]


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_request_is_made_followed_found_wanting_and_done_again(
    new_page: NewPage, luoshi: Callable[..., None], scripts: bool
) -> None:
    phone = new_page(width=390, java_script_enabled=scripts)
    phone.goto("/12345/")
    phone.get_by_role("link", name="提诉求").click()
    phone.get_by_label("一句话说是什么事").fill(TITLE)
    phone.get_by_label("详细情况").fill("晚上看不见路，老人摔倒过。")
    phone.get_by_label("求助").check()
    phone.locator("[name=category]").select_option(label="路灯不亮")
    phone.locator("[name=locality]").select_option(label="英雄街道")
    phone.get_by_label("怎么称呼您").fill("王某")
    phone.get_by_label("联系电话").fill("13900001111")
    phone.get_by_label("办完后给我回电话").check()
    phone.get_by_role("button", name="提交").click()
    number, code = phone.locator(".ticket code").all_inner_texts()
    assert not scripts or serious(phone) == []

    luoshi("shell", "-c", STAFF.format(number=number, reply=REPLY))

    phone.get_by_role("link", name="查办理、评价").click()
    phone.get_by_label("诉求编号").fill(number)
    phone.get_by_label("查询码").fill(code.lower())
    phone.get_by_role("button", name="查询").click()
    expect(phone.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(phone.get_by_text(REPLY)).to_be_visible()
    expect(phone.get_by_text("内部：")).to_have_count(0)
    expect(phone.get_by_text("13900001111")).to_have_count(0)
    assert code not in phone.url
    assert not scripts or serious(phone) == []

    phone.get_by_label("没有解决").check()
    phone.get_by_label("不满意", exact=True).check()
    phone.get_by_label("单位办理不到位").check()
    phone.get_by_label("想说的话").fill("昨晚又灭了")
    phone.get_by_role("button", name="提交评价").click()
    expect(phone.get_by_text("您的评价已记入。")).to_be_visible()
    expect(phone.get_by_text("重办中")).to_be_visible()
    expect(phone.get_by_text("昨晚又灭了")).to_be_visible()
