"""Why a delivery did not arrive, and whether trying again could help."""

from __future__ import annotations

from luoshi.kernel.base.errors import LuoshiError


class Undelivered(LuoshiError):
    """It did not arrive this time."""


class Undeliverable(Undelivered):
    """It will never arrive as it is; a person has to change something."""
