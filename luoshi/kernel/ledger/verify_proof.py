"""Check a ledger's published seals, and that one account is part of its total. Needs Python and nothing else.

    python verify_proof.py seals.json [proof.json]

It recomputes every daily head from the one before, the balance of debit and credit of each day and unit, and
for a proof the way from the account's balance up to the published root and total. Ends with 1 where
one fails.
"""

import hashlib
import json
import sys
from typing import Any

FIELDS = ("day", "last_move", "moves", "root", "totals")


def canonical(body: dict[str, Any]) -> bytes:
    """Return the one text of a row: sorted keys, no spaces, UTF-8."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def check_seals(seals: list[dict[str, Any]]) -> str:
    """Recompute the chain of heads, and that what is owed equals what is held on every day."""
    head = "0" * 64
    for seal in seals:
        body = {name: seal[name] for name in FIELDS}
        head = hashlib.sha256(head.encode() + canonical(body)).hexdigest()
        if head != seal["head"]:
            return f"{seal['day']}: the head is not the hash of the day and the head before"
        balance: dict[str, int] = {}
        for one in seal["totals"]:
            sign = {"credit": 1, "debit": -1}[one["side"]]
            balance[one["unit"]] = balance.get(one["unit"], 0) + sign * one["total"]
        for unit, left in balance.items():
            if left:
                return f"{seal['day']}: debit and credit differ by {left} ({unit})"
    return ""


def climb(proof: dict[str, Any]) -> tuple[str, int]:
    """Return root and total that the account's balance and the nodes beside it lead to."""
    found = hashlib.sha256(b"\0" + canonical(proof["leaf"])).hexdigest()
    amount = proof["leaf"]["balance"]
    for step in proof["path"]:
        if amount < 0 or step["amount"] < 0:
            return "", 0  # a sum below zero could hide another
        pair = [f"{found} {amount}", f"{step['hash']} {step['amount']}"]
        if step["side"] == "left":
            pair.reverse()
        found = hashlib.sha256(b"\1" + " ".join(pair).encode()).hexdigest()
        amount += step["amount"]
    return found, amount


def check_proof(seals: list[dict[str, Any]], proof: dict[str, Any]) -> str:
    """Compare the root and total that the proof leads to with those published on its day."""
    wanted = (proof["type"], proof["unit"], proof["side"])
    for seal in seals:
        for one in seal["totals"]:
            if seal["day"] == proof["leaf"]["day"] and (one["type"], one["unit"], one["side"]) == wanted:
                if climb(proof) == (one["root"], one["total"]):
                    return ""
                return "the proof leads to another root or total than the published one"
    return "no total of this day and type is published"


def main(arguments: list[str]) -> int:
    """Say what was checked, or what fails."""
    if not 1 <= len(arguments) <= 2:
        print(__doc__)
        return 2
    with open(arguments[0], encoding="utf-8") as file:  # noqa: PTH123  nothing but the plainest Python here
        seals = json.load(file)["seals"]
    wrong = check_seals(seals)
    if not wrong and arguments[1:]:
        with open(arguments[1], encoding="utf-8") as file:  # noqa: PTH123
            proof = json.load(file)
        wrong = check_proof(seals, proof)
    if wrong:
        print(f"FAILS: {wrong}")
        return 1
    print(f"holds: {len(seals)} seals, last head {seals[-1]['head'] if seals else 'none'}")
    if arguments[1:]:
        leaf = proof["leaf"]
        print(f"holds: {leaf['account']} with {leaf['balance']} is in the total {climb(proof)[1]}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
