"""Money: whole fen, never a floating number. No Django."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import total_ordering

from luoshi.kernel.base.errors import LuoshiError

_LARGEST = 2**63 - 1  # what the database keeps of one amount


@total_ordering
@dataclass(frozen=True, slots=True)
class Money:
    """An amount of 人民币 in fen. Adds, subtracts, compares and multiplies by whole numbers; never rounds."""

    fen: int

    def __post_init__(self) -> None:
        if type(self.fen) is not int:
            raise TypeError(f"fen are whole numbers, not {type(self.fen).__name__}")
        if abs(self.fen) > _LARGEST:
            raise OverflowError(f"{self.fen} fen is more than an account can hold")

    @classmethod
    def yuan(cls, written: str | int | Decimal) -> Money:
        """Return the amount written in yuan, "12.34". Raises ``money-wrong`` for a fraction of a fen.

        A float is a TypeError: it is not the number that was written.
        """
        if isinstance(written, float | bool):
            raise TypeError(f"yuan are written as text or Decimal, not {type(written).__name__}")
        try:
            fen = Decimal(written).scaleb(2)
        except InvalidOperation:
            fen = Decimal("NaN")
        if not fen.is_finite() or fen != fen.to_integral_value() or abs(fen) > _LARGEST:
            raise LuoshiError(
                "money-wrong",
                f"“{written}”不是以元为单位、最多两位小数的金额。请写成 12.34 的形式。",
                f"{written!r} is no amount in yuan with at most two decimals. Write it as 12.34.",
            )
        return cls(int(fen))

    @property
    def in_yuan(self) -> Decimal:
        """Return the exact amount in yuan with two decimals."""
        return Decimal(self.fen).scaleb(-2)

    def __str__(self) -> str:
        return f"{'-' if self.fen < 0 else ''}{abs(self.fen) // 100}.{abs(self.fen) % 100:02}"

    def __bool__(self) -> bool:
        return self.fen != 0

    def __lt__(self, other: Money) -> bool:
        return self.fen < other.fen

    def __add__(self, other: Money) -> Money:
        return Money(self.fen + other.fen)

    def __sub__(self, other: Money) -> Money:
        return Money(self.fen - other.fen)

    def __neg__(self) -> Money:
        return Money(-self.fen)

    def __mul__(self, times: int) -> Money:
        if type(times) is not int:
            raise TypeError("money is multiplied by whole numbers; say how to round with a rule")
        return Money(self.fen * times)
