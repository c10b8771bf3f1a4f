"""What the process is told from outside. The reference page of settings is generated from here."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parents[2]


class Environment(BaseSettings):
    """Settings read from environment variables; every one has a safe default for one machine."""

    model_config = SettingsConfigDict(env_prefix="LUOSHI_", extra="ignore", populate_by_name=True)

    database_url: str | None = Field(
        default=None,
        validation_alias="DATABASE_URL",
        description="URL of a PostgreSQL 14 or newer. Empty: an embedded PostgreSQL starts with the program.",
    )
    city: Path = Field(
        default=ROOT / "city", description="Folder of the city: reports, commitments, city.yaml."
    )
    state: Path = Field(
        default=ROOT / "var",
        description="Folder for what the program keeps: the embedded database, its secret key, exports.",
    )
    secret_key: str | None = Field(
        default=None, description="Key that signs sessions. Empty: one is made and kept in the state folder."
    )
    debug: bool = Field(
        default=False, description="Show errors in full to the visitor. Never on a public host."
    )
    hosts: list[str] = Field(
        default=["localhost", "127.0.0.1", "[::1]"],
        description="Host names the site answers to, as a JSON list.",
    )
    https: bool = Field(default=False, description="The site is served over HTTPS: secure cookies and HSTS.")
    port: int = Field(
        default=8000, ge=1, le=65535, description="Port on 127.0.0.1 that `luoshi demo` serves."
    )


@cache
def environment() -> Environment:
    """Return the environment, read once for the process."""
    return Environment()
