"""Codes and tokens of prepaid consumption: none leads to a person without the city's secret key."""

from __future__ import annotations

from random import Random, SystemRandom

from luoshi.kernel.orgs.codes import code_from, hashed, hashes, plain

_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 20  # 100 bits
_SECRET = SystemRandom()


def new_token(chance: Random = _SECRET) -> str:
    """Return a random token of a card or holder, which stands in the ledger and is published in proofs.

    Only what is invented is drawn from another chance.
    """
    return "".join(chance.choices(_SIGNS, k=_LENGTH))


def code_for(receipt: str) -> str:
    """Return the code that opens the card sold under the receipt: the same when the sale is sent again."""
    return code_from(int(hashed(receipt, purpose="prepaid card"), 16))


def digest_of(code: str) -> str:
    """Return what is kept of a card's code. However it is typed, it is the same code."""
    return hashed(plain(code), purpose="prepaid code")


def digests_of(code: str) -> list[str]:
    """Return what may have been kept of the code, under the secret key of today or a former one."""
    return hashes(plain(code), purpose="prepaid code")


def person_of(phone: str) -> str:
    """Return the consumer as a hash that tells the same telephone again, not whose it is."""
    return hashed("".join(sign for sign in phone if sign.isdigit()), purpose="prepaid person")[:32]


def key_digest(key: str) -> str:
    """Return what is kept of a shop's key."""
    return hashed(key, purpose="prepaid key")


def key_digests(key: str) -> list[str]:
    """Return what may have been kept of a shop's key."""
    return hashes(key, purpose="prepaid key")


def code_after(act: str) -> str:
    """Return the new code that a reissue or transfer gives out: the same when the act is sent again."""
    return code_from(int(hashed(act, purpose="prepaid new code"), 16))
