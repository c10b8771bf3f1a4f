"""Is the ledger what it was? Every balance, hold and seal computed anew from the journal."""

from __future__ import annotations

from collections.abc import Iterator

from luoshi.kernel.ledger import merkle
from luoshi.kernel.ledger.models import Seal
from luoshi.kernel.ledger.proofs import seal_body
from luoshi.kernel.ledger.sealing import link, move_leaves, totals_on
from luoshi.kernel.prepared import ask

# Each statement sees one moment, so it may run while money moves.
_CHECKS = (
    """
SELECT format('账户 %s 余额 %s，分录合计 %s', a.code, a.posted, coalesce(l.amount, 0))
  FROM ledger_account a LEFT JOIN (SELECT account, sum(amount) AS amount FROM ledger_leg GROUP BY account) l
       ON l.account = a.id
 WHERE a.posted <> coalesce(l.amount, 0) ORDER BY a.code
""",
    """
SELECT format('账户 %s 占用 %s，未了结占用合计 %s', a.code, a.held, coalesce(p.amount, 0))
  FROM ledger_account a LEFT JOIN (
       SELECT m.debit_id AS account, sum(m.amount) AS amount
         FROM ledger_hold h JOIN ledger_move m ON m.id = h.move_id
        WHERE h.state = 'pending' GROUP BY m.debit_id) p ON p.account = a.id
 WHERE a.held <> coalesce(p.amount, 0) ORDER BY a.code
""",
    """
SELECT format('单位 %s 全部余额合计 %s，应为 0', unit, sum(posted)) FROM ledger_account
 GROUP BY unit HAVING sum(posted) <> 0 ORDER BY unit
""",
    """
SELECT format('账户 %s 余额 %s 超出限额', code, posted) FROM ledger_account
 WHERE posted - held < floor OR posted > ceiling ORDER BY code
""",
    """
SELECT format('分录 %s 的账户不存在或单位不同', m.id) FROM ledger_move m
  LEFT JOIN ledger_account d ON d.id = m.debit_id LEFT JOIN ledger_account c ON c.id = m.credit_id
 WHERE d.id IS NULL OR c.id IS NULL OR d.unit <> c.unit ORDER BY m.id
""",
    """
SELECT format('占用 %s 入账 %s，分录为 %s', h.move_id, h.posted_amount, coalesce(p.amount, 0))
  FROM ledger_hold h LEFT JOIN ledger_move p ON p.hold_id = h.move_id
 WHERE h.posted_amount <> coalesce(p.amount, 0) ORDER BY h.move_id
""",
    """
SELECT format('占用分录 %s 与占用不成对', coalesce(h.move_id, m.id))
  FROM (SELECT id FROM ledger_move WHERE pending) m FULL JOIN ledger_hold h ON h.move_id = m.id
 WHERE h.move_id IS NULL OR m.id IS NULL ORDER BY 1
""",
    """
WITH ends AS (SELECT array_agg(last_move ORDER BY day) AS moves, array_agg(day ORDER BY day) AS days
                FROM ledger_seal),
     moved AS (SELECT l.account, ends.days[width_bucket(l.move - 1, ends.moves) + 1] AS day,
                      sum(l.amount) AS amount
                 FROM ledger_leg l, ends WHERE l.move <= ends.moves[cardinality(ends.moves)] GROUP BY 1, 2),
     truth AS (SELECT account, day, sum(amount) OVER (PARTITION BY account ORDER BY day) AS posted
                 FROM moved)
SELECT format('账户 %s 在 %s 的日终余额 %s，分录合计 %s', coalesce(t.account, b.account_id),
              coalesce(t.day, b.day), b.posted, t.posted)
  FROM truth t FULL JOIN ledger_daybalance b ON b.account_id = t.account AND b.day = t.day
 WHERE b.posted IS DISTINCT FROM t.posted ORDER BY 1
""",
)


def faults() -> list[str]:
    """Return what does not hold, in words; an empty list where all does."""
    return [line for check in _CHECKS for (line,) in ask(check)] + list(_seals())


def _seals() -> Iterator[str]:
    after, head = 0, merkle.START
    for seal in Seal.objects.prefetch_related("totals"):
        leaves = [merkle.leaf(data) for data in move_leaves(after, seal.last_move, seal.secret)]
        if len(leaves) != seal.moves or merkle.root(leaves) != seal.root:
            yield f"{seal.day} 的分录与分录根不符"
        body = seal_body(seal)
        if totals_on(seal.day) != body["totals"]:
            yield f"{seal.day} 的日终余额与合计根不符"
        if seal.previous != head or link(head, body) != seal.head:
            yield f"{seal.day} 的日封与上一日封不相接"
        after, head = seal.last_move, seal.head
