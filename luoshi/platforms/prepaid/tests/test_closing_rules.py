"""What a closure divides and moves, whatever the accounts hold: no fen appears, is lost or is paid twice."""

from __future__ import annotations

import random
from dataclasses import asdict

from hypothesis import given
from hypothesis import strategies as st

from luoshi.kernel.ledger.rules import largest_remainder
from luoshi.platforms.prepaid.closing.listing import text_of
from luoshi.platforms.prepaid.rules.closing import (
    Funds,
    available_of,
    claim_steps,
    settling_steps,
    split_of,
)

FEN = st.integers(0, 10**9)
CLAIMS = st.lists(st.tuples(FEN, FEN, FEN), max_size=8)  # card, open, accepted


@given(CLAIMS, FEN, FEN, FEN, FEN, FEN, st.booleans())
def test_whatever_the_accounts_hold_they_add_up_afterwards(
    claims, due, deposit, interest, unmatched, fee, includes_due
):
    cards, opens = sum(claim[0] for claim in claims), sum(claim[1] for claim in claims)
    fee = min(fee, cards + due + deposit + interest + unmatched)
    escrow = cards + due + deposit + interest + unmatched - fee
    funds = Funds(escrow=escrow, due=due, deposit=deposit, interest=interest, unmatched=unmatched, fee=fee)
    splits = [split_of(card, held, accepted=accepted) for card, held, accepted in claims]
    earned = sum(split.earned_card for split in splits)
    available = available_of(funds, earned=earned, includes_due=includes_due)
    shares = largest_remainder(available, [claim[2] for claim in claims])
    shop = asdict(funds) | {"outside": opens}
    assets = ("escrow", "outside", "fee")

    def move(steps, own):
        for step in steps:
            for part, sign in ((step.debit, -1), (step.credit, 1)):
                book = own if part in own else shop
                book[part] += -sign * step.amount if part in assets else sign * step.amount

    left = 0
    for (card, held, accepted), split, paid in zip(claims, splits, shares, strict=True):
        own = {"card": card, "open": held}
        move(claim_steps(split, paid=paid), own)
        assert own == {"card": 0, "open": accepted - paid}
        left += own["open"]
    settled = {"earned": earned, "cards": sum(split.card for split in splits), "paid": sum(shares)}
    move(settling_steps(funds, **settled, includes_due=includes_due), {})

    assert sum(shares) == min(available, sum(claim[2] for claim in claims))
    assert shop["outside"] == left
    assert (
        shop["escrow"] == shop["due"] + shop["deposit"] + shop["interest"] + shop["unmatched"] - shop["fee"]
    )
    assert min(shop.values()) >= 0


@given(st.lists(FEN, max_size=30), FEN)
def test_all_is_given_out_and_never_more_than_a_claim(claims, available):
    shares = largest_remainder(available, claims)

    assert sum(shares) == min(available, sum(claims))
    assert all(0 <= share <= claim for share, claim in zip(shares, claims, strict=True))


@given(st.lists(st.tuples(FEN, FEN), unique=True, min_size=1, max_size=20), st.integers(0, 10**6))
def test_in_whatever_order_rows_are_read_the_list_and_the_shares_are_the_same(rows, available):
    listed = [(no, f"n{no}", claimed, accepted) for no, (claimed, accepted) in enumerate(rows)]
    mixed = random.Random(available).sample(listed, len(listed))

    def told(some):
        kept = sorted(some)
        shares = largest_remainder(available, [row[3] for row in kept])
        paid = zip(kept, shares, strict=True)
        return text_of(((row[1], "card", "record", row[2], row[3], share) for row, share in paid), paid=True)

    assert told(mixed) == told(listed)
