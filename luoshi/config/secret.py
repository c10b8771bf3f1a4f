"""The key that signs sessions: given from outside, or made once and kept beside the database."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def secret_key(given: str | None, state: Path) -> str:
    """Return the given key, else the one kept in the state folder, making it at first use (mode 0600)."""
    if given:
        return given
    path = state / "secret_key"
    if not path.exists():
        state.mkdir(parents=True, exist_ok=True)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text("ascii")
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text("ascii")
