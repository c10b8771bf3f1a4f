"""The one exception of inputs and outputs: a stable code for programs, a sentence in two languages."""

from __future__ import annotations

from pathlib import Path
from traceback import extract_tb
from typing import Literal

Language = Literal["zh", "en"]

# code: (what happened and what to do next, in Chinese and in English). Codes are public and stay.
_SENTENCES: dict[str, tuple[str, str]] = {
    "missing": ("找不到文件：{name}。请检查路径。", "There is no file {name}. Check the path."),
    "unreadable": (
        "无法读取 {name}：{detail}。请检查权限。",
        "Cannot read {name}: {detail}. Check its permissions.",
    ),
    "is_directory": (
        "{name} 是文件夹，此处需要一个文件。",
        "{name} is a folder where one file is wanted.",
    ),
    "no_reports": (
        "{name} 中没有可读的报告（.txt .pdf .docx .png .jpg .tif）。",
        "There is no report in {name} (.txt .pdf .docx .png .jpg .tif).",
    ),
    "empty": ("{name} 没有内容。", "{name} is empty."),
    "binary": (
        "{name} 不是文本、PDF、DOCX 或图像。请另存为其中一种。",
        "{name} is neither text nor PDF, DOCX or an image. Save it as one of these.",
    ),
    "encoding": (
        "无法识别 {name} 的编码：既不是 UTF-8，也不是 GB18030。请另存为 UTF-8。",
        "{name} is neither UTF-8 nor GB18030. Save it as UTF-8.",
    ),
    "encrypted": (
        "{name} 已加密。请先解除密码再读取。",
        "{name} is protected by a password. Remove it first.",
    ),
    "broken": (
        "{name} 已损坏，无法打开。请重新获取文件。",
        "{name} is damaged and does not open. Get it again.",
    ),
    "no_pages": ("{name} 一页也没有。", "{name} has no pages."),
    "no_text": ("{name} 的页面上没有找到文字。", "No text was found on the pages of {name}."),
    "too_large": (
        "{name} 过大（上限 {detail}）。请拆分后再读。",
        "{name} is too large (the limit is {detail}). Split it.",
    ),
    "needs_ocr": (
        "{name} 是扫描页，需要文字识别组件：pip install 'luoshi[ocr]'。",
        "{name} is a scan and needs character recognition: pip install 'luoshi[ocr]'.",
    ),
    "needs_spark": (
        "需要 Spark 组件：pip install 'luoshi[spark]'，并安装 Java 17 以上。",
        "Spark is needed: pip install 'luoshi[spark]', and Java 17 or later.",
    ),
    "unwritable": ("无法写入 {name}：{detail}。", "Cannot write {name}: {detail}."),
    "not_readings": (
        "{name} 不是 luoshi read 写出的结果（.parquet 或 .jsonl）。",
        "{name} was not written by luoshi read (.parquet or .jsonl).",
    ),
    "no_match": ("没有指标“{name}”的结果。", "No reading has the indicator {name}."),
    "crashed": (
        "读取 {name} 的进程意外终止。请单独检查该文件。",
        "The process that read {name} died. Look at this file by itself.",
    ),
    "internal": (
        "读取 {name} 时程序出错（{detail}）。请附上该文件报告问题。",
        "luoshi failed on {name} ({detail}). Report it, with the file.",
    ),
}


def traced(error: Exception) -> str:
    """Return an unforeseen error in one line, with the place it came from."""
    frames = extract_tb(error.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{error!r}{place}"


class InputError(Exception):
    """An input that cannot be read, or an output that cannot be written; ``code`` is stable."""

    def __init__(self, code: str, name: str, detail: str = "") -> None:
        super().__init__(code, name, detail)  # all three positional, so that it crosses processes
        self.code = code
        self.name = name
        self.detail = detail

    def __str__(self) -> str:
        return self.say("en")

    def say(self, language: Language) -> str:
        """Return what happened and what to do next, as a sentence."""
        sentence = _SENTENCES[self.code][0 if language == "zh" else 1]
        return sentence.format(name=self.name, detail=self.detail)
