"""What a till kept while it was off the line: sent in any order, any number of times, each answered."""

from typing import Annotated, Any, Literal, Self

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_noop as _
from ninja import Field, Schema
from ninja.errors import Throttled
from pydantic import ValidationError, model_validator

from luoshi.platforms.prepaid.actions import Answer, Message, replay
from luoshi.platforms.prepaid.actions.replaying import MOST, USE
from luoshi.platforms.prepaid.api import shapes
from luoshi.platforms.prepaid.api.callers import ACT, Text, caller, errors, router
from luoshi.platforms.prepaid.errors import refused
from luoshi.platforms.prepaid.keys import UNKNOWN_CARDS


class MessageIn(Schema):
    """One act off the line. A use names its card and how much; an undo the key of the use it takes back."""

    kind: Literal["use", "undo"]
    key: Annotated[str, Field(pattern=ACT)]
    at: shapes.Moment
    code: Text = ""
    value: shapes.Fen = 0
    times: shapes.Times = 0

    @model_validator(mode="after")
    def whole(self) -> Self:
        """Refuse a use of both or neither."""
        if self.kind == USE and bool(self.value) == bool(self.times):
            raise ValueError("value or times, one of the two")
        return self


class QueueIn(Schema):
    """The messages of a till. One that cannot be read is refused alone: it does not hold up the others."""

    messages: list[Any] = Field(..., max_length=MOST)


_MESSAGES = {"type": "array", "maxItems": MOST, "items": MessageIn.model_json_schema()}
_QUEUE = {"type": "object", "required": ["messages"], "properties": {"messages": _MESSAGES}}
_BODY = {"required": True, "content": {"application/json": {"schema": _QUEUE}}}


@router.post(
    "/queue",
    response=shapes.QueueOut,
    summary=_("补报离线核销"),
    openapi_extra=errors(400, 503, requestBody=_BODY),
)
def send_queue(request: HttpRequest, body: QueueIn) -> dict[str, Any]:
    """Take uses and take-backs that happened off the line, up to 500, and answer each in the order sent.

    They are done in the order in which they happened. Sent again, each is answered as before and nothing is
    done twice. An undo that comes in an earlier queue than its use is refused: send it again after the use.
    """
    by = caller(request)
    if UNKNOWN_CARDS.spent(str(by.pk)):
        raise Throttled(UNKNOWN_CARDS.wait())
    read = [_read(message) for message in body.messages]
    done = iter(replay(by, [one for one in read if isinstance(one, Message)], known_at=timezone.now()))
    answers = [next(done) if isinstance(one, Message) else one for one in read]
    for answer in answers:
        if answer.why and answer.why.code == "prepaid-card-missing":
            UNKNOWN_CARDS.count(str(by.pk))
    pairs = zip(body.messages, answers, strict=True)
    return {"answers": [_said(message, answer) for message, answer in pairs]}


def _read(message: Any) -> Message | Answer:
    try:
        return Message(**MessageIn.model_validate(message).model_dump())
    except ValidationError as error:
        where = "、".join(".".join(map(str, one["loc"])) or "message" for one in error.errors())
        why = refused("message-unreadable", f"这条内容不合要求：{where}。", f"Not as it should be: {where}.")
        return Answer(status="refused", why=why)


def _said(message: Any, answer: Answer) -> dict[str, Any]:
    why = answer.why
    key = message.get("key", "") if isinstance(message, dict) else ""
    return {
        "key": key if isinstance(key, str) else "",
        "status": answer.status,
        "code": why.code if why else "",
        "detail": why.message(get_language() or "zh") if why else "",
        "left": answer.left,
        "left_times": answer.left_times,
    }
