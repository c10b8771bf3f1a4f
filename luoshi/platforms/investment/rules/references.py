"""How alike two voucher numbers are: a typing error, or the next slip of the same book."""

from __future__ import annotations

import unicodedata

SERIAL, NEAR = 20, 2  # numbers so close follow each other; so many slips of the finger are a typing error
_LOOKALIKE = str.maketrans("OIL", "011")


def plain(reference: str) -> str:
    """Return the number as it is compared: one width, capitals, letters that pass for digits as digits."""
    folded = unicodedata.normalize("NFKC", reference).upper()
    return "".join(sign for sign in folded if sign.isalnum()).translate(_LOOKALIKE)


def follow(one: str, other: str) -> bool:
    """Tell whether two plain numbers are of slips that follow each other, as of two payments made at once."""
    if len(one) != len(other) or one == other or one[:-2] != other[:-2]:
        return False
    tails = one[-2:], other[-2:]
    if not all(tail.isdigit() for tail in tails) or tails[0] == tails[1][::-1]:  # swapped by a finger
        return False
    return abs(int(tails[0]) - int(tails[1])) <= SERIAL


def slips(one: str, other: str, *, most: int = NEAR) -> int:
    """Return how many signs were changed, dropped, added or swapped; ``most + 1`` where more were."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, sign in enumerate(one, 1):
        before, last, row = row, before, [at]
        for to, against in enumerate(other, 1):
            cost = min(before[to] + 1, row[to - 1] + 1, before[to - 1] + (sign != against))
            if at > 1 and to > 1 and sign == other[to - 2] and one[at - 2] == against:
                cost = min(cost, last[to - 2] + 1)
            row.append(cost)
        if min(row) > most + 1:
            return most + 1
    return min(row[-1], most + 1)
