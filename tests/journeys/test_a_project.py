"""A project from the reserve to the statistics at the desk, its public page, and one that is stuck."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Page, expect

from luoshi.kernel.base.uscc import completed

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
SignIn = Callable[[str], Page]
Luoshi = Callable[..., None]
HANDLER, COMMISSION, LEADER = (
    "sim-agriculture-handler-1",
    "sim-siping-projects-1",
    "sim-siping-supervision-1",
)
DOORS = f"""
from luoshi.kernel.orgs.models import Account

office = Account.objects.get(username="{LEADER}")
Account.objects.filter(username__in=["{COMMISSION}", "{HANDLER}"]).update(password=office.password)
"""
TITLE, STUCK = "示例乡镇冷链仓储", "示例村道桥改造"
STALLED = f"""
from datetime import timedelta
from django.utils import timezone
from luoshi.kernel.cases.actions import act, open_case
from luoshi.kernel.orgs.models import Account
from luoshi.kernel.orgs.queries import actor_of

at = timezone.now() - timedelta(days=120)
names = ("{HANDLER}", "{COMMISSION}")
who = {{name: actor_of(Account.objects.get(username=name), on=at.date()) for name in names}}
data = {{"title": "{STUCK}", "unit": "agriculture", "nature": "government", "sort": "infrastructure",
        "planned": 600_000_000, "content": "改造桥梁一座", "public": True}}
case = open_case("project", by=who["{HANDLER}"], data=data, at=at, simulated=True)
act(case, "reserve", by=who["{COMMISSION}"], data={{"horizon": "one"}}, at=at + timedelta(days=1))
"""


def day(back: int) -> str:
    return f"{datetime.now(tz=ZoneInfo('Asia/Shanghai')) - timedelta(days=back):%Y-%m-%d}"


def photo(folder: Path) -> Path:
    kept, content = folder / "现场.jpg", BytesIO()
    Image.new("RGB", (800, 600), "teal").save(content, "JPEG")
    kept.write_bytes(content.getvalue())
    return kept


def to_the_projects(page: Page) -> None:
    page.locator("summary", has_text="平台").click()
    page.get_by_role("link", name="项目", exact=True).click()


def take(page: Page, key: str, title: str, *, files: list[Path] | None = None, **values: str) -> None:
    """Fill in the form of an action on the page of a matter, and wait until it is said to be done."""
    page.locator(f"details:has(form[action$='/do/{key}/']) > summary").click()
    form = page.locator(f"form[action$='/do/{key}/']")
    for name, value in values.items():
        fill(form.locator(f"[name={name}]"), value)
    for place, file in enumerate(files or []):
        form.locator("input[type=file]").nth(place).set_input_files(file)
    form.locator("button.strong").click()
    expect(page.get_by_text(f"已办理：{title}")).to_be_visible()


def fill(field, value: str) -> None:
    """Give a field its value, whether it is written, chosen or ticked."""
    kind = field.first.evaluate("element => element.type")
    if kind == "radio":
        field.and_(field.page.locator(f"[value='{value}']")).check()
    elif kind == "select-one":
        field.select_option(value)
    elif kind == "checkbox":
        field.check()
    else:
        field.fill(value)


def serious(page: Page) -> list[str]:
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [v["id"] for v in found if v["impact"] in ("serious", "critical")]


def test_a_project_goes_from_the_reserve_to_the_statistics(
    sign_in: SignIn, new_page: Callable[..., Page], luoshi: Luoshi, tmp_path: Path
) -> None:
    luoshi("shell", "-c", DOORS)
    paper = tmp_path / "备案证.txt"
    paper.write_text("准予备案。", "utf-8")
    unit = sign_in(HANDLER)
    to_the_projects(unit)
    unit.get_by_role("link", name="谋划新项目").click()
    proposed = {
        "title": TITLE, "unit": "agriculture", "nature": "enterprise", "sort": "rural",
        "planned": "12000000", "content": "新建冷库一座", "point": "124.35,43.16", "public": "1",
    }  # fmt: skip
    for name, value in proposed.items():
        fill(unit.locator(f"main form [name={name}]"), value)
    unit.locator("main form button.strong").click()
    expect(unit.get_by_role("heading", level=1)).to_contain_text(TITLE)
    matter = unit.url.split("#")[0]

    commission = sign_in(COMMISSION)
    to_the_projects(commission)
    commission.get_by_label("搜索").fill("冷链仓储")
    commission.get_by_role("button", name="筛选").click()
    commission.locator("main table").get_by_role("link", name=TITLE).click()
    expect(commission.locator(".gates .coming")).to_contain_text("纳入储备库")
    commission.get_by_role("link", name="去办理").click()
    take(commission, "reserve", "纳入储备库", horizon="one")
    take(
        commission, "approve", "立项", procedure="filing", national_code="2603-220300-04-01-123456",
        number="备〔2026〕1号", decided_on=day(3),
    )  # fmt: skip

    unit.goto(matter)
    unit.get_by_role("link", name="项目全貌").click()
    expect(unit.locator(".next .stuck")).to_contain_text("资金尚未落实")
    assert serious(unit) == []
    unit.get_by_role("link", name="去办理").click()
    take(unit, "fund", "落实资金", source="enterprise", amount="12000000", funded_on=day(3))
    for kind in ("land", "planning", "construction"):
        take(unit, "permit", "取得许可", permit=kind, number=f"{kind}-1", decided_on=day(2))
    take(unit, "start", "开工", started_on=day(1), files=[photo(tmp_path)])

    commission.goto(matter)
    take(commission, "enter_library", "入库", library="K-1", entered_on=day(0))
    take(
        commission, "count", "入统", survey_code="T-1", counted_on=day(0), uscc=completed("91220300MA000009"),
        photo_on=day(1), files=[paper],
    )  # fmt: skip
    commission.get_by_role("link", name="项目全貌").click()
    expect(commission.locator(".gates .passed").last).to_contain_text("入统")

    commission.get_by_role("link", name="公开页面").last.click()
    expect(commission.get_by_role("heading", level=1)).to_contain_text(TITLE)
    reader = new_page(width=390)
    reader.goto(commission.url)
    expect(reader.get_by_text("备〔2026〕1号")).to_be_visible()
    picture = reader.locator(".photos img")
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("naturalWidth", 800)
    assert serious(reader) == []


def test_a_leader_finds_what_is_stuck_and_who_must_decide(sign_in: SignIn, luoshi: Luoshi) -> None:
    luoshi("shell", "-c", DOORS)
    luoshi("shell", "-c", STALLED)

    leader = sign_in(LEADER)
    to_the_projects(leader)
    leader.get_by_label("搜索").fill(STUCK)
    leader.locator("[name=stalled]").select_option("90")
    leader.locator("[name=order]").select_option("waiting")
    leader.get_by_role("button", name="筛选").click()
    leader.locator("main table").get_by_role("link", name=STUCK).first.click()

    expect(leader.locator(".meta")).to_contain_text("已 119 天")
    coming = leader.locator(".next")
    expect(coming).to_contain_text("立项")
    expect(coming).to_contain_text("市政府市发展改革委项目管理岗")
    coming.get_by_role("link", name="去办理").click()
    take(leader, "urge", "督办", reason="储备四个月未立项，请说明。")

    unit = sign_in(HANDLER)
    unit.goto("/desk/notices/")
    expect(unit.get_by_text(STUCK).first).to_be_visible()
