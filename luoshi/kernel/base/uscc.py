"""The unified social credit code (GB 32100-2015): eighteen signs, two of which check the others."""

from __future__ import annotations

_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I, O, S, V, Z
_ALL = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)  # of the organisation code within, GB 11714-1997
_LENGTH, _BODY = 18, slice(8, 16)


def is_uscc(code: str) -> bool:
    """Tell whether both check signs of the code are right: the organisation's, then the whole code's."""
    if len(code) != _LENGTH or any(sign not in _SIGNS for sign in code):
        return False
    return code[16] == _body_check(code[_BODY]) and code[17] == _check(code[:17])


def completed(first: str) -> str:
    """Return the code whose first sixteen signs are given, with both check signs."""
    code = first + _body_check(first[_BODY])
    return code + _check(code)


def _body_check(body: str) -> str:
    rest = 11 - sum(_ALL.index(sign) * weight for sign, weight in zip(body, _BODY_WEIGHTS, strict=True)) % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))


def _check(code: str) -> str:
    whole = sum(_SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(code))
    return _SIGNS[-whole % 31]
