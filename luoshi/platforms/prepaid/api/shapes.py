"""The shape of what a till sends and is answered: money in whole fen, no number a float, nobody's name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Any, Literal, Self

from django.utils import timezone
from ninja import Field, Schema
from pydantic import AwareDatetime, model_validator

from luoshi.platforms.prepaid.actions import Redeemed
from luoshi.platforms.prepaid.api.callers import Text
from luoshi.platforms.prepaid.looking import Act, Part
from luoshi.platforms.prepaid.models import Card, CardKind, Contract, Use

Fen = Annotated[int, Field(ge=0, le=10**11)]
Times = Annotated[int, Field(ge=0, le=10_000)]
Moment = Annotated[AwareDatetime, Field(ge=datetime.fromisoformat("2000-01-01T00:00:00+08:00"))]


class CardIn(Schema):
    """A card, by what the till scanned or its holder read out."""

    code: Text = Field(..., description="The code, or the address a QR code holds")


class Amount(Schema):
    """How much of a card is used: fen of face value, or visits or lessons."""

    value: Fen = 0
    times: Times = 0

    @model_validator(mode="after")
    def one_of_the_two(self) -> Self:
        """Refuse both, and neither."""
        if bool(self.value) == bool(self.times):
            raise ValueError("value or times, one of the two")
        return self


class UseIn(Amount, CardIn):
    """A use of a card now."""


class Buyer(Schema):
    """Who buys a card in their name. Of a minor the birthday, and who consented."""

    name: Text = Field(..., min_length=1, max_length=60)
    phone: Text = Field(..., min_length=5, max_length=20, pattern=r"^\+?[0-9][-0-9 ]*$")
    born_on: Annotated[date, Field(ge=date(1900, 1, 1), le=date(2199, 12, 31))] | None = None
    consented_by: Text = Field("", max_length=64)


class SaleIn(Schema):
    """A sale of a kind of card: to a buyer, or onto a card that is loaded again."""

    kind: Text
    buyer: Buyer | None = None
    card: Text = Field("", description="The code of the card that is loaded again")
    starts_on: Annotated[date, Field(ge=date(2000, 1, 1), le=date(2199, 12, 31))] | None = None


class PartOut(Schema):
    """One contract of a card: what it still holds, until when, and whether it may be used."""

    contract: str
    kind: str
    form: str
    left: int
    left_times: int
    ends_on: date | None
    usable: bool


class CardOut(Schema):
    """A card as its shop sees it: what is left, never whose it is."""

    state: str
    named: bool
    left: int
    left_times: int
    contracts: list[PartOut]


class TakenOut(Schema):
    """What one use took of one contract."""

    contract: str
    kind: str
    value: int
    times: int


class UseOut(Schema):
    """The receipt of a use: what was used, of which contracts, and what is left on the card."""

    key: str
    at: datetime
    known_at: datetime
    undone_at: datetime | None
    value: int
    times: int
    taken: list[TakenOut]
    left: int
    left_times: int


class KindOut(Schema):
    """A kind of card the shop sells, with the contract it is sold under."""

    code: str
    name: str
    form: str
    price: int
    bonus: int
    times: int | None
    list_price: int | None
    term: int | None
    term_unit: str
    named: bool
    text: str


class SaleOut(Schema):
    """A contract that was signed. ``code`` opens the new card: to be given to its holder, kept nowhere."""

    contract: str
    receipt: str
    kind: str
    paid: int
    bonus: int
    supervised: int
    times: int | None
    signed_at: datetime
    starts_on: date
    ends_on: date | None
    warnings: list[str] = Field([], description="Rules that speak against it and were not read: 待核")
    code: str | None = None


class DayOut(Schema):
    """A day of the shop, and what it owes to card holders and is due now, in fen."""

    day: date
    sales: int
    paid: int
    bonus: int
    supervised: int
    uses: int
    value: int
    times: int
    undone: int
    owed: int
    custody: int
    outside: int
    due: int


class AnswerOut(Schema):
    """What became of one message of a queue, in the order in which they were sent.

    ``done``: it stands, now or since it first came. ``refused``: it never will as it is, for ``detail``.
    ``later``: the database was busy; send it again.
    """

    key: str
    status: Literal["done", "refused", "later"]
    code: str = ""
    detail: str = ""
    left: int | None = None
    left_times: int | None = None


class QueueOut(Schema):
    """One answer for each message."""

    answers: list[AnswerOut]


def card_out(card: Card, parts: list[Part]) -> dict[str, Any]:
    """Return the card with what is left of each contract."""
    return {
        "state": card.state,
        "named": card.named,
        "left": sum(part.left for part in parts),
        "left_times": sum(part.left_times for part in parts),
        "contracts": [
            {
                "contract": part.contract.number,
                "kind": part.contract.terms.get("kind", ""),
                "form": part.contract.form,
                "left": part.left,
                "left_times": part.left_times,
                "ends_on": part.contract.ends_on,
                "usable": part.usable,
            }
            for part in parts
        ],
    }


def use_out(name: str, done: Redeemed | Act) -> dict[str, Any]:
    """Return the receipt of a use under the till's own name for it."""
    first = done.uses[0]
    return {
        "key": name,
        "at": timezone.localtime(first.at),
        "known_at": timezone.localtime(first.known_at),
        "undone_at": timezone.localtime(first.undone_at) if first.undone_at else None,
        "value": sum(use.value for use in done.uses),
        "times": sum(use.times for use in done.uses),
        "taken": list(_taken(done.uses)),
        "left": done.left,
        "left_times": done.left_times,
    }


def sale_out(contract: Contract, *, code: str | None = None) -> dict[str, Any]:
    """Return the receipt of a sale."""
    names = ("paid", "bonus", "supervised", "times", "starts_on", "ends_on")
    return {name: getattr(contract, name) for name in names} | {
        "signed_at": timezone.localtime(contract.signed_at),
        "contract": contract.number,
        "receipt": contract.receipt.partition(":")[2],
        "kind": contract.terms.get("kind", ""),
        "warnings": contract.terms.get("warnings", []),
        "code": code,
    }


def kind_out(kind: CardKind) -> dict[str, Any]:
    """Return a kind as it was filed."""
    return {name: getattr(kind, name) for name in KindOut.model_fields}


def _taken(uses: Iterable[Use]) -> Iterable[dict[str, Any]]:
    for use in uses:
        kind = use.contract.terms.get("kind", "")
        yield {"contract": use.contract.number, "kind": kind, "value": use.value, "times": use.times}
