"""What can go wrong with an act, in words for the person at the desk and with a code for programs."""

from __future__ import annotations

from collections.abc import Iterable

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.fields import Problem
from luoshi.kernel.cases.permit import Refusal


class ActRefused(LuoshiError):
    """The act is not allowed now, or not for this person. ``refusals`` holds every reason."""

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        self.refusals = tuple(refusals)
        why = "；".join(str(refusal) for refusal in self.refusals)
        super().__init__("act-refused", f"不能办理：{why}。", f"Not allowed: {why}.")


class FormInvalid(LuoshiError):
    """Some values cannot be taken. ``problems`` names each field; nothing was written."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        what = "；".join(problem.message for problem in self.problems)
        super().__init__("form-invalid", f"请改正：{what}。", f"Please correct: {what}.")


class Stale(LuoshiError):
    """Somebody acted on the case since the page was opened. ``current`` is its version now."""

    def __init__(self, code: str, current: int) -> None:
        self.current = current
        super().__init__(
            "case-changed",
            f"{code} 已有新的办理（第{current}步）。请看过新的记录再办。",
            f"{code} has moved on to step {current}. Look at what is new, then act.",
        )


class KeyReused(LuoshiError):
    """The idempotency key was used for another act."""

    def __init__(self, key: str) -> None:
        super().__init__(
            "key-reused",
            f"幂等键 {key} 已用于另一次办理，内容不同。请换一个键。",
            f"The idempotency key {key} belongs to an act with other content. Use a new one.",
        )
