"""Write the reviewed file for people: one order of keys, a blank line between entries. No Django."""

from __future__ import annotations

from dataclasses import MISSING, fields, is_dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from luoshi.kernel.commitments.reading import public_error
from luoshi.kernel.commitments.reviewed.entry import Entry, Header, ReviewedFile
from luoshi.kernel.commitments.reviewed.parse import ENTRIES
from luoshi.reader.inputs import InputError
from luoshi.reader.output import replacing

HEAD = """\
# 承诺事项审阅文件。程序从报告中读出，由人逐条审阅；修改后请运行 luoshi commitments adopt {year}。
#
# 怎样审阅：对照 anchor.quote 与报告原文，逐条改 review.status：
#   draft 待审阅 · confirmed 无误 · corrected 已更正（请先改好字段） · rejected 不是承诺（不入库，条目请保留）
# 可以改：title、kind、strength、livelihood、targets、deeds、entities、review.note。
#   kind      quantified 有数值 · milestone 有节点 · document 有文件 · directional 有方向
#   strength  binding 约束性 · expected 预期性 · aspirational 力争 · directional 方向性
#   cmp       eq 等于 · ge 不低于 · gt 高于 · le 不高于 · lt 低于 · approx 左右
#             range 区间 · rank 位次 · zero 为零 · full 全部
#   form      level 水平（可省略） · growth 增减率 · change 增减量；sign 为 - 表示下降
#   value     换算成 unit 后的数：1.6万人写作 16000 与 人；区间写作 [低, 高]
# 不要改：id（永不重复使用）、sha256、last，以及各处的 start、end（从 0 数的字符位置，quote 须与之等长）。
# 拿不准的数字请查 checks；要核对整份文件与报告，运行 luoshi commitments diff {year}。
#
# Reviewed commitments. Check each quote against the report, set review.status to confirmed, corrected or
# rejected, then run: luoshi commitments adopt {year}
"""


def dump_reviewed(file: ReviewedFile) -> str:
    """Return the file's text: the same for equal files, and read back as an equal file."""
    parts = [HEAD.format(year=file.header.year), _yaml(_mapping(file.header))]
    if not file.entries:
        return "\n".join([*parts, f"{ENTRIES}: []\n"])
    return "\n".join([*parts, f"{ENTRIES}:\n", *(_yaml([_mapping(entry)]) for entry in file.entries)])


def save_reviewed(file: ReviewedFile, path: Path) -> None:
    """Write the file whole or not at all. Raises ``file-unwritable``."""
    text = dump_reviewed(file)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as fresh:
            fresh.write_text(text, "utf-8", newline="\n")
    except OSError as error:
        raise public_error(InputError("unwritable", str(path), error.strerror or "")) from error
    except InputError as error:
        raise public_error(error) from error


def _mapping(record: Header | Entry | Any) -> dict[str, Any]:
    """Return the fields in the dataclass's order, those at their default left out."""
    return {
        field.name: _plain(value)
        for field in fields(record)
        if (value := getattr(record, field.name)) != field.default or field.default is MISSING
    }


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return _mapping(value)
    if isinstance(value, tuple):
        items = [_plain(item) for item in value]
        return _Flow(items) if all(isinstance(item, Decimal) for item in items) else items
    return value


class _Flow(list[Any]):
    """A list written on one line: [4.5, 5]."""


class _Dumper(yaml.SafeDumper):
    """Block style; nothing is wrapped, aliased or escaped that a person could read."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _represent_text(dumper: _Dumper, data: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", data, style='"' if "\n" in data else None)


def _represent_number(dumper: _Dumper, data: Decimal) -> yaml.ScalarNode:
    whole = data == data.to_integral_value()
    text = str(int(data)) if whole else format(data.normalize(), "f")
    return dumper.represent_scalar(f"tag:yaml.org,2002:{'int' if whole else 'float'}", text)


def _represent_flow(dumper: _Dumper, data: _Flow) -> yaml.SequenceNode:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=True)


_Dumper.add_representer(str, _represent_text)
_Dumper.add_representer(Decimal, _represent_number)
_Dumper.add_representer(_Flow, _represent_flow)


def _yaml(data: Any) -> str:
    return yaml.dump(
        data,
        Dumper=_Dumper,
        allow_unicode=True,
        default_flow_style=False,
        sort_keys=False,
        width=10**6,
    )
