"""A shop that fails: the alarm before its end, the claims, the distribution, and what one holder gets."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.test_a_card import DOORS, REGULATOR
from tests.journeys.test_a_proposal import finish, take, yesterday

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
HANDLER = "sim-market-regulation-handler-1"

# A shop of the past seventy days: sold, found shut, frozen, announced. Its list is made in the browser.
PAST = """
from itertools import count
from datetime import timedelta
from pathlib import Path
from django.utils import timezone
from luoshi.kernel.cases.actions import act, open_case, tick
from luoshi.kernel.orgs.models import Account
from luoshi.kernel.orgs.queries import actor_of
from luoshi.platforms.prepaid.actions import Buyer, sell
from luoshi.platforms.prepaid.tests import factories
from luoshi.platforms.prepaid.tests.factories import make_kind, make_shop

factories._number = count({first})
office = Account.objects.get(username="sim-siping-supervision-1")
handler = Account.objects.get(username="{handler}")
Account.objects.filter(pk=handler.pk).update(password=office.password)
now = timezone.now()
begun = now - timedelta(days={days})
shop = make_shop(share=10_000)
shop.simulated = True
shop.save()
kind = make_kind(shop, price=100_000, bonus=0)
sold = [
    sell(kind, receipt=f"{{n}}", at=begun, buyer=Buyer(name="示例居民", phone=phone), simulated=True)
    for n, phone in enumerate(("13800000001", "13800000002", "13800000003"))
]
by = actor_of(handler, on=timezone.localtime(now).date())
said = {{
    "title": "示例门店停业", "shop": shop.code, "signal": "vanished", "grounds": "连续三日关门。",
    "signalled_on": f"{{begun:%Y-%m-%d}}",
}}
case = open_case("closure", by=by, data=said, at=begun, simulated=True)
act(case, "freeze", by=by, data={{"signal": "vanished", "reason": "已人去店空"}}, at=begun)
act(case, "announce", by=by, at=begun)
for days, step in {steps}:
    tick(now=begun + timedelta(days=days))
    act(case, step, by=by, at=begun + timedelta(days=days))
Path("{out}").write_text(f"{{case.code}}\\n{{sold[0].code}}")
"""
# A shop that sells ever more for ever less in its last month, looked at today.
WARNED = """
from itertools import count
from datetime import timedelta
from pathlib import Path
from django.utils import timezone
from luoshi.platforms.prepaid.actions import Buyer, sell
from luoshi.platforms.prepaid.actions.warning import warn
from luoshi.platforms.prepaid.tests import factories
from luoshi.platforms.prepaid.tests.factories import make_kind, make_shop

factories._number = count(9_300)
now = timezone.now()
shop = make_shop(share=10_000)
shop.simulated = True
shop.save()
usual, rush = make_kind(shop, price=100_000, bonus=0), make_kind(shop, price=400_000, bonus=200_000)
sales = [(usual, 100), (usual, 70), (usual, 45), *((rush, day) for day in range(2, 8))]
for n, (kind, day) in enumerate(sales):
    buyer = Buyer(name="示例居民", phone=f"1390000{{n:04}}")
    sell(kind, receipt=f"{{n}}", at=now - timedelta(days=day), buyer=buyer, simulated=True)
