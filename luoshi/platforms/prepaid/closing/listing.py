"""The claims of a closure: drawn from contracts and ledger in one statement, published as one list.

The list is a text that anyone makes again from its rows: sorted by claim, whole fen, line ends of one sign.
Its digest is the SHA-256 of that text, so whoever downloads the file can compare it with the notice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from luoshi.kernel.prepared import ask
from luoshi.platforms.prepaid.models import Claim, Closure, Contract
from luoshi.platforms.prepaid.rules.pricing import remaining_term

HEAD = "no,number,card,basis,claimed_fen,accepted_fen"
PAID_HEAD = f"{HEAD},paid_fen,residual_fen"
Row = tuple[str, str, str, int, int | None, int | None]  # number, card, basis, claimed, accepted, paid

# 第十八条: price A is what both accounts hold. 第二十二条: of a period what remains of it, rounded up.
_DRAW = """
INSERT INTO prepaid_claim (closure_id, number, contract_id, card, basis, card_account, open_account,
                           supervised, held, claimed, accepted, reason, proofs)
SELECT %(closure)s::bigint, number, contract, card, 'record', card_account, open_account, supervised, held,
       claimed, claimed, '', '[]'::jsonb
  FROM (SELECT c.id AS contract, c.number, k.token AS card, c.card_account, c.open_account,
               s.posted AS supervised, h.posted AS held,
               CASE WHEN c.form = 'period'
                    THEN least(div(c.paid * t.num + t.den - 1, t.den), s.posted + h.posted)
                    ELSE s.posted + h.posted END AS claimed
          FROM prepaid_contract c
          JOIN prepaid_card k ON k.id = c.card_id
          JOIN ledger_account s ON s.id = c.card_account
          JOIN ledger_account h ON h.id = c.open_account
          LEFT JOIN unnest(%(starts)s::date[], %(terms)s::text[], %(units)s::text[], %(nums)s::numeric[],
                           %(dens)s::numeric[]) AS t(starts_on, term, unit, num, den)
            ON c.form = 'period' AND t.starts_on = c.starts_on
           AND t.term = c.terms ->> 'term' AND t.unit = c.terms ->> 'term_unit'
         WHERE c.shop_id = %(shop)s::bigint AND c.state IN ('active', 'refunding')
           AND s.posted + h.posted > 0
         ORDER BY c.id) AS drawn
ON CONFLICT (closure_id, contract_id) WHERE contract_id IS NOT NULL DO NOTHING
"""

# A bank that was asked before the freeze may pay a refund after the claims were drawn.
_TAKE_OFF = """
UPDATE prepaid_claim c
   SET supervised = s.posted, claimed = greatest(0, c.claimed - (c.supervised - s.posted)),
       accepted = greatest(0, c.accepted - (c.supervised - s.posted))
  FROM ledger_account s
 WHERE c.closure_id = %(closure)s::bigint AND s.id = c.card_account AND s.posted < c.supervised
"""


@dataclass(frozen=True, slots=True)
class Listed:
    """A list as it is published, and what it adds up to, in fen."""

    text: str
    count: int
    accepted: int

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the text in UTF-8."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def draw_claims(closure: Closure, *, without: date) -> None:
    """Make a claim of each contract that holds money; drawn before, it stays.

    ``without`` is the first day without service.
    """
    periods = (
        Contract.objects.filter(shop_id=closure.shop_id, form="period")
        .values_list("starts_on", "terms__term", "terms__term_unit")
        .distinct()
    )
    terms = [(*row, remaining_term(row[0], row[1], unit=row[2], without=without)) for row in periods]
    ask(
        _DRAW,
        {
            "closure": closure.pk,
            "shop": closure.shop_id,
            "starts": [row[0] for row in terms],
            "terms": [str(row[1]) for row in terms],
            "units": [row[2] for row in terms],
            "nums": [row[3].numerator for row in terms],
            "dens": [row[3].denominator for row in terms],
        },
    )


def take_off_paid(closure: Closure) -> None:
    """Take off each claim what a bank has paid back of it since it was drawn."""
    ask(_TAKE_OFF, {"closure": closure.pk})


def list_of(closure: Closure) -> Listed:
    """Return the list of the closure's claims, the lower id first."""
    rows = list(_rows(closure))
    return Listed(text_of(rows), len(rows), sum(row[4] or 0 for row in rows))


def paid_list_of(closure: Closure) -> str:
    """Return the list with what each claim got and what is still owed of it."""
    return text_of(_rows(closure), paid=True)


def text_of(rows: Iterable[Row], *, paid: bool = False) -> str:
    """Return the canonical text of the rows, which stand in the order of their claims."""
    lines = [PAID_HEAD if paid else HEAD]
    for no, (number, card, basis, claimed, accepted, got) in enumerate(rows, 1):
        line = f"{no},{number},{card},{basis},{claimed},{'' if accepted is None else accepted}"
        if paid:
            line += "," if got is None else f",{got}"
            line += "," if got is None or accepted is None else f",{accepted - got}"
        lines.append(line)
    return "\n".join(lines) + "\n"


def _rows(closure: Closure) -> Iterable[Row]:
    claims = Claim.objects.filter(closure=closure).order_by("pk")
    return claims.values_list("number", "card", "basis", "claimed", "accepted", "paid").iterator(10_000)
