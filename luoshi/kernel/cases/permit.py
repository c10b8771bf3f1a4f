"""May this be done, by whom, and if not why: the one judgement that pages, API and the engine share. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from luoshi.kernel.base.law import Law
from luoshi.kernel.cases.context import Context
from luoshi.kernel.cases.declarations import SYSTEM_ROLE, Action, CaseType, Role, Where
from luoshi.kernel.cases.proofs import leaves
from luoshi.kernel.orgs.actor import HeldPost

BEARER = "bearer"  # stands in an event for the post, alone or before the part: who held a code did it


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason why an act is not allowed, and the article it rests on."""

    code: str
    why: str
    law: Law

    def __str__(self) -> str:
        return f"{self.why}（{self.law}）"


@dataclass(frozen=True, slots=True)
class Offer:
    """An action and what stands against it now; nothing does where ``refusals`` is empty."""

    action: Action
    mine: bool  # the actor plays a part that may take it
    refusals: tuple[Refusal, ...] = ()

    @property
    def allowed(self) -> bool:
        """Tell whether the action may be taken."""
        return not self.refusals


def offers(context: Context) -> tuple[Offer, ...]:
    """Return every action the case's state knows, each with all the reasons against it."""
    here = [a for a in context.type.actions if leaves(a, context.standing.state)]
    return tuple(
        Offer(action, mine=post_for(action, context) is not None, refusals=refusals(action, context))
        for action in here
        if action.by != (SYSTEM_ROLE,)
    )


def refusals(action: Action, context: Context, *, complete: bool = False) -> tuple[Refusal, ...]:
    """Return all reasons against it: state, part, guards; if ``complete``, also what the form lacks."""
    law, found = context.type.law, []
    if action is not context.type.opening and not leaves(action, context.standing.state):
        state = context.type.state(context.standing.state)
        found.append(Refusal("state", f"当前为“{state.title}”，不能{action.title}", law))
    if post_for(action, context) is None:
        who = "、".join(_title(context, key) for key in action.by)
        found.append(Refusal("role", f"须由{who}办理", law))
    asked = [guard for guard in action.guards if complete or not guard.on_complete]
    found += [Refusal(guard.key, guard.why, guard.law) for guard in asked if not guard.test(context)]
    if complete:
        missing = [need for need in action.needs if not context.kinds & set(need.split("|"))]
        found += [Refusal("evidence", f"缺少材料：{need.replace('|', '或')}", law) for need in missing]
    return tuple(found)


def post_for(action: Action, context: Context) -> str | None:
    """Return the code of the post in which the actor may take the action, "" for none; None: they may not."""
    actor = context.actor
    for key in action.by:
        if key == SYSTEM_ROLE:
            if actor.account is None and not actor.bearer:
                return ""
            continue
        if context.type.role(key).where is Where.BEARER:
            if actor.bearer and actor.bearer == context.code and actor.part in ("", key):
                return f"{BEARER}:{actor.part}" if actor.part else BEARER
            continue
        if post := _post_in(context.type.role(key), context):
            return post.code
    return None


def bearers_part(type: CaseType, post: str) -> Role | None:
    """Return the part in which a bearer acted, by what stands for the post; None: it was no bearer."""
    name, _, part = post.partition(":")
    held = (role for role in type.roles if role.where is Where.BEARER and part in ("", role.key))
    return next(held, None) if name == BEARER else None


def plays(key: str, context: Context) -> bool:
    """Tell whether the actor has the part in the case."""
    return key != SYSTEM_ROLE and _post_in(context.type.role(key), context) is not None


def _post_in(role: Role, context: Context) -> HeldPost | None:
    actor = context.actor
    match role.where:
        case Where.ANYWHERE:
            return actor.holds(role.post)
        case Where.UNIT:
            return actor.holds(role.post, path=context.unit_path) if context.unit_path else None
        case Where.ASSISTING:
            posts = (actor.holds(role.post, path=path) for path in context.assisting_paths.values())
            return next((post for post in posts if post), None)
        case Where.OPENER:
            return actor.holds(role.post) if actor.account in context.signers else None
        case Where.BEARER:
            return None


def _title(context: Context, key: str) -> str:
    return "系统" if key == SYSTEM_ROLE else context.type.role(key).title
