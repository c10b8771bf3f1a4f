"""Every write upon a project's money: keyword-only, one transaction, idempotent, with the time passed in."""

from luoshi.platforms.projects.actions.borrowing import borrow, repay, reverse_repayment
from luoshi.platforms.projects.actions.funding import (
    approve,
    ask_for,
    open_window,
    recommend,
    refuse,
    reverse_approval,
    withdraw,
)
from luoshi.platforms.projects.actions.paying import (
    give_back,
    pass_on,
    pay,
    reverse_allocation,
    reverse_payment,
    reverse_return,
)

__all__ = ["approve", "ask_for", "open_window", "recommend", "refuse", "reverse_approval", "withdraw"]
__all__ += ["give_back", "pass_on", "pay", "reverse_allocation", "reverse_payment", "reverse_return"]
__all__ += ["borrow", "repay", "reverse_repayment"]
