"""What the process is told from outside. The reference page of settings is generated from here."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, IPvAnyNetwork
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
    oidc_url: str | None = Field(
        default=None,
        description="Issuer of an OpenID Connect provider, as https://id.example.cn. Empty: passwords only.",
    )
    oidc_client: str = Field(default="luoshi", description="Client id at the OpenID Connect provider.")
    oidc_secret: str = Field(
        default="", repr=False, description="Client secret at the OpenID Connect provider."
    )
    oidc_name: str = Field(
        default="统一身份认证", description="Name of the OpenID Connect provider on the sign-in page."
    )
    oidc_claim: str = Field(
        default="preferred_username",
        description="Claim that equals the account's user name. People must not be able to choose it.",
    )
    port: int = Field(
        default=8000, ge=1, le=65535, description="Port on 127.0.0.1 that `luoshi demo` serves."
    )
    site: str = Field(
        default="http://127.0.0.1:8000",
        description="Address under which people reach the site, for links in e-mails and events.",
    )
    email_url: str | None = Field(
        default=None,
        repr=False,
        description="Mail server, as smtp://user:password@host:587 (STARTTLS) or smtps://user:password@host:465."
        " Empty: no e-mail is sent.",
    )
    email_from: str = Field(default="luoshi@localhost", description="Sender of e-mails.")
    sms: Literal["none", "simulated"] = Field(
        default="none",
        description="SMS: none, or simulated (模拟短信: written to a file in the state folder, never sent).",
    )
    webhook_networks: list[IPvAnyNetwork] = Field(
        default=[],
        description="Private networks that webhooks may reach, as a JSON list. Empty: none.",
    )
    api_rate: int = Field(
        default=600, ge=1, description="Requests that one account may make to the API in a minute."
    )
    keep_tasks_days: int = Field(
        default=7, ge=1, description="Days for which finished background tasks are kept."
    )


@cache
def environment() -> Environment:
    """Return the environment, read once for the process."""
    return Environment()
