"""A card's statement that a holder checks by hand: each line with what it took of custody, shop and bonus."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from luoshi.kernel.base.money import Money
from luoshi.kernel.prepared import ask
from luoshi.platforms.prepaid.models import Card, Contract, Use

_LINES = """
SELECT l.account, l.move, l.key, l.kind, l.effective_on, l.amount FROM ledger_leg l
 WHERE l.account = ANY(%s::bigint[]) ORDER BY l.move
"""
_UNDO = ":undo"
COLUMNS = (
    *("contract", "date", "kind", "face_yuan", "used_in_all_yuan", "times"),
    *("custody_yuan", "shop_yuan", "bonus_yuan", "custody_left_yuan", "shop_left_yuan", "bonus_left_yuan"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One act on a contract, in fen: ``face`` is what was used, ``used`` in all so far, then what moved."""

    on: date
    kind: str
    face: int | None
    used: int
    times: int
    custody: int
    shop: int
    bonus: int
    custody_left: int
    shop_left: int
    bonus_left: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One contract with its lines, and how each line is computed."""

    contract: Contract
    lines: tuple[Line, ...]

    @property
    def whole(self) -> int:
        """Return the face value of all that was bought: what was paid and the bonus."""
        return self.contract.paid + self.contract.bonus


def sheets_of(card: Card) -> list[Sheet]:
    """Return the statement of every contract of the card, the oldest first. Three queries."""
    contracts = list(card.contracts.select_related("kind").order_by("signed_at", "pk"))
    uses = {(use.contract_id, use.key): use for use in Use.objects.filter(contract__in=contracts)}
    ids = [account for one in contracts for account in _accounts(one)]
    rows = ask(_LINES, (ids,)) if ids else []
    return [Sheet(one, tuple(_lines(one, rows, uses))) for one in contracts]


def as_rows(sheets: Sequence[Sheet]) -> Iterator[dict[str, Any]]:
    """Yield each line as a row of a file, amounts in yuan."""
    for sheet in sheets:
        for line in sheet.lines:
            yield {
                "contract": sheet.contract.number,
                "date": line.on.isoformat(),
                "kind": line.kind,
                "face_yuan": "" if line.face is None else str(Money(line.face)),
                "used_in_all_yuan": str(Money(line.used)),
                "times": line.times,
                "custody_yuan": str(Money(line.custody)),
                "shop_yuan": str(Money(line.shop)),
                "bonus_yuan": str(Money(line.bonus)),
                "custody_left_yuan": str(Money(line.custody_left)),
                "shop_left_yuan": str(Money(line.shop_left)),
                "bonus_left_yuan": str(Money(line.bonus_left)),
            }


def as_json(card: Card, sheets: Sequence[Sheet]) -> dict[str, Any]:
    """Return the statement as one JSON body."""
    rows = list(as_rows(sheets))
    return {
        "format": "luoshi-prepaid-statement-1",
        "card": card.token,
        "shop": card.shop.code,
        "contracts": [
            {
                "number": one.contract.number,
                "kind": one.contract.terms.get("kind", ""),
                "paid_yuan": str(Money(one.contract.paid)),
                "bonus_yuan": str(Money(one.contract.bonus)),
                "supervised_yuan": str(Money(one.contract.supervised)),
                "times": one.contract.times,
                "starts_on": one.contract.starts_on.isoformat(),
                "ends_on": one.contract.ends_on.isoformat() if one.contract.ends_on else None,
                "lines": [row for row in rows if row["contract"] == one.contract.number],
            }
            for one in sheets
        ],
    }


def _accounts(contract: Contract) -> tuple[int, int, int]:
    return contract.card_account, contract.open_account, contract.bonus_account


def _lines(
    contract: Contract, rows: Sequence[tuple[Any, ...]], uses: dict[tuple[int, str], Use]
) -> Iterator[Line]:
    places = {account: place for place, account in enumerate(_accounts(contract))}
    acts: dict[str, tuple[date, str, list[int]]] = {}
    for account, _move, key, kind, on, amount in rows:
        if account in places:
            moved = acts.setdefault(key, (on, kind, [0, 0, 0]))[2]
            moved[places[account]] += amount
    left, used = [0, 0, 0], 0
    for key, (on, kind, moved) in acts.items():
        left = [before + one for before, one in zip(left, moved, strict=True)]
        use, undone = uses.get((contract.pk, key)), uses.get((contract.pk, key.removesuffix(_UNDO)))
        face = use.value if use else None
        if use:
            used = use.before + use.value
        elif key.endswith(_UNDO) and undone:
            used, face = undone.before, -undone.value
        yield Line(
            on=on,
            kind=kind,
            face=face,
            used=used,
            times=use.times if use else 0,
            custody=moved[0],
            shop=moved[1],
            bonus=moved[2],
            custody_left=left[0],
            shop_left=left[1],
            bonus_left=left[2],
        )
