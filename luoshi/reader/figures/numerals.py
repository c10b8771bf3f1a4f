"""Numbers as printed and as values: 1.6万 is 16000, 一千二百 is 1200. Exact decimals throughout."""

from __future__ import annotations

from decimal import Decimal

NUMBER = r"[0-9](?:[0-9]{0,2}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]*(?:\.[0-9]+)?)"
# 千 and 百 may begin a unit of their own: 5千克, 110千伏, 132万千瓦, 3百分点.
_OWN_UNIT = "瓦|伏|克|米|卡|帕|焦|赫|字|分|公里"
SCALE = rf"(?:[十百]?[万亿]亿|[十百千]?万|(?:千(?!{_OWN_UNIT})|百)?亿|[百千](?!{_OWN_UNIT}))"

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}


def scaled(digits: str, scale: str) -> Decimal:
    """Return the value of ASCII digits and the multiplier words after them, which may be empty."""
    value = Decimal(digits.replace(",", ""))
    for word in scale:
        value *= _TENS.get(word) or _MYRIADS[word]
    whole = value == value.to_integral_value()
    return value.quantize(Decimal(1)) if whole else value.normalize()


def han_value(numeral: str) -> Decimal:
    """Return the value of a numeral in Chinese characters; a bare multiplier counts once: 百亿 is 10^10."""
    total = section = 0
    digit: int | None = None
    for char in numeral:
        if char in _DIGITS:
            digit = (digit or 0) * 10 + _DIGITS[char]
        elif char in _TENS:
            section += (1 if digit is None else digit) * _TENS[char]
            digit = None
        else:
            total = (total + section + (digit or 0) or 1) * _MYRIADS[char]
            section, digit = 0, None
    return Decimal(total + section + (digit or 0))


def han_decimal(numeral: str) -> Decimal:
    """Return the value of a numeral that may have a 点: 七点五 is 7.5."""
    whole, _, fraction = numeral.partition("点")
    digits = "".join(str(_DIGITS[char]) for char in fraction)
    return han_value(whole) + (Decimal(f"0.{digits}") if digits else 0)
