"""Which types of case somebody may open."""

from __future__ import annotations

from luoshi.kernel.cases.declarations import SYSTEM_ROLE, CaseType
from luoshi.kernel.cases.registry import case_types
from luoshi.kernel.orgs.actor import Actor


def types_opened(actor: Actor) -> list[CaseType]:
    """Return the types the actor holds a post to open. No query."""
    return [declared for declared in case_types().values() if opens(actor, declared)]


def opens(actor: Actor, declared: CaseType) -> bool:
    """Tell whether the actor holds a post to open the type; for which unit, the form tells."""
    parts = [declared.role(key) for key in declared.opening.by if key != SYSTEM_ROLE]
    return any(actor.holds(part.post) for part in parts)
