"""A reading as a plain object, JSON, YAML or flat rows; the same reading always gives the same bytes."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from luoshi.reader.inputs.errors import InputError
from luoshi.reader.model import Reading

_READING = (
    *("report", "sha256", "place", "year", "source"),
    *("quantities", "excluded", "milestones", "unfigured", "defects", "commitments", "checks"),
    *("sections", "sentences", "coverage", "text"),
)
# What a scorer and a reader look for comes first; our own additions follow in the order of the model.
_FIRST = (
    *("start", "end", "quote", "value", "unit", "cmp", "form", "sign", "half", "indicator", "period"),
    *("verb", "object", "kind", "reason"),
)

# Which bounds a figure states, by its comparator; those not named (约, 前N) state none.
_STATES_LOW = ("eq", "ge", "gt", "zero", "full")
_STATES_HIGH = ("eq", "le", "lt", "zero", "full")


def to_dict(reading: Reading) -> dict[str, Any]:
    """Return the reading as dicts, lists, strings and numbers; decimals become JSON numbers."""
    return {name: _plain(getattr(reading, name)) for name in _READING}


def to_json(reading: Reading) -> str:
    """Return the reading as indented JSON, ended by a line end."""
    return json.dumps(to_dict(reading), ensure_ascii=False, indent=2) + "\n"


def to_yaml(reading: Reading) -> str:
    """Return the reading as YAML with the keys and order of the JSON."""
    import yaml

    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    text: str = yaml.dump(to_dict(reading), Dumper=dumper, allow_unicode=True, sort_keys=False, width=2**20)
    return text


def rows_of(reading: dict[str, Any]) -> list[dict[str, Any]]:
    """Return one flat row per quantity of a plain reading, each with its report and sentence.

    ``value`` is None for a range. ``low`` and ``high`` are the bounds the words state: both for a bare
    figure or a range, one for 以上 or 以下, none for 左右 or a rank.
    """
    head = {name: reading[name] for name in ("report", "place", "year", "sha256")}
    sentences = {sentence["id"]: sentence["quote"] for sentence in reading["sentences"]}
    return [
        head
        | quantity
        | _bounds(quantity["value"], quantity["cmp"])
        | {
            "sentence_id": quantity["sentence"],
            "sentence": sentences.get(quantity["sentence"]),
            "flags": ",".join(quantity["flags"]),
        }
        for quantity in reading["quantities"]
    ]


def _bounds(value: Any, cmp: str) -> dict[str, Any]:
    if isinstance(value, list):
        return {"value": None, "low": value[0], "high": value[1]}
    return {
        "value": value,
        "low": value if cmp in _STATES_LOW else None,
        "high": value if cmp in _STATES_HIGH else None,
    }


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    return {name: _plain(getattr(value, name)) for name in _names(value.__class__)}


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(sorted((field.name for field in fields(kind)), key=_place))


def _place(name: str) -> int:
    return _FIRST.index(name) if name in _FIRST else len(_FIRST)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a temporary path beside ``path`` and rename it when all went well: never a half-written file.

    Raises InputError ``unwritable``.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        os.close(handle)
    except OSError as error:
        raise InputError("unwritable", str(path), error.strerror or "") from None
    temporary = Path(name)
    try:
        yield temporary
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except OSError as error:
        raise InputError("unwritable", str(path), error.strerror or "") from None
    finally:
        temporary.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
