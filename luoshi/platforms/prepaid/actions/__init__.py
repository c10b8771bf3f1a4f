"""Every write of prepaid consumption: one transaction each, the ledger called last."""

from luoshi.platforms.prepaid.actions.erasing import erase_due, erase_holder
from luoshi.platforms.prepaid.actions.filing import (
    file_kind,
    file_shop,
    issue_key,
    register_merchant,
    revoke_key,
)
from luoshi.platforms.prepaid.actions.holding import (
    Handed,
    reissue,
    report_loss,
    transfer,
    transferred,
    withdraw_loss,
)
from luoshi.platforms.prepaid.actions.redeeming import Redeemed, redeem, undo_redemption
from luoshi.platforms.prepaid.actions.replaying import Answer, Message, replay
from luoshi.platforms.prepaid.actions.selling import Buyer, Sold, sell

__all__ = [
    "Answer",
    "Buyer",
    "Handed",
    "Message",
    "Redeemed",
    "Sold",
    "erase_due",
    "erase_holder",
    "file_kind",
    "file_shop",
    "issue_key",
    "redeem",
    "register_merchant",
    "reissue",
    "replay",
    "report_loss",
    "revoke_key",
    "sell",
    "transfer",
    "transferred",
    "undo_redemption",
    "withdraw_loss",
]
