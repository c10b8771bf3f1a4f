"""What there is to distribute at a closure, and how each claim's entry is made of it. Pure; whole fen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Funds:
    """What the accounts of a shop show when it is frozen."""

    escrow: int
    due: int
    deposit: int
    interest: int
    unmatched: int
    fee: int


@dataclass(frozen=True, slots=True)
class Split:
    """How one claim stands: what the shop has earned of it, what is owed beside the record, what is left.

    ``earned_card`` and ``earned_open`` are what the shop has earned of both accounts (a period card's term
    that is over, a correction downwards); ``added`` is what was accepted beyond the record. ``card`` is then
    left in custody; what is accepted is ``card`` and ``open``.
    """

    earned_card: int
    earned_open: int
    added: int
    card: int
    open: int


@dataclass(frozen=True, slots=True)
class Step:
    """An amount from one account to another, by their parts: of the claim (card, open) or of the shop."""

    debit: str
    credit: str
    amount: int


def split_of(card: int, open: int, *, accepted: int) -> Split:
    """Return how a claim stands whose accounts hold ``card`` and ``open``, of which so much is accepted."""
    recorded = card + open
    earned = max(0, recorded - accepted)
    earned_card = earned * card // recorded if recorded else 0
    added = max(0, accepted - recorded)
    return Split(
        earned_card,
        earned - earned_card,
        added,
        card - earned_card,
        open - (earned - earned_card) + added,
    )


def available_of(funds: Funds, *, earned: int, includes_due: bool) -> int:
    """Return what is distributed: all in custody but unknown receipts and, by rule, the shop's due.

    ``earned`` is what the claims' cards leave to the shop. Its due makes good a bank's charge first.
    """
    withheld = 0 if includes_due else max(0, funds.due + earned - funds.fee)
    return max(0, funds.escrow - funds.unmatched - withheld)


def claim_steps(split: Split, *, paid: int) -> Iterator[Step]:
    """Yield the moves of a claim's entry: two at most where the record stands.

    Money beyond the claim's own in custody comes out of its ``open``, and what is not paid out goes there: it
    stays owed by the shop. ``settling_steps`` makes this good for all claims at once.
    """
    steps = (
        Step("card", "due", split.earned_card),
        Step("open", "outside", split.earned_open),
        Step("outside", "open", split.added),
        Step("card", "escrow", min(paid, split.card)),
        Step("open", "escrow", max(0, paid - split.card)),
        Step("card", "open", max(0, split.card - paid)),
    )
    return (step for step in steps if step.amount)


def settling_steps(funds: Funds, *, earned: int, cards: int, paid: int, includes_due: bool) -> Iterator[Step]:
    """Yield the moves that end a distribution; ``cards`` is what claims had in custody.

    The shop's other money pays the bank's charges and becomes deposit; then deposit and what the shop keeps
    itself are set to what was paid: custody again equals what is owed out of it.
    """
    due = funds.due + earned
    due_to_fee = min(due, funds.fee)
    due_to_deposit = due - due_to_fee if includes_due else 0
    net = paid - cards
    deposit = funds.deposit + funds.interest + due_to_deposit - net
    steps = (
        Step("due", "fee", due_to_fee),
        Step("interest", "deposit", funds.interest),
        Step("due", "deposit", due_to_deposit),
        Step("deposit", "outside", max(0, net)),
        Step("outside", "deposit", max(0, -net)),
        Step("deposit", "fee", min(funds.fee - due_to_fee, max(0, deposit))),
    )
    return (step for step in steps if step.amount)
