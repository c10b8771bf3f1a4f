"""Messages of a board come in once, all or none, each with the reply it has."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.actions import reveal
from luoshi.kernel.cases.models import Case, Counter, Event
from luoshi.kernel.cases.tests.factories import Town, moment, organisation
from luoshi.kernel.cases.verifying import verify
from luoshi.kernel.orgs.models import Kind
from luoshi.platforms.hotline.boards import COLUMNS
from luoshi.platforms.hotline.tests.factories import do, record_of

ROWS = [
    {
        "board": "领导留言板", "message": "A001", "asked_at": "2026/3/2 9:12:30", "title": "路灯不亮",
        "content": "三天不亮了。", "name": "王某", "phone": "13900001111", "sort": "求助",
        "category": "路灯不亮", "locality": "站前街道", "public": "是",
        "reply": "已更换灯泡。", "replied_at": "2026-03-04 16:00",
        "outcome": "已解决",
    },
    {
        "board": "领导留言板", "message": "A002", "asked_at": "2026年3月3日 10:00",
        "content": "想问公交何时延长。\n谢谢",
    },
]  # fmt: skip


@pytest.fixture(autouse=True)
def _today(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    street = organisation("zhanqian", parent=town.units["siping"], kind=Kind.STREET)
    type(street).objects.filter(pk=street.pk).update(name="站前街道", short="站前")
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment("2026-03-05"))


def table(folder: Path, rows: list[dict[str, str]], *, encoding: str = "utf-8", keys: bool = False) -> str:
    used = [key for key in COLUMNS if any(key in row for row in rows)]
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(used if keys else [COLUMNS[key][0] for key in used])
    writer.writerows([row.get(key, "") for key in used] for row in rows)
    path = folder / "messages.csv"
    path.write_bytes(out.getvalue().encode(encoding))
    return str(path)


def brought(path: str, *more: str) -> str:
    out = io.StringIO()
    call_command("hotline", "import", path, "--as", "agent", *more, stdout=out)
    return out.getvalue()


def refused(path: str, *more: str) -> str:
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command("hotline", "import", path, "--as", "agent", *more, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize(("encoding", "keys"), [("utf-8", False), ("utf-8-sig", True), ("gb18030", False)])
def test_messages_become_requests_of_the_moment_they_were_left(
    town: Town, tmp_path: Path, encoding: str, keys: bool
):
    words = brought(table(tmp_path, ROWS, encoding=encoding, keys=keys), "--write")

    assert "导入 2 件 · 已有 0 · 带答复 1" in words
    lamp, bus = Case.objects.order_by("pk")
    assert (lamp.opened_at, lamp.title, lamp.state) == (moment("2026-03-02 09:12:30"), "路灯不亮", "finished")
    assert (lamp.data["channel"], lamp.data["category"], lamp.data["locality"]) == (
        "board",
        "010402",
        "zhanqian",
    )
    assert (lamp.data["reply"], record_of(lamp).answered_at) == ("已更换灯泡。", moment("2026-03-04 16:00"))
    assert reveal(lamp, "phone", by=town["agent"], reason="核对", at=moment("2026-03-05")) == "13900001111"
    assert (bus.title, bus.state, bus.data["sort"]) == ("想问公交何时延长", "received", "other")
    assert bus.data["anonymous"]
    assert record_of(bus).follow is None
    assert all(verify(case).sound for case in (lamp, bus))


def test_without_write_nothing_is_written_and_all_is_told(town: Town, tmp_path: Path):
    words = brought(table(tmp_path, ROWS))

    assert "可导入 2 件 · 已有 0 · 带答复 1" in words
    assert not Case.objects.exists()
    assert not Event.objects.exists()
    assert not Counter.objects.exists()


def test_the_same_table_again_takes_nothing(town: Town, tmp_path: Path):
    path = table(tmp_path, ROWS)
    brought(path, "--write")

    words = brought(path, "--write")

    assert "导入 0 件 · 已有 2 · 带答复 0" in words
    assert Case.objects.count() == 2


def test_a_reply_that_comes_later_is_added_while_12345_still_has_the_request(town: Town, tmp_path: Path):
    brought(table(tmp_path, [ROWS[1], ROWS[1] | {"message": "A003"}]), "--write")
    one, other = Case.objects.order_by("pk")
    do(town, other, "dispatch", "dispatcher", "2026-03-03 11:00", unit="transport", limit="ordinary")
    said = {"reply": "五月延长。", "replied_at": "2026-03-04", "outcome": "planned"}

    words = brought(table(tmp_path, [ROWS[1] | said, ROWS[1] | said | {"message": "A003"}]), "--write")

    assert "已有 2 · 带答复 1" in words
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.state, one.data["reply"], other.state) == ("finished", "五月延长。", "dispatched")


def test_the_same_number_of_another_board_is_another_message(town: Town, tmp_path: Path):
    brought(table(tmp_path, [ROWS[1], ROWS[1] | {"board": "市长信箱"}]), "--write")

    assert Case.objects.count() == 2


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"message": ""}, "请填写留言编号"),
        ({"content": "", "title": "有"}, "请填写内容"),
        ({"board": ""}, "请填写留言板"),
        ({"message": "7" * 101}, "最多100字"),
        ({"asked_at": "昨天"}, "应形如"),
        ({"asked_at": "2026-02-30 10:00"}, "应形如"),
        ({"asked_at": "2026-03-06 10:00"}, "还没有到"),
        ({"asked_at": "2017-03-06 10:00"}, "hotline"),
        ({"message": "A001"}, "与第2行相同"),
        ({"sort": "谋杀"}, "诉求类型"),
        ({"category": "没有的类"}, "码表中没有"),
        ({"locality": "某街道"}, "没有这个单位"),
        ({"public": "也许"}, "请写是或否"),
        ({"reply": "好了。"}, "有答复的须填写答复时间、办理结果"),
        ({"reply": "好了。", "replied_at": "2026-03-01", "outcome": "已解决"}, "早于留言时间"),
        ({"reply": "好了。", "replied_at": "2026-03-04", "outcome": "很好"}, "办理结果"),
        ({"content": "字" * 20_001}, "最多20000字"),
    ],
)
def test_every_bad_row_is_told_with_its_reason_and_then_none_is_written(
    town: Town, tmp_path: Path, wrong: dict[str, str], why: str
):
    good = {"title": "", "category": "", "sort": "", "locality": "", "public": ""}
    rows = [ROWS[0], good | ROWS[1] | wrong, ROWS[1] | {"message": "B9"}, {"message": "B10"}]

    words = refused(table(tmp_path, rows), "--write")

    assert why in words
    assert len(words.strip().split("\n")) == 2
    assert not Case.objects.exists()


def test_other_words_under_a_number_that_was_brought_are_refused(town: Town, tmp_path: Path):
    brought(table(tmp_path, ROWS), "--write")

    words = refused(table(tmp_path, [ROWS[0], ROWS[1] | {"content": "别的事。"}]), "--write")

    assert "导入过，内容不同" in words


def test_board_and_outcome_may_be_named_for_the_whole_table(town: Town, tmp_path: Path):
    row = {key: value for key, value in ROWS[0].items() if key not in ("board", "outcome")}

    brought(table(tmp_path, [row]), "--write", "--board", "市长信箱", "--outcome", "partly")

    assert Case.objects.get().data["outcome"] == "partly"


def test_unknown_and_missing_columns_are_named(town: Town, tmp_path: Path):
    path = tmp_path / "messages.csv"
    path.write_text("留言编号,内容,点赞\n1,好,3\n", "utf-8")

    with pytest.raises(LuoshiError, match="没有这些列：点赞；缺少这些列：留言时间"):
        brought(str(path))
    with pytest.raises(LuoshiError, match="没有文件"):
        brought(str(tmp_path / "nowhere.csv"))


def test_who_may_not_take_requests_brings_none(town: Town, tmp_path: Path):
    out = io.StringIO()

    with pytest.raises(CommandError):
        call_command(
            "hotline", "import", table(tmp_path, ROWS), "--as", "finance_head", "--write", stdout=out
        )

    assert "话务员" in out.getvalue()
    assert not Case.objects.exists()


def test_a_reply_is_no_words_of_who_asked(town: Town, tmp_path: Path):
    brought(table(tmp_path, ROWS), "--write")

    kept: list[Any] = [*Case.objects.values("data", "title"), *Event.objects.values()]
    assert "王某" not in str(kept)
    assert "13900001111" not in str(kept)
