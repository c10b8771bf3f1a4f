"""Every write upon a case. Nothing else in the house may write one."""

from luoshi.kernel.cases.actions.act import act, open_case
from luoshi.kernel.cases.actions.forget import erase, reveal
from luoshi.kernel.cases.actions.recompute import recompute_clocks
from luoshi.kernel.cases.actions.relate import may_relate, relate, relate_case, relate_opened
from luoshi.kernel.cases.actions.roots import take_root
from luoshi.kernel.cases.actions.tick import tick

__all__ = [
    "act",
    "erase",
    "may_relate",
    "open_case",
    "recompute_clocks",
    "relate",
    "relate_case",
    "relate_opened",
    "reveal",
    "take_root",
    "tick",
]
