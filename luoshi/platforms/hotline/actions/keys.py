"""Keys of the programs that bring requests in by Open311: issued once, kept as a hash, good until a day."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from luoshi.kernel.base.errors import LuoshiError
from luoshi.platforms.hotline.models import Open311Key

PREFIX = "luoshi311_"  # so that whoever searches files for secrets finds one


@dataclass(frozen=True, slots=True)
class Issued:
    """A new key. ``secret`` is what the program sends; it is shown once and kept nowhere."""

    key: Open311Key
    secret: str


@transaction.atomic
def issue_key(*, name: str, contact: str, valid_from: date, valid_to: date | None = None) -> Issued:
    """Give a program a key, good from one day until the day before another. Raises ``open311-key-term``."""
    if valid_to is not None and valid_to <= valid_from:
        raise LuoshiError(
            "open311-key-term",
            f"失效日应晚于生效日 {valid_from}。",
            f"The day of expiry must be later than {valid_from}.",
        )
    secret = PREFIX + secrets.token_urlsafe(32)
    key = Open311Key.objects.create(
        name=name.strip()[:100],
        contact=contact.strip()[:200],
        digest=digest_of_key(secret),
        valid_from=valid_from,
        valid_to=valid_to,
    )
    return Issued(key, secret)


@transaction.atomic
def revoke_key(pk: int, *, on: date) -> Open311Key:
    """End the key at once. One that has ended keeps its day. Raises ``open311-key-unknown``."""
    key = Open311Key.objects.select_for_update().filter(pk=pk).first()
    if key is None:
        raise LuoshiError(
            "open311-key-unknown",
            f"没有编号为 {pk} 的密钥。请用 luoshi hotline keys list 查看。",
            f"There is no key {pk}. See luoshi hotline keys list.",
        )
    if key.valid_to is None or key.valid_to > on:
        key.valid_to = on
        key.save(update_fields=["valid_to"])
    return key


def digest_of_key(secret: str) -> str:
    """Return what is kept of a key. It has 256 random bits: a plain hash of it cannot be turned back."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
