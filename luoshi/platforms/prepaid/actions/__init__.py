"""Every write of prepaid consumption: one transaction each, the ledger called last."""

from luoshi.platforms.prepaid.actions.closing import distribute, distribute_due
from luoshi.platforms.prepaid.actions.filing import (
    file_kind,
    file_shop,
    issue_key,
    register_merchant,
    revoke_key,
)
from luoshi.platforms.prepaid.actions.redeeming import Redeemed, redeem, undo_redemption
from luoshi.platforms.prepaid.actions.selling import Buyer, Sold, sell

__all__ = [
    "Buyer",
    "Redeemed",
    "Sold",
    "distribute",
    "distribute_due",
    "file_kind",
    "file_shop",
    "issue_key",
    "redeem",
    "register_merchant",
    "revoke_key",
    "sell",
    "undo_redemption",
]
