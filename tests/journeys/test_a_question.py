"""群众点题, from what somebody says on a phone to what those concerned say of the answer, on public pages."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
NewPage = Callable[..., Page]
SAID = ("体育场公厕一到冬天就锁门，老人没处去", "体育场旁边的公厕天冷锁门没人管")
TITLE = "体育场公厕冬天为何锁门"
PLAN = "十二月起全天开放，专人管护。"
RESULT = "已通暖气，全天开放。"
DOORS = """
from luoshi.kernel.orgs.models import Account

office = Account.objects.get(username="sim-siping-supervision-1")
Account.objects.filter(username="sim-siping-discipline-1").update(password=office.password)
"""
STAFF = """
from datetime import timedelta
from django.utils import timezone
from luoshi.kernel.cases.actions import act
from luoshi.kernel.cases.evidence import StoredFile
from luoshi.kernel.orgs.models import Account
from luoshi.kernel.orgs.queries import actor_of

def do(who, action, *files, **data):
    actor = actor_of(Account.objects.get(username=who), on=timezone.localdate())
    act("{code}", action, by=actor, data=data, evidence=files, at=timezone.now())

UNIT = "sim-urban-management"
paper = StoredFile("0" * 64, "完成材料.txt", "text/plain", 0, "完成材料")
do("sim-siping-hotline-dispatcher-1", "assign", unit="urban-management")
promised = str(timezone.localdate() + timedelta(days=20))
do(UNIT + "-head-1", "answer", plan="{plan}", promised_on=promised)
do(UNIT + "-head-1", "deliver", paper, result="{result}")
"""


def serious(page: Page) -> list[str]:
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [v["id"] for v in found if v["impact"] in ("serious", "critical")]


def speak(phone: Page, address: str, text: str, number: str) -> None:
    phone.goto(address)
    phone.get_by_label("您希望哪件事有人管").fill(text)
    phone.get_by_label("联系电话").fill(number)
    assert serious(phone) == []
    phone.get_by_role("button", name="提交意见").click()
    expect(phone.get_by_role("heading", name="已收到您的意见")).to_be_visible()


def test_what_is_said_on_a_phone_becomes_a_question_is_answered_and_judged(
    new_page: NewPage, luoshi: Callable[..., None], sign_in: Callable[[str], Page]
) -> None:
    luoshi("shell", "-c", DOORS)
    desk = sign_in("sim-siping-discipline-1")
    desk.locator("summary", has_text="平台").click()
    desk.get_by_role("link", name="群众点题", exact=True).click()
    desk.locator("summary", has_text="发起征集").click()
    desk.get_by_label("名称").fill("冬季点题")
    desk.get_by_label("网址").fill("winter")
    desk.get_by_label("征集什么").fill("冬天出行、取暖、如厕，有哪些事没人管？")
    desk.get_by_label("截止").fill("2099-12-31")
    desk.locator("form button", has_text="发起征集").click()
    expect(desk.get_by_role("heading", name="冬季点题")).to_be_visible()
    expect(desk.get_by_alt_text("二维码，打开征集页")).to_be_visible()

    phone = new_page(width=390)
    phone.goto("/12345/topics/")
    phone.get_by_role("link", name="冬季点题").click()
    address = phone.url
    for number, text in enumerate(SAID):
        speak(phone, address, text, f"1390000111{number}")

    desk.reload()
    for text in SAID:
        desk.get_by_label(text).check()
    desk.get_by_label("新题目").fill(TITLE)
    desk.get_by_label("群众反映").fill("体育场公厕冬天锁门。")
    assert serious(desk) == []
    desk.get_by_role("button", name="列为新题目").click()
    said = desk.get_by_role("status").inner_text()
    found = re.search(r"topic-\d+-\d+", said)
    assert found
    luoshi("shell", "-c", STAFF.format(code=found.group(), plan=PLAN, result=RESULT))

    desk.goto(f"/desk/cases/{found.group()}/")
    desk.get_by_role("link", name="抽样评价").click()
    desk.get_by_role("button", name="抽样", exact=True).click()
    desk.get_by_role("button", name="1 满意", exact=True).click()
    desk.get_by_role("button", name="2 不满意", exact=True).click()
    assert serious(desk) == []
    desk.get_by_role("button", name="评价并办结").click()
    expect(desk.get_by_text("已按抽样结果评价，题目办结。")).to_be_visible()

    phone.goto("/12345/topics/?state=closed")
    phone.get_by_role("link", name=TITLE).click()
    for words in (PLAN, RESULT, "1 / 2 人满意（50.0%）", "抽样 2 人，应答率 100.0%", "2 人里抽 2 人"):
        expect(phone.get_by_text(words).first).to_be_visible()
    assert "1390000" not in phone.content()
    assert serious(phone) == []
