"""Every type of case the installed platforms declare, and the hash of what each declares."""

from __future__ import annotations

import hashlib
import inspect
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any

from django.conf import settings

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.base.manifest import Manifest, load_manifests
from luoshi.kernel.cases.declarations import CaseType


@cache
def manifests() -> tuple[Manifest, ...]:
    """Return the manifest of every installed platform."""
    return load_manifests(settings.PLATFORMS)


@cache
def case_types() -> dict[str, CaseType]:
    """Return every declared type by its key."""
    return {declared.key: declared for manifest in manifests() for declared in manifest.case_types}


def case_type(key: str) -> CaseType:
    """Return the type. Raises ``case-type-unknown`` where no installed platform declares it."""
    try:
        return case_types()[key]
    except KeyError:
        known = "、".join(case_types()) or "无"
        raise LuoshiError(
            "case-type-unknown",
            f"没有事项类型“{key}”。已安装的类型：{known}。",
            f"There is no case type {key}. Installed: {', '.join(case_types()) or 'none'}.",
        ) from None


@cache
def declared_text(case_type: CaseType) -> str:
    """Return the declaration as text, the source of its functions included."""
    return "\n".join(_lines(case_type, ""))


@cache
def rules_hash(case_type: CaseType) -> str:
    """Return the hash of the declaration: it changes with every word and every line of a guard."""
    return hashlib.sha256(declared_text(case_type).encode("utf-8")).hexdigest()


def _lines(value: Any, indent: str) -> list[str]:
    if is_dataclass(value) and not isinstance(value, type):
        inner = [
            line
            for field in fields(value)
            for line in (f"{indent}  {field.name}:", *_lines(getattr(value, field.name), indent + "    "))
        ]
        return [f"{indent}{type(value).__name__}", *inner]
    if isinstance(value, Enum):
        return [f"{indent}{value.value}"]
    if isinstance(value, tuple):
        return [line for item in value for line in _lines(item, indent + "- ")] or [f"{indent}()"]
    if callable(value):
        return [f"{indent}{line}" for line in inspect.getsource(value).splitlines()]
    return [f"{indent}{value}"]