warn(timezone.localdate(now), bank={{}}, at=now)
Path("{out}").write_text(f"{{shop.code}}\\n{{shop.name}}")
"""


def prepare(
    luoshi: Callable[..., None], folder: Path, *, days: int, steps: list[tuple[int, str]]
) -> tuple[str, str]:
    """Tell the past of a shop and return the number of its closure and the code of one card."""
    out = folder / f"closure-{days}.txt"
    luoshi("shell", "-c", PAST.format(handler=HANDLER, first=9_000 + days, days=days, steps=steps, out=out))
    case, code = out.read_text("utf-8").split("\n")
    return case, code


def test_claims_are_listed_and_money_is_divided_and_a_holder_sees_how_much(
    new_page: Callable[..., Page],
    luoshi: Callable[..., None],
    sign_in: Callable[[str], Page],
    tmp_path: Path,
) -> None:
    luoshi("shell", "-c", DOORS)
    proof = tmp_path / "收据.txt"
    proof.write_text("收据。", "utf-8")
    claiming, _ = prepare(luoshi, tmp_path, days=70, steps=[])
    handler, head = sign_in(HANDLER), sign_in(REGULATOR)

    handler.goto(f"/desk/cases/{claiming}/")
    take(handler, "登记举证申报")
    form = handler.locator("form[action$='/do/file_claim/']")
    for field, text in {
        "amount": "200",
        "statement": "现金付款",
        "name": "示例居民",
        "phone": "13800000009",
    }.items():
        form.locator(f"[name={field}]").fill(text)
    form.locator("input[type=file]").first.set_input_files(proof)
    finish(handler, "登记举证申报")
    handler.goto(f"/desk/closures/{claiming}/")
    number = handler.locator("tr", has_text="待决定").locator("code").inner_text()

    head.goto(f"/desk/cases/{claiming}/")
    take(head, "决定举证申报")
    form = head.locator("form[action$='/do/decide_claim/']")
    form.locator("[name=claim]").fill(number)
    form.get_by_label("确认", exact=True).check()
    form.locator("[name=reason]").fill("收据属实")
    finish(head, "决定举证申报")

    luoshi("tick")
    handler.goto(f"/desk/cases/{claiming}/")
    take(handler, "形成清单")
    finish(handler, "形成清单")
    phone = new_page(width=390)
    phone.goto(f"/prepaid/closures/{claiming}/")
    expect(phone.get_by_text("3,200.00")).to_be_visible()

    listed, code = prepare(luoshi, tmp_path, days=80, steps=[(45, "list")])
    luoshi("tick")
    head.goto(f"/desk/cases/{listed}/")
    take(head, "核准清单")
    finish(head, "核准清单")
    handler.goto(f"/desk/cases/{listed}/")
    take(handler, "分配")
    finish(handler, "分配")
    luoshi("tick")

    phone.goto(f"/prepaid/closures/{listed}/")
    phone.get_by_label("卡的查询码").fill(code)
    phone.get_by_role("button", name="查询").click()
    mine = phone.locator("dl", has=phone.get_by_text("申报编号", exact=True))
    expect(mine.get_by_text("1,000.00").first).to_be_visible()
    expect(phone.get_by_text("已分配完毕")).to_be_visible()


def test_the_regulator_sees_the_alarm_before_the_shop_is_wound_up(
    luoshi: Callable[..., None], sign_in: Callable[[str], Page], tmp_path: Path
) -> None:
    luoshi("shell", "-c", DOORS)
    out = tmp_path / "warned.txt"
    luoshi("shell", "-c", WARNED.format(out=out))
    shop, name = out.read_text("utf-8").split("\n")

    head = sign_in(REGULATOR)
    head.goto("/desk/prepaid/?level=alarm")
    row = head.locator("tr", has_text=name)
    expect(row.get_by_text("突击售卡")).to_be_visible()
    row.get_by_role("link", name=name).click()
    expect(head.get_by_text("赠送比例过高").first).to_be_visible()
    head.locator("section[aria-label='风险研判'] a").first.click()
    expect(head.get_by_text("待核查").first).to_be_visible()
    take(head, "责令停止预收")
    head.locator("form[action$='/do/stop/'] [name=note]").fill("有重大经营风险")
    finish(head, "责令停止预收")

    head.goto("/desk/new/closure/")
    for field, text in {"title": f"{name}停业", "shop": shop, "grounds": "已关门"}.items():
        head.locator(f"[name={field}]").fill(text)
    head.locator("[name=signalled_on]").fill(yesterday())
    head.locator("main form input[type=radio]").first.check()
    head.locator("main form button.strong").click()
    expect(head.get_by_text("待核查").first).to_be_visible()
