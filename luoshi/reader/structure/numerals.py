"""Small Chinese numerals: list labels, years written out, counts of years."""

from __future__ import annotations

_DIGITS = dict(zip("〇○零O一二两三四五六七八九", (0, 0, 0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))


def to_int(numeral: str) -> int:
    """Read 三, 十五, 二十四, 四十五, 一百, 二〇二六 or ASCII digits. Raises ValueError for anything else."""
    if numeral.isascii() and numeral.isdigit():
        return int(numeral)
    if any(char not in _DIGITS and char not in "十百" for char in numeral) or not numeral:
        raise ValueError(f"no numeral: {numeral!r}")
    if "十" not in numeral and "百" not in numeral:
        return int("".join(str(_DIGITS[char]) for char in numeral))
    hundreds, _, rest = numeral.rpartition("百")
    tens, mark, ones = rest.rpartition("十")
    total = _DIGITS.get(hundreds, 1) * 100 if "百" in numeral else 0
    total += (_DIGITS[tens] if tens and tens != "零" else 1) * 10 if mark else 0
    return total + (_DIGITS[ones[-1]] if ones else 0)
