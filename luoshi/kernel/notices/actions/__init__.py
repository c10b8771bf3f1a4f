"""Every write of this app: announcing, reading, delivering, subscribing, preferring."""

from luoshi.kernel.notices.actions.announce import announce, mark_read
from luoshi.kernel.notices.actions.deliver import LEASE, Delivered, deliver_due, revive
from luoshi.kernel.notices.actions.listen import Subscribed, prefer, subscribe, unsubscribe

__all__ = [
    "LEASE",
    "Delivered",
    "Subscribed",
    "announce",
    "deliver_due",
    "mark_read",
    "prefer",
    "revive",
    "subscribe",
    "unsubscribe",
]
