"""Read the reviewed file and name every field that is wrong, entry by entry. No Django."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.base.exact import parse_yaml
from luoshi.kernel.commitments.anchors import Anchor
from luoshi.kernel.commitments.reviewed.entry import (
    Deed,
    Entry,
    Header,
    Name,
    NameKind,
    Question,
    Review,
    ReviewedFile,
    ReviewStatus,
    Target,
)
from luoshi.kernel.commitments.reviewed.fields import (
    Convert,
    Problem,
    Wrong,
    amount,
    many,
    one_of,
    optional,
    period,
    record,
    whole,
    words,
)
from luoshi.reader.model import (
    CommitmentKind,
    Comparator,
    Form,
    Half,
    MilestoneKind,
    Sign,
    Strength,
)

ENTRIES = "commitments"  # the key that holds them; every other key is of the header
_SHOWN = 12  # problems printed before the rest is only counted
_ID = re.compile(r"(\d{4})-(\d{3,})")


def load_reviewed(path: Path) -> ReviewedFile:
    """Read the file. Raises ``reviewed-missing``, ``file-syntax`` or ``reviewed-invalid``."""
    try:
        return parse_reviewed(path.read_text("utf-8"), name=path.name)
    except FileNotFoundError as error:
        raise LuoshiError(
            "reviewed-missing",
            f"还没有审阅文件 {path}。请先运行 luoshi commitments draft {path.stem}。",
            f"There is no {path} yet. Run luoshi commitments draft {path.stem} first.",
        ) from error


def parse_reviewed(text: str, *, name: str) -> ReviewedFile:
    """Read the file's text. Raises ``file-syntax`` or ``reviewed-invalid`` naming entry and field."""
    raw = parse_yaml(text, name=name)
    try:
        whole_file: ReviewedFile = _FILE(_header_apart(raw))
    except Wrong as wrong:
        raise _invalid(name, wrong.problems) from wrong
    return whole_file


def _header_apart(raw: object) -> object:
    if not isinstance(raw, dict):
        return raw
    header = {key: value for key, value in raw.items() if key != ENTRIES}
    return {"header": header} | ({"entries": raw[ENTRIES]} if ENTRIES in raw else {})


def _invalid(name: str, problems: list[Problem]) -> LuoshiError:
    zh = [f"{name} 有 {len(problems)} 处需要更正："]
    en = [f"{name} has {len(problems)} things to put right:"]
    for problem in problems[:_SHOWN]:
        where = problem.where.removeprefix("header.").removeprefix("entries.").replace("entries", ENTRIES, 1)
        zh.append(f"  {where}：{problem.zh}")
        en.append(f"  {where}: {problem.en}")
    if more := problems[_SHOWN:]:
        zh.append(f"  ……另有 {len(more)} 处")
        en.append(f"  … and {len(more)} more")
    return LuoshiError("reviewed-invalid", "\n".join(zh), "\n".join(en))


def _quote_fits(span: Anchor | Target | Deed | Name) -> Iterator[Problem]:
    stretch, length = span.end - span.start, len(span.quote)
    if stretch != length:
        yield Problem(
            "quote",
            f"原文有 {length} 字，而 start 到 end 是 {stretch} 字",
            f"has {length} characters, but start to end is {stretch}",
        )


def _ids_hold(file: ReviewedFile) -> Iterator[Problem]:
    seen = set()
    for entry in file.entries:
        where, year = f"{entry.id}.id", file.header.year
        match = _ID.fullmatch(entry.id)
        if match is None or int(match[1]) != year:
            yield Problem(where, f"应形如 {year}-001", f"must look like {year}-001")
        elif int(match[2]) > file.header.last:
            yield Problem(where, "编号大于 last；请同时更新 last", "is above last; raise last too")
        if entry.id in seen:
            yield Problem(where, "编号重复", "is given twice")
        seen.add(entry.id)


_LINE, _NAME, _PASSAGE = words(200, empty=False), words(60), words(20_000)
_OFFSET = whole(10**9)
_SPAN: dict[str, Convert] = {"start": _OFFSET, "end": _OFFSET, "quote": words(20_000, empty=False)}
_TARGET: dict[str, Convert] = {
    **_SPAN,
    "indicator": _PASSAGE,
    "value": amount,
    "unit": _NAME,
    "cmp": one_of(Comparator),
    "form": one_of(Form),
    "sign": one_of(Sign),
    "period": period,
    "wording": _PASSAGE,
    "half": optional(one_of(Half)),
}
_DEED: dict[str, Convert] = {**_SPAN, "verb": _NAME, "object": _PASSAGE, "kind": one_of(MilestoneKind)}
_ENTRY: dict[str, Convert] = {
    "id": words(12, empty=False),
    "title": _LINE,
    "kind": one_of(CommitmentKind),
    "strength": one_of(Strength),
    "half": one_of(Half),
    "section": words(120),
    "livelihood": optional(whole(10_000)),
    "anchor": record(Anchor, {**_SPAN, "prefix": words(64), "suffix": words(64)}, check=_quote_fits),
    "targets": many(record(Target, _TARGET, check=_quote_fits)),
    "deeds": many(record(Deed, _DEED, check=_quote_fits)),
    "entities": many(record(Name, {**_SPAN, "kind": one_of(NameKind)}, check=_quote_fits)),
    "checks": many(record(Question, {"id": _LINE, "message": _PASSAGE})),
    "review": record(Review, {"status": one_of(ReviewStatus), "note": _PASSAGE}),
}
_HEADER: dict[str, Convert] = {
    "report": words(100, empty=False),
    "place": words(60, empty=False),
    "year": whole(9999),
    "sha256": words(64, empty=False),
    "reader": words(40),
    "last": whole(10**9),
}
_FILE = record(
    ReviewedFile,
    {"header": record(Header, _HEADER), "entries": many(record(Entry, _ENTRY))},
    check=_ids_hold,
)
