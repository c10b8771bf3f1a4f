"""Figures as an official text prints them, exactly: 15800 and 人 are 1.58万人, and read back they are 15800.

No digit that carries value is dropped. What is rounded is rounded before, by ``shown``, and says so.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

_EXACT = Context(prec=80)
_MYRIAD, _YI = 4, 8  # powers of ten: 万, 亿
_SHORT = 2  # decimals in 万 that make a figure shorter to say: 1.58万人, but 15788人
_PLAIN_DIGITS = 6  # a whole number of more digits is said in 万
_MOST_DECIMALS = 12
_UNSCALED = frozenset({"", "%", "‰", "百分点", "个百分点", "千分点", "个千分点", "位", "倍"})
_WRITTEN = re.compile(r"(?P<digits>[0-9]+(?:\.[0-9]+)?)(?P<scale>[万亿]?)(?P<unit>.*)", re.DOTALL)


def written(value: Decimal, unit: str) -> str:
    """Return a figure in 亿, 万 or as it is, by magnitude, with every digit that carries value.

    The sign is left to the words around it (下降, 减少). Raises ValueError for a negative or infinite value.
    """
    if not value.is_finite() or value < 0:
        raise ValueError("a figure is printed without a sign")
    power = 0 if unit in _UNSCALED else _power(value)
    return f"{_digits(_scaled(value, -power))}{ {0: '', _MYRIAD: '万', _YI: '亿'}[power] }{unit}"


def value_of(words: str) -> tuple[Decimal, str]:
    """Return the value and unit of a figure as ``written`` prints it. Raises ValueError for other words."""
    found = _WRITTEN.fullmatch(words)
    if found is None:
        raise ValueError(f"no figure: {words}")
    power = {"": 0, "万": _MYRIAD, "亿": _YI}[found["scale"]]
    return _scaled(Decimal(found["digits"]), power), found["unit"]


def shown(value: Decimal, decimals: int, *, bars: tuple[Decimal, ...] = ()) -> Decimal:
    """Return the value rounded to so many decimals, or more where that would carry it to or over a bar.

    97.96 against at least 98 stays 97.96: in print it must not look met.
    """
    with localcontext(_EXACT):
        for places in range(decimals, _MOST_DECIMALS + 1):
            rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
            if all(rounded.compare(bar) == value.compare(bar) for bar in bars):
                return rounded
    return value


def plain(value: Decimal) -> str:
    """Return all digits of a value, with its sign and without trailing zeros, as a note prints it."""
    return f"-{_digits(-value)}" if value < 0 else _digits(value)


def _power(value: Decimal) -> int:
    if value >= Decimal(10) ** _YI:
        return _YI
    if value >= Decimal(10) ** _MYRIAD:
        short = _decimals(_scaled(value, -_MYRIAD)) <= _SHORT
        long = value >= Decimal(10) ** _PLAIN_DIGITS
        return _MYRIAD if short or long else 0
    return 0


def _scaled(value: Decimal, power: int) -> Decimal:
    return value.scaleb(power, _EXACT)


def _digits(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _decimals(value: Decimal) -> int:
    return len(_digits(value).partition(".")[2])
