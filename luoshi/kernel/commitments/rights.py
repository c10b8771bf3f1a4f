"""Who may settle what tracks a commitment and who answers for it: the supervision office (督查室). Pure."""

from __future__ import annotations

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.orgs.actor import Actor, HeldPost

OFFICE = frozenset({"office", "supervisor"})  # hands out and watches: one post that does both


def office_post(actor: Actor) -> HeldPost | None:
    """Return the post of the supervision office that the actor holds, None where there is none.

    A post that only watches, such as the supervision of enforcement, is not the office.
    """
    return next((post for post in actor.posts if post.roles >= OFFICE), None)


def require_office(actor: Actor) -> None:
    """Raise ``office-only`` unless the actor is of the supervision office, or is the system."""
    if actor.account is not None and office_post(actor) is None:
        raise LuoshiError(
            "office-only",
            "须由督查室办理：目标调整、责任分工和任务分解由交办并督查的岗位记录。请联系督查室。",
            "Only the supervision office settles targets, duties and task lists. Ask the office.",
        )
