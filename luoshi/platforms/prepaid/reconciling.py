"""The ledger against the bank, day by day: what differs, why, since when. Reads, and writes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from luoshi.kernel.prepared import ask
from luoshi.platforms.prepaid.rules.breaks import Break, Day, Kind, Of, Reconciled, gaps_of_files

_ACCOUNTS = """
SELECT bank.code, bool_or(shop.id IS NOT NULL) FROM prepaid_bankaccount AS bank
  LEFT JOIN prepaid_shop AS shop ON shop.bank_id = bank.id
 WHERE %(account)s = '' OR bank.code = %(account)s GROUP BY bank.code
UNION
SELECT said.account, FALSE FROM (SELECT account FROM prepaid_bankbalance UNION
                                 SELECT account FROM prepaid_bankline) AS said
 WHERE (%(account)s = '' OR said.account = %(account)s)
   AND NOT EXISTS (SELECT 1 FROM prepaid_bankaccount AS known WHERE known.code = said.account)
 ORDER BY 1
"""
_LEDGER = """
SELECT bank.code, -coalesce(sum(leg.amount), 0)::bigint
  FROM prepaid_shop AS shop
  JOIN prepaid_bankaccount AS bank ON bank.id = shop.bank_id
  JOIN ledger_leg AS leg ON leg.account = (shop.accounts ->> 'escrow')::bigint
 WHERE leg.effective_on <= %(on)s AND (%(account)s = '' OR bank.code = %(account)s) GROUP BY bank.code
"""
_DAYS = """
SELECT said.account, said.day, said.opening, said.closing,
       coalesce(sum(line.amount) FILTER (WHERE line.day = said.day), 0)::bigint,
       coalesce(sum(line.amount) FILTER (WHERE line.day < said.day), 0)::bigint
  FROM (SELECT *, lag(day) OVER (PARTITION BY account ORDER BY day) AS last
          FROM prepaid_bankbalance
         WHERE day <= %(on)s AND (%(account)s = '' OR account = %(account)s)) AS said
  LEFT JOIN prepaid_bankline AS line
    ON line.account = said.account AND line.day <= said.day AND (said.last IS NULL OR line.day > said.last)
 GROUP BY said.account, said.day, said.opening, said.closing ORDER BY said.account, said.day
"""
_BEYOND = """
SELECT line.account, sum(line.amount)::bigint
  FROM prepaid_bankline AS line
  LEFT JOIN (SELECT account, max(day) AS day FROM prepaid_bankbalance
              WHERE day <= %(on)s GROUP BY account) AS last
    ON last.account = line.account
 WHERE line.day <= %(on)s AND (last.day IS NULL OR line.day > last.day)
   AND (%(account)s = '' OR line.account = %(account)s) GROUP BY line.account
