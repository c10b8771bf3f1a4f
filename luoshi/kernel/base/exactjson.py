"""JSON in which no number is ever rounded: decimals are read as Decimal and written as text. No Django."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.base.money import Money


def load_json(text: str | bytes) -> Any:
    """Read the text; 0.10 stays Decimal("0.10"). Raises ``json-wrong``, also for NaN and repeated keys."""
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=_refuse, object_pairs_hook=_once)
    except ValueError as error:
        raise LuoshiError(
            "json-wrong", f"不是合法的 JSON：{error}", f"This is no valid JSON: {error}"
        ) from error


def dump_json(value: Any, *, indent: int | None = None) -> str:
    """Write the value; Decimal and Money become text, "12.34", as readers elsewhere would round a number.

    Raises TypeError for a float.
    """
    return json.dumps(_exact(value), ensure_ascii=False, allow_nan=False, indent=indent)


def _exact(value: Any) -> Any:
    match value:
        case float():
            raise TypeError("a float has no exact form; pass Decimal or Money")
        case Decimal():
            if not value.is_finite():
                raise TypeError(f"{value} is no number")
            return format(value, "f")
        case Money():
            return str(value)
        case dict():
            return {key: _exact(item) for key, item in value.items()}
        case list() | tuple():
            return [_exact(item) for item in value]
        case _:
            return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({key for key, _ in pairs}) < len(pairs):
        raise ValueError("a key is given twice")
    return dict(pairs)


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is no number")
