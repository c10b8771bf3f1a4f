"""What Open311 answers where it cannot do what was asked: words, and a number that is the HTTP status."""

from __future__ import annotations

from collections.abc import Iterator

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.errors import FormInvalid

_STATUS = {"key-reused": 409, "parameter-missing": 503, "body-unreadable": 400}


class Refused(LuoshiError):
    """The call cannot be answered. ``status`` is the HTTP status and the code in the body alike."""

    def __init__(self, status: int, zh: str, en: str) -> None:
        super().__init__(f"open311-{status}", zh, en)
        self.status = status


def status_of(error: LuoshiError) -> int:
    """Return the number for an error of ours."""
    return error.status if isinstance(error, Refused) else _STATUS.get(error.code, 400)


def words_of(error: LuoshiError) -> Iterator[str]:
    """Yield what is wrong, each thing for itself."""
    if isinstance(error, FormInvalid):
        yield from (f"{problem.message} ({problem.field})" for problem in error.problems)
    else:
        yield f"{error.zh} {error.en}"


def not_found(what: str, value: str) -> Refused:
    """Return the error for a ``service_code``, ``jurisdiction_id`` or another name that leads nowhere."""
    return Refused(404, f"没有这个 {what}：{value[:60]}。", f"{what} was not found: {value[:60]}.")


def not_given(what: str) -> Refused:
    """Return the error for what has to be given and is not."""
    return Refused(400, f"没有给出 {what}。", f"{what} was not provided.")


def not_valid(what: str, zh: str, en: str) -> Refused:
    """Return the error for a value that cannot be taken."""
    return Refused(400, f"{what}：{zh}。", f"{what}: {en}.")
