"""Who acts for a shop: the key it shows, and how often a key or an address may try."""

from __future__ import annotations

from luoshi.kernel.orgs.limits import Limit
from luoshi.platforms.prepaid.codes import key_digests
from luoshi.platforms.prepaid.errors import refused
from luoshi.platforms.prepaid.models import ShopKey

WRONG_KEYS = Limit("prepaid-key", 10, 15 * 60)  # of one address
CALLS = Limit("prepaid-calls", 600, 60)  # of one key
UNKNOWN_CARDS = Limit("prepaid-cards", 60, 15 * 60)  # of one key
_LONGEST = 100


def key_of(secret: str) -> ShopKey | None:
    """Return the key with its shop; None for one that was never issued or has been revoked."""
    if not 0 < len(secret) <= _LONGEST:
        return None
    keys = ShopKey.objects.filter(digest__in=key_digests(secret), revoked_at=None)
    return keys.select_related("shop__merchant").first()


def key_by_number(number: int) -> ShopKey | None:
    """Return the key of a session; None when it has been revoked since."""
    keys = ShopKey.objects.filter(pk=number, revoked_at=None)
    return keys.select_related("shop__merchant").first()


def require_manager(key: ShopKey) -> None:
    """Raise ``prepaid-manager-only`` for a till's key."""
    if key.role != ShopKey.Role.MANAGER:
        raise refused(
            "manager-only",
            "收银密钥只能查卡、核销和撤销。请用店长密钥。",
            "A till's key only looks at cards, uses them and takes back. Use the manager's key.",
        )


def redeem_key(key: ShopKey, act: str) -> str:
    """Return the key of a use in the ledger: the shop's code keeps the tills of two shops apart."""
    return f"prepaid:redeem:{key.shop.code}:{act}"


def plain_act(key: ShopKey, full: str) -> str:
    """Return the till's own name of a use."""
    return full.removeprefix(redeem_key(key, ""))
