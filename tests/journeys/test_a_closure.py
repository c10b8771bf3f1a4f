"""A shop that fails: the alarm before its end, the claims, the distribution, and what one holder gets."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.test_a_card import DOORS, REGULATOR
from tests.journeys.test_a_proposal import finish, take

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
HANDLER = "sim-market-regulation-handler-1"

# A shop of the past seventy days: sold, found shut, frozen, announced. Its list is made in the browser.
PAST = """
from datetime import timedelta
from pathlib import Path
from django.utils import timezone
from luoshi.kernel.cases.actions import act, open_case
from luoshi.kernel.orgs.models import Account
from luoshi.kernel.orgs.queries import actor_of
from luoshi.platforms.prepaid.actions import Buyer, sell
from luoshi.platforms.prepaid.tests.factories import make_kind, make_shop

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
    act(case, step, by=by, at=begun + timedelta(days=days))
Path("{out}").write_text(f"{{case.code}}\\n{{sold[0].code}}")
"""
# A planned fraud of the rehearsal, looked at as its shop stood a week before the end.
WARNED = """
from datetime import timedelta
from pathlib import Path
from django.utils import timezone
from luoshi.platforms.prepaid.actions.warning import warn
from luoshi.platforms.prepaid.simulate import CARDS, MERCHANTS
from luoshi.platforms.prepaid.year.endings import Fate
from luoshi.platforms.prepaid.year.loading import Year, planned

now = timezone.now()
plan = Year(timezone.localtime(now).year, MERCHANTS, CARDS, 1, now)
print([(site.code, site.ending) for firm in planned(plan) for site in firm.sites if site.ending])
"""


def prepare(
    luoshi: Callable[..., None], folder: Path, *, days: int, steps: list[tuple[int, str]]
) -> tuple[str, str]:
    """Tell the past of a shop and return the number of its closure and the code of one card."""
    out = folder / f"closure-{days}.txt"
    luoshi("shell", "-c", PAST.format(handler=HANDLER, days=days, steps=steps, out=out))
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
