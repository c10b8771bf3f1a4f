"""What is known of every shop on a day, by a few statements for all shops."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from luoshi.kernel.cases.context import LOCAL
from luoshi.kernel.prepared import ask
from luoshi.platforms.prepaid.warning.figures import Recent, ShopFigures

MONTHS = 4  # of thirty days each: the last one, and those it is compared with
_MONTH = timedelta(days=30)

_SHOPS = """
SELECT s.id, s.code, s.state, s.lease_ends_on, s.opened_on, m.standing
  FROM prepaid_shop s JOIN prepaid_merchant m ON m.id = s.merchant_id
 WHERE s.opened_on <= %(on)s::date AND s.state <> 'closed' AND s.simulated = %(simulated)s ORDER BY s.code
"""
_OWED = """
WITH used AS (
    SELECT contract_id, sum(value) AS value FROM prepaid_use
     WHERE %(past)s AND at < %(until)s::timestamptz
       AND (undone_at IS NULL OR undone_at >= %(until)s::timestamptz)
     GROUP BY contract_id
), contract AS (
    SELECT c.*,
           CASE WHEN %(past)s THEN coalesce(used.value, 0) ELSE c.used END * paid / (paid + bonus) AS taken
      FROM prepaid_contract c LEFT JOIN used ON used.contract_id = c.id
     WHERE c.signed_at < %(until)s::timestamptz AND c.state <> 'refunded' AND c.simulated = %(simulated)s
)
SELECT shop_id, sum(paid - taken)::bigint, sum(supervised - taken * supervised / paid)::bigint,
       max(ends_on) FILTER (WHERE taken < paid AND ends_on >= %(on)s::date)
  FROM contract GROUP BY shop_id
"""
_SALES = """
SELECT shop_id,
       extract(epoch FROM %(until)s::timestamptz - signed_at)::bigint / 2592000 AS month,
       sum(paid)::bigint, sum(bonus)::bigint
  FROM prepaid_contract
 WHERE signed_at < %(until)s::timestamptz AND signed_at >= %(since)s::timestamptz
 GROUP BY shop_id, month
"""
_USES = """
SELECT shop_id,
       extract(epoch FROM %(until)s::timestamptz - at)::bigint / 2592000 AS month, count(*)
  FROM prepaid_use
 WHERE at < %(until)s::timestamptz AND at >= %(since)s::timestamptz AND undone_at IS NULL
 GROUP BY shop_id, month
"""
_REFUNDS = """
SELECT shop_id,
       extract(epoch FROM %(until)s::timestamptz - asked_at)::bigint / 2592000 AS month, count(*)
  FROM prepaid_refund
 WHERE asked_at < %(until)s::timestamptz AND asked_at >= %(since)s::timestamptz
 GROUP BY shop_id, month
"""
_COMPLAINTS = """
SELECT merchant, (%(on)s::date - opened_on) / 30 AS month, count(*)
  FROM facts.hotline_requests
 WHERE merchant <> '' AND opened_on <= %(on)s::date AND opened_on > %(on)s::date - 120
 GROUP BY merchant, month
"""
Months = Mapping[Any, Mapping[int, tuple[int, ...]]]  # of a shop, by month


def shop_figures(
    on: date, *, bank: Mapping[str, int], simulated: bool, past: bool = False
) -> Iterator[ShopFigures]:
    """Yield what is known of each open shop at the end of the day, by its code.

    ``bank`` is what the bank holds for a shop, by its code. ``past`` asks for a day gone by: what had been
    used by then is added up anew from the uses, which takes longer.
    """
    until = datetime.combine(on + timedelta(days=1), time(), tzinfo=LOCAL)
    asked = {"on": on, "until": until, "since": until - MONTHS * _MONTH, "simulated": simulated, "past": past}
    owed = {row[0]: row[1:] for row in ask(_OWED, asked)}
    sales, uses, refunds = (_by_month(ask(text, asked)) for text in (_SALES, _USES, _REFUNDS))
    complaints = _by_month(ask(_COMPLAINTS, asked)) if _publishes_complaints() else {}
    for pk, code, state, lease, opened, standing in ask(_SHOPS, asked):
        months = min(MONTHS, (on - opened) // _MONTH)
        total, supervised, last_day = owed.get(pk, (0, 0, None))
        sold = sales.get(pk, {})
        yield ShopFigures(
            shop=code,
            on=on,
            owed=total,
            supervised=supervised,
            bank=bank.get(code),
            standing=standing,
            state=state,
            sales=_recent(sold, months),
            uses=_recent(uses.get(pk, {}), months),
            refunds=_recent(refunds.get(pk, {}), months),
            complaints=_recent(complaints.get(code, {}), months),
            given=_given(sold, range(1)),
            given_before=_given(sold, range(1, MONTHS)),
            lease_ends_on=lease,
            last_day=last_day,
        )


def _by_month(rows: list[tuple[Any, ...]]) -> Months:
    found: defaultdict[Any, dict[int, tuple[int, ...]]] = defaultdict(dict)
    for shop, month, *values in rows:
        found[shop][month] = tuple(values)
    return found


def _recent(months: Mapping[int, tuple[int, ...]], known: int) -> Recent:
    counted = [months.get(month, (0,))[0] for month in range(known)]
    return Recent(now=months.get(0, (0,))[0], before=tuple(counted[1:]))


def _given(months: Mapping[int, tuple[int, ...]], which: range) -> int:
    """Return the bonus of the sales of the months in basis points of what was paid."""
    paid, bonus = (sum(months.get(month, (0, 0))[at] for month in which) for at in (0, 1))
    return bonus * 10_000 // paid if paid else 0


def _publishes_complaints() -> bool:
    """Tell whether the city runs a hotline whose facts name merchants."""
    found = ask(
        "SELECT count(*) FROM information_schema.columns"
        " WHERE table_schema = 'facts' AND table_name = 'hotline_requests' AND column_name = 'merchant'"
    )
    return bool(found[0][0])
