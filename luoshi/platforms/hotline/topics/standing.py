"""Who may gather, sort, draw and ask: those who see to the questions, and never the unit that answers."""

from __future__ import annotations

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.models import Case
from luoshi.kernel.orgs.actor import Actor

SORTING = ("dispatcher", "discipline")


def sorts(actor: Actor) -> bool:
    """Tell whether the actor holds a post that sees to the questions of the public."""
    return any(actor.holds(role) for role in SORTING)


def answers_for(actor: Actor, topic: Case) -> bool:
    """Tell whether the actor belongs to the lead unit or to one that helps it."""
    paths = [topic.path, *topic.tasks.values_list("path", flat=True)]
    return any(own.startswith(path) for own in actor.paths for path in paths)


def require_sorter(actor: Actor) -> None:
    """Raise ``topics-not-yours`` unless the actor sees to the questions of the public."""
    if not sorts(actor):
        raise LuoshiError(
            "topics-not-yours",
            "征集、梳理和评价由点题工作岗和纪委监督岗办理。",
            "Gathering, sorting and judging are for those who see to the questions of the public.",
        )


def require_outsider(actor: Actor, topic: Case) -> None:
    """Raise ``topics-not-yours`` or ``survey-own`` unless the actor may survey what the unit delivered."""
    require_sorter(actor)
    if answers_for(actor, topic):
        raise LuoshiError(
            "survey-own",
            "答题单位的人不能抽样，也不能记录评价。",
            "Nobody of the unit that answers may draw the sample or record what was said.",
        )
