"""Check that what is owed on all prepaid cards is there, and that one card is counted. Needs only Python.

    python verify_prepaid.py seals.json [proof.json] [head]

From the published seals it recomputes every daily head, that debit equals credit, and for each day
    card + open = escrow + fee - due - deposit - interest - unmatched + outside
With the file of a card it climbs from each balance to the published total; with a head that was noted
earlier, it says whether the seals still lead to it. Ends with 1 on a failure.
"""

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

FIELDS = ("day", "last_move", "moves", "root", "totals")
OWED = {"card": 1, "open": 1}
THERE = {"escrow": 1, "fee": 1, "outside": 1, "due": -1, "deposit": -1, "interest": -1, "unmatched": -1}


def canonical(body: Any) -> bytes:
    """Return the one text of a row: sorted keys, no spaces, UTF-8."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def check_day(seal: dict[str, Any], before: str) -> str:
    """Recompute the head of a day, the balance of all accounts and the equation of the cards."""
    head = hashlib.sha256(before.encode() + canonical({name: seal[name] for name in FIELDS})).hexdigest()
    if head != seal["head"]:
        return "the head is not the hash of the day and the head before"
    balance: dict[str, int] = {}
    totals: dict[str, int] = {}
    for one in seal["totals"]:
        sign = {"credit": 1, "debit": -1}[one["side"]]
        balance[one["unit"]] = balance.get(one["unit"], 0) + sign * one["total"]
        totals[one["type"].removeprefix("prepaid:")] = one["total"]
    owed = sum(sign * totals.get(name, 0) for name, sign in OWED.items())
    there = sum(sign * totals.get(name, 0) for name, sign in THERE.items())
    if owed != there:
        return f"cards add up to {owed} fen, custody and what shops keep to {there} fen"
    if totals.get("bonus", 0) != totals.get("bonus_granted", 0):
        return "the bonus on cards is not what shops gave"
    return f"debit and credit differ: {balance}" if any(balance.values()) else ""


def climb(proof: dict[str, Any]) -> tuple[str, int]:
    """Return root and total that a balance and the nodes beside it lead to."""
    found = hashlib.sha256(b"\0" + canonical(proof["leaf"])).hexdigest()
    amount = proof["leaf"]["balance"]
    for step in proof["path"]:
        if amount < 0 or step["amount"] < 0:
            return "", 0  # a sum below zero could hide another
        pair = [f"{found} {amount}", f"{step['hash']} {step['amount']}"]
        pair = pair[::-1] if step["side"] == "left" else pair
        found = hashlib.sha256(b"\1" + " ".join(pair).encode()).hexdigest()
        amount += step["amount"]
    return found, amount


def check_card(seals: list[dict[str, Any]], card: dict[str, Any]) -> str:
    """Compare what each balance of the card leads to with what was published on its day."""
    published = {}
    for seal in seals:
        for one in seal["totals"]:
            name = (seal["day"], seal["head"], one["type"], one["unit"], one["side"])
            published[name] = (one["root"], one["total"])
    for proof in card["proofs"]:
        name = (card["day"], card["head"], proof["type"], proof["unit"], proof["side"])
        if proof["leaf"]["day"] != card["day"] or climb(proof) != published.get(name):
            return f"{proof['leaf']['account']} is not part of what was published on {card['day']}"
    if sum(proof["leaf"]["balance"] for proof in card["proofs"]) != card["balance"]:
        return "the balances do not add up to the card's"
    return ""


def main(arguments: list[str]) -> int:
    """Say what was checked, or what fails."""
    noted = [one for one in arguments if not one.endswith(".json")]
    files = [json.loads(Path(one).read_text("utf-8")) for one in arguments if one not in noted]
    if not files:
        print(__doc__)
        return 2
    seals, head, wrong = files[0]["seals"], "0" * 64, ""
    for seal in seals:
        wrong = wrong or (f"{seal['day']}: {found}" if (found := check_day(seal, head)) else "")
        head = seal["head"]
    for one in noted:
        wrong = wrong or ("" if one in [seal["head"] for seal in seals] else f"no seal has the head {one}")
    for card in files[1:]:
        wrong = wrong or check_card(seals, card)
    print(f"FAILS: {wrong}" if wrong else f"holds: cards = custody + owed on {len(seals)} days, head {head}")
    for card in [] if wrong else files[1:]:
        print(f"holds: card {card['card']} is counted with {card['balance']} fen on {card['day']}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
