"""Which kinds of notices there are: what the engine says of deadlines, and what declared actions tell."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from luoshi.kernel.cases.clocks import MISSED, WARNED
from luoshi.kernel.cases.effects import Telling
from luoshi.kernel.cases.registry import case_types


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """One kind of notice. ``duty`` is the rule by which people must be told; "" where they may refuse it."""

    topic: str
    title: str
    duty: str = ""


@cache
def notice_kinds() -> tuple[NoticeKind, ...]:
    """Return every kind, the deadlines first."""
    told: dict[str, list[tuple[str, str]]] = {}
    for declared in case_types().values():
        for action in declared.acts:
            for effect in (one for one in action.then if isinstance(one, Telling)):
                duty = str(effect.duty) if effect.duty else ""
                told.setdefault(f"case.{action.key}", []).append((f"{declared.title}：{action.title}", duty))
    return (
        NoticeKind(f"case.{WARNED}", "期限临近"),
        NoticeKind(f"case.{MISSED}", "期限已过", "该期限所依据的条款"),
        *(
            NoticeKind(
                topic,
                "、".join(dict.fromkeys(title for title, _ in said)),
                "、".join(dict.fromkeys(duty for _, duty in said if duty)),
            )
            for topic, said in told.items()
        ),
    )
