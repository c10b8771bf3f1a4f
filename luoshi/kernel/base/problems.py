"""What is wrong with a file that a person wrote: every problem at once, with its place, in two languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from luoshi.kernel.base.errors import LuoshiError

_SHOWN = 12  # problems printed before the rest is only counted


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right: where it stands, and what is wrong there."""

    where: str
    zh: str
    en: str


def require_none(problems: Sequence[Problem], *, code: str, name: str) -> None:
    """Raise an error with the code that lists the problems of what is named, if there are any."""
    if not problems:
        return
    zh = [f"{name} 有 {len(problems)} 处需要更正："]
    en = [f"{name} has {len(problems)} things to put right:"]
    for problem in problems[:_SHOWN]:
        zh.append(f"  {problem.where}：{problem.zh}")
        en.append(f"  {problem.where}: {problem.en}")
    if more := problems[_SHOWN:]:
        zh.append(f"  ……另有 {len(more)} 处")
        en.append(f"  … and {len(more)} more")
    raise LuoshiError(code, "\n".join(zh), "\n".join(en))