"""
_TOPUPS = """
SELECT bank.code, contract.number, (contract.signed_at AT TIME ZONE 'Asia/Shanghai')::date AS signed_on,
       contract.supervised, coalesce(came.matched, 0)::bigint
  FROM prepaid_contract AS contract
  JOIN prepaid_shop AS shop ON shop.id = contract.shop_id
  JOIN prepaid_bankaccount AS bank ON bank.id = shop.bank_id
  LEFT JOIN (SELECT ref, sum(matched) AS matched FROM prepaid_bankline
              WHERE kind = 'topup' AND day <= %(on)s AND ref <> '' GROUP BY ref) AS came
    ON came.ref = contract.number
 WHERE contract.signed_at < (%(on)s::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'
   AND contract.supervised > coalesce(came.matched, 0) AND (%(account)s = '' OR bank.code = %(account)s)
 ORDER BY contract.signed_at, contract.id
"""
_PAYMENTS = """
SELECT * FROM (
    SELECT payment.account, payment.number, least(payment.paid_on, line.day) AS since,
           CASE WHEN payment.paid_on <= %(on)s THEN payment.paid ELSE 0 END AS paid,
           coalesce(line.matched, 0)::bigint AS matched
      FROM prepaid_payment AS payment
      LEFT JOIN (SELECT ref, min(day) AS day, sum(matched) AS matched FROM prepaid_bankline
                  WHERE kind = 'payment' AND day <= %(on)s AND ref <> '' GROUP BY ref) AS line
        ON line.ref = payment.number
     WHERE %(account)s = '' OR payment.account = %(account)s) AS told
 WHERE paid <> matched ORDER BY since, number
"""
_LINES = """
SELECT line.account, line.serial, line.day, line.amount, line.spare, line.kind, line.booked_at IS NULL
  FROM prepaid_bankline AS line
 WHERE line.day <= %(on)s AND (line.spare > 0 OR line.booked_at IS NULL)
   AND (%(account)s = '' OR line.account = %(account)s) ORDER BY line.day, line.id
"""
_CONFLICTS = """
SELECT said ->> 0, said ->> 1, (said ->> 2)::date, abs((said ->> 3)::bigint)
  FROM prepaid_bankfile AS file CROSS JOIN LATERAL jsonb_array_elements(file.conflicts) AS said
 WHERE (said ->> 2)::date <= %(on)s AND (%(account)s = '' OR said ->> 0 = %(account)s) ORDER BY file.id
"""
_STANDING = """
WITH part AS (
    SELECT shop.id AS shop, named.key AS name, named.value::bigint AS account
      FROM prepaid_shop AS shop CROSS JOIN LATERAL jsonb_each_text(shop.accounts) AS named
    UNION ALL SELECT shop_id, 'card', card_account FROM prepaid_contract
    UNION ALL SELECT shop_id, 'open', open_account FROM prepaid_contract
    UNION ALL SELECT shop_id, 'bonus', bonus_account FROM prepaid_contract)
SELECT shop.code, part.name, account.side, coalesce(sum(leg.amount), 0)::bigint
  FROM part JOIN prepaid_shop AS shop ON shop.id = part.shop
  JOIN ledger_account AS account ON account.id = part.account
  LEFT JOIN ledger_leg AS leg ON leg.account = part.account AND leg.effective_on <= %(on)s
 WHERE %(shop)s = '' OR shop.code = %(shop)s
 GROUP BY shop.code, part.name, account.side ORDER BY shop.code, part.name
"""


def reconcile(*, on: date, account: str = "") -> list[Reconciled]:
    """Return each account on the day, as it is known now, with everything that is off; of one account or all.

    A day for which no file has come stands against the last balance that is known.
    """
    values = {"on": on, "account": account}
    ledger, days, beyond = dict(ask(_LEDGER, values)), _days(values), dict(ask(_BEYOND, values))
    found: dict[str, list[Break]] = defaultdict(list)
    for one in (*_topups(values), *_payments(values), *_lines(values), *_conflicts(values)):
        found[one.account].append(one)
    result = []
    for code, known in ask(_ACCOUNTS, values):
        rows = days[code]
        between = {day.day: lines for day, lines in rows}
        gaps = gaps_of_files(
            code, [day for day, _ in rows], on=on, beyond=beyond.get(code, 0), lines_between=between
        )
        breaks = [*gaps, *found[code]]
        result.append(
            Reconciled(
                account=code,
                day=on,
                bank=rows[-1][0].closing if rows else 0,
                ledger=ledger.get(code, 0),
                breaks=tuple(breaks if known else map(_of_unknown_account, breaks)),
            )
        )
    return result


def standing(*, on: date, shop: str = "") -> dict[str, dict[str, int]]:
    """Return what each shop's accounts and its contracts' add up to when the day ends, signs as shown."""
    shops: dict[str, dict[str, int]] = defaultdict(dict)
    for code, part, side, posted in ask(_STANDING, {"on": on, "shop": shop}):
        shops[code][part] = posted if side == "credit" else -posted
    return dict(shops)


def _days(values: dict[str, object]) -> dict[str, list[tuple[Day, int]]]:
    days: dict[str, list[tuple[Day, int]]] = defaultdict(list)
    for account, day, opening, closing, lines, between in ask(_DAYS, values):
        days[account].append((Day(day, opening, closing, lines), between))
    return days


def _topups(values: dict[str, object]) -> Iterator[Break]:
    for account, number, signed_on, supervised, came in ask(_TOPUPS, values):
        kind = Kind.SHORT if came else Kind.LATE
        yield _break(kind, Of.TOPUP, account, signed_on, came - supervised, number)


def _payments(values: dict[str, object]) -> Iterator[Break]:
    for account, number, since, paid, matched in ask(_PAYMENTS, values):
        kind = Kind.SHORT if paid and matched else Kind.LATE
        yield _break(kind, Of.PAYMENT, account, since, paid - matched, number)


def _lines(values: dict[str, object]) -> Iterator[Break]:
    for account, serial, day, amount, spare, kind, waiting in ask(_LINES, values):
        if waiting:
            yield _break(Kind.LATE, Of.WAITING, account, day, amount, serial)
            continue
        of = Of.RECEIPT if amount > 0 else Of.OUTFLOW
        found = Kind.DOUBLED if kind in ("topup", "payment") else Kind.UNMATCHED
        yield _break(found, of, account, day, 0, serial, amount=spare)


def _conflicts(values: dict[str, object]) -> Iterator[Break]:
    for account, serial, day, amount in ask(_CONFLICTS, values):
        yield _break(Kind.DOUBLED, Of.SERIAL, account, day, 0, serial, amount=amount)


def _break(
    kind: Kind, of: Of, account: str, since: date, effect: int, ref: str, *, amount: int | None = None
) -> Break:
    concerned = abs(effect) if amount is None else amount
    return Break(kind=kind, of=of, account=account, since=since, amount=concerned, effect=effect, ref=ref)


def _of_unknown_account(one: Break) -> Break:
    return replace(one, kind=Kind.UNKNOWN) if one.of in (Of.WAITING, Of.FILE) else one
