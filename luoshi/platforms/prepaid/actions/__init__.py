"""Every write of prepaid consumption: one transaction each, the ledger called last."""

from luoshi.platforms.prepaid.actions.banking import Imported, import_statement
from luoshi.platforms.prepaid.actions.booking import book_waiting
from luoshi.platforms.prepaid.actions.claiming import claim, match_again
from luoshi.platforms.prepaid.actions.closing import distribute, distribute_due
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
from luoshi.platforms.prepaid.actions.paying import (
    Answered,
    answer,
    expire_payments,
    instruct,
    pay_due,
    return_receipt,
    send,
)
from luoshi.platforms.prepaid.actions.redeeming import Redeemed, redeem, undo_redemption
from luoshi.platforms.prepaid.actions.refunding import ask_refund
from luoshi.platforms.prepaid.actions.releasing import release_due
from luoshi.platforms.prepaid.actions.repaying import instruct_again
from luoshi.platforms.prepaid.actions.replaying import Answer, Message, replay
from luoshi.platforms.prepaid.actions.selling import Buyer, Sold, sell

__all__ = [
    "Answer",
    "Answered",
    "Buyer",
    "Handed",
    "Imported",
    "Message",
    "Redeemed",
    "Sold",
    "answer",
    "ask_refund",
    "book_waiting",
    "claim",
    "distribute",
    "distribute_due",
    "erase_due",
    "erase_holder",
    "expire_payments",
    "file_kind",
    "file_shop",
    "import_statement",
    "instruct",
    "instruct_again",
    "issue_key",
    "match_again",
    "pay_due",
    "redeem",
    "register_merchant",
    "reissue",
    "release_due",
    "replay",
    "report_loss",
    "return_receipt",
    "revoke_key",
    "sell",
    "send",
    "transfer",
    "transferred",
    "undo_redemption",
    "withdraw_loss",
]
