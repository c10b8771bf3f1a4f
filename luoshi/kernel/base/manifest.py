"""What a platform declares of itself, and where the declarations are gathered. No Django."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """One platform: its label is folder, app label, address prefix and command in one word.

    ``case_types`` are declarations of ``luoshi.kernel.cases``. ``simulator`` fills the platform with
    invented records of a year.
    """

    label: str
    title: str
    owner: str  # code of the organisation that answers for the platform
    promise: str  # words of the report by which the commitment it keeps is found
    case_types: tuple[Any, ...] = ()
    simulator: Callable[..., Any] | None = None
    sample: int = 1  # a demo tells one of so many of the records, so that it starts soon


def load_manifests(packages: Iterable[str]) -> tuple[Manifest, ...]:
    """Return the manifest of each package, in order. The package must have a ``manifest.MANIFEST``."""
    return tuple(import_module(f"{package}.manifest").MANIFEST for package in packages)
