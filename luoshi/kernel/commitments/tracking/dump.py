"""Write the tracking file for people: one order of keys, short records on one line. No Django."""

from __future__ import annotations

from dataclasses import MISSING, fields, is_dataclass
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

import yaml

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.base.periods import Period
from luoshi.kernel.commitments.tracking.entries import (
    Assigned,
    BaselineEntry,
    NodeEntry,
    TrackingFile,
    TrajectoryEntry,
)

HEAD = """\
# 承诺跟踪文件：每条承诺用什么数据衡量、由谁负责、什么时候到期、按什么曲线推进。
# 逐条对照报告原文审阅；修改后请运行 luoshi commitments track adopt {year}，再用 coverage {year} 核对。
#
# 怎样审阅：每条承诺（city/commitments/{year}.yaml 中未移出的）在这里有一条，下面三项须有其一：
#   targets    有数据可算的目标。quote 是该数字的原文；原文没有数字的（“与经济同步”）写能定目标的那几个字
#     series     数据系列：平台指标（proposals.answered_rate）或外部数据（outside.new_jobs）
#     kind       flow 累计 · stock 时点 · rate 比率 · growth 同比 · avg_growth 年均 · index 指数 · rank 位次
#                event_count 发生数 · milestone 节点 · document 文件 · ordinal 等级 · survey 调查
#     direction  more 越多越好 · less 越少越好 · none 不分方向
#     comparator 省略时照原文的比较用语；deadline 完成时限，deadline_from：
#                period 原文未写，按期末 · text 原文写明 · decomposition 任务分解方案写明
#     baseline   基期值，quote 是报告回顾部分的原文；原文没有的不填，不以别的年份代替
#     trajectory linear_time 序时 · linear_from_start 自开工起 · seasonal_share 历年同期占比
#                declared_nodes 申报节点 · s_curve 工程曲线 · step_at_deadline 到期一次判断
#                budget_burn 限额支用 · constant 全程同一标准 · geometric 等比
#     reference  相对目标（高于全省、与经济同步）所参照的系列
#   check      没有数字的节点与文件：evidence 写明凭什么认定；still_in_use: true 表示建成后还须核在用
#   untracked  两者都做不到的：reason 原因，lacks 缺什么
#              metric 指标 · baseline 基期值 · start 起止时间 · definition 口径
#   targets 与 check 也可以写 lacks：能跟踪，但判断时还缺这一项。
#
# 责任单位：报告没有写。lead 牵头、responsible 责任、support 配合都要写明 from：
#   suggestion 按职责词建议 · decomposition 任务分解方案 · decision 会议或文件决定
#   建议的一律 confirmed: false，界面上显示“建议，待确认”；任务分解方案用 luoshi commitments decompose 导入。
# headline: true 是主要目标：“发展预期目标”各项与“十五五”经济目标。民生实事在承诺文件中已标明。
# 已采纳的目标要调整，不改这里：用 change_target 记入目标调整记录，原目标照旧出结论。
#
# What tracks each commitment: series, baseline, deadline, course, and who answers. Edit, then run
# luoshi commitments track adopt {year}. Lead units are suggestions until a document confirms them.
"""
_ONE_LINE = (Assigned, BaselineEntry, NodeEntry, TrajectoryEntry)


def dump_tracking(file: TrackingFile) -> str:
    """Return the file's text: the same for equal files, and read back as an equal file."""
    parts = [HEAD.format(year=file.year), f"report: {file.report}\nyear: {file.year}\n"]
    if not file.entries:
        return "\n".join([*parts, "entries: []\n"])
    return "\n".join([*parts, "entries:\n", *(_yaml([_plain(entry)]) for entry in file.entries)])


def save_tracking(file: TrackingFile, path: Path) -> None:
    """Write the file whole or not at all. Raises ``file-unwritable``."""
    fresh = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_text(dump_tracking(file), "utf-8", newline="\n")
        fresh.replace(path)
    except OSError as error:
        raise LuoshiError(
            "file-unwritable",
            f"不能写入 {path}：{error.strerror}。",
            f"{path} cannot be written: {error.strerror}.",
        ) from error


def _plain(value: Any) -> Any:
    """Return the value as YAML has it, fields at their default left out, but never who says so."""
    if is_dataclass(value) and not isinstance(value, Period):
        always = isinstance(value, Assigned)
        made = {
            "from" if field.name == "source" else field.name: _plain(getattr(value, field.name))
            for field in fields(value)
            if always or field.default is MISSING or getattr(value, field.name) != field.default
        }
        return _Flow(made) if isinstance(value, _ONE_LINE) else made
    if isinstance(value, tuple):
        items = [_plain(item) for item in value]
        return _FlowList(items) if all(isinstance(item, str) for item in items) else items
    if isinstance(value, Period):
        text = str(value)
        return int(text) if text.isdigit() else text
    if isinstance(value, Enum):
        return value.value
    return value


class _Flow(dict[str, Any]):
    """A mapping written on one line."""


class _FlowList(list[Any]):
    """A list written on one line."""


class _Dumper(yaml.SafeDumper):
    """Block style; nothing is wrapped, aliased or escaped that a person could read."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: _Dumper, data: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", data, style='"' if "\n" in data else None)


def _number(dumper: _Dumper, data: Decimal) -> yaml.ScalarNode:
    whole = data == data.to_integral_value()
    text = str(int(data)) if whole else format(data.normalize(), "f")
    return dumper.represent_scalar(f"tag:yaml.org,2002:{'int' if whole else 'float'}", text)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(Decimal, _number)
_Dumper.add_representer(
    _Flow, lambda dumper, data: dumper.represent_mapping("tag:yaml.org,2002:map", data, flow_style=True)
)
_Dumper.add_representer(
    _FlowList, lambda dumper, data: dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=True)
)


def _yaml(data: Any) -> str:
    return yaml.dump(
        data,
        Dumper=_Dumper,
        allow_unicode=True,
        default_flow_style=False,
        sort_keys=False,
        width=10**6,
    )
