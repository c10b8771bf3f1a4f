"""Messages of a board as a table: what its columns are, and from a row to a message. Nothing is written."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.context import LOCAL
from luoshi.kernel.cases.sheets import Sheet
from luoshi.kernel.cases.sheets.reading import FORMULA

COLUMNS = {  # key, title, what it holds; those marked * have to be there
    "board": ("留言板", "哪个留言板；整张表一样的可用 --board"),
    "message": ("留言编号", "* 留言板上的编号，同一编号只成为一件"),
    "asked_at": ("留言时间", "* 如 2026-03-01 09:12"),
    "title": ("标题", "不填取内容的第一句"),
    "content": ("内容", "*"),
    "name": ("留言人", "加密保存"),
    "phone": ("联系电话", "加密保存"),
    "email": ("电子邮件", "加密保存"),
    "sort": ("诉求类型", "咨询、求助、投诉、举报、建议、表扬、其他；不填为其他"),
    "category": ("诉求分类", "码表的代码或名称；不填由话务员更正"),
    "locality": ("属地", "街道、乡镇或区县的代码、名称或简称"),
    "address": ("地址", ""),
    "public": ("同意公开", "是或否；不填为否"),
    "reply": ("答复", "留言板上已有的答复"),
    "replied_at": ("答复时间", "有答复的必填"),
    "outcome": ("办理结果", "已解决、部分解决、已列入计划、未解决；有答复的必填，也可用 --outcome"),
}
REQUIRED = ("message", "asked_at", "content")
_OWN = ("board", "message", "asked_at", "reply", "replied_at", "outcome")
_NAME, _TITLE = 100, 60
_TIME = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T\s]*(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.\d+)?)?)?"
)


@dataclass(frozen=True, slots=True)
class Message:
    """A message as the board has it: ``given`` by field of a request, and the reply where there is one."""

    row: int
    key: str
    asked_at: datetime
    given: Mapping[str, str]
    reply: str = ""
    replied_at: datetime | None = None
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Bad:
    """A row that cannot be taken, and why."""

    row: int
    why: str

    def __str__(self) -> str:
        return f"第{self.row}行：{self.why}"


def messages_of(sheet: Sheet, *, board: str = "", outcome: str = "", at: datetime) -> Iterator[Message | Bad]:
    """Yield each row as a message, or why it is none. Raises ``board-columns`` where titles do not fit.

    ``board`` and ``outcome`` stand for cells that are empty.
    """
    columns = _columns(sheet)
    seen: dict[str, int] = {}
    for row in sheet.rows:
        cells = {key: row.cell(place) for key, place in columns.items() if row.cell(place)}
        cells = {"board": board, "outcome": outcome} | cells
        try:
            message = _message(row.number, cells, at)
        except ValueError as error:
            yield Bad(row.number, str(error))
            continue
        if (first := seen.setdefault(message.key, row.number)) != row.number:
            yield Bad(row.number, f"留言板和编号与第{first}行相同")
        else:
            yield message


def _columns(sheet: Sheet) -> dict[str, int]:
    names = {name: key for key, (title, _) in COLUMNS.items() for name in (title, key)}
    unknown = [title for title in sheet.titles if title and title not in names]
    columns = {names[title]: place for place, title in enumerate(sheet.titles) if title in names}
    missing = [COLUMNS[key][0] for key in REQUIRED if key not in columns]
    if unknown or missing:
        zh = [f"没有这些列：{'、'.join(unknown)}"] if unknown else []
        zh += [f"缺少这些列：{'、'.join(missing)}"] if missing else []
        wanted = "、".join(title for title, _ in COLUMNS.values())
        raise LuoshiError(
            "board-columns",
            f"表格“{sheet.name}”的标题行不对。{'；'.join(zh)}。可用的列：{wanted}。",
            f"The titles of {sheet.name} do not fit; unknown: {', '.join(unknown) or '–'},"
            f" missing: {', '.join(missing) or '–'}. Columns: {', '.join(COLUMNS)}.",
        )
    return columns


def _message(number: int, cells: Mapping[str, str], at: datetime) -> Message:
    if FORMULA in cells.values():
        raise ValueError("有公式。公式不计算，请粘贴为数值")
    if absent := [COLUMNS[key][0] for key in ("board", *REQUIRED) if not cells.get(key)]:
        raise ValueError(f"请填写{'、'.join(absent)}")
    if long := [COLUMNS[key][0] for key in ("board", "message") if len(cells[key]) > _NAME]:
        raise ValueError(f"{'、'.join(long)}最多{_NAME}字")
    asked_at = _moment(cells["asked_at"], "留言时间", at)
    given = {key: value for key, value in cells.items() if key not in _OWN}
    given.setdefault("title", re.split(r"[\n。！？!?]", cells["content"], maxsplit=1)[0].strip()[:_TITLE])
    given["title"] = given["title"] or cells["content"][:_TITLE]
    name = f"{cells['board']}\0{cells['message']}".encode()
    message = Message(number, hashlib.sha256(name).hexdigest(), asked_at, given)
    if not cells.get("reply"):
        return message
    if absent := [COLUMNS[key][0] for key in ("replied_at", "outcome") if not cells.get(key)]:
        raise ValueError(f"有答复的须填写{'、'.join(absent)}")
    replied_at = _moment(cells["replied_at"], "答复时间", at)
    if replied_at < asked_at:
        raise ValueError("答复时间早于留言时间")
    return Message(number, message.key, asked_at, given, cells["reply"], replied_at, outcome=cells["outcome"])


def _moment(text: str, title: str, at: datetime) -> datetime:
    found = _TIME.fullmatch(text.strip())
    try:
        if not found:
            raise ValueError(text)
        moment = datetime(*(int(part or 0) for part in found.groups()), tzinfo=LOCAL)  # type: ignore[arg-type, misc]  # six numbers
    except ValueError:
        raise ValueError(f"{title}“{text[:30]}”应形如 2026-03-01 09:12") from None
    if moment > at:
        raise ValueError(f"{title} {text[:30]} 还没有到")
    return moment
