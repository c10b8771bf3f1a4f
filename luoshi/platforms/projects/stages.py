"""Where a project stands, in five kinds that a map can tell apart: each a word, a shape and a colour."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

STAGES = {
    "before": _("前期"),
    "building": _("在建"),
    "suspended": _("停工"),
    "finished": _("已完工"),
    "ended": _("不再推进"),
}
_OF_STATE = {
    "building": "building",
    "suspended": "suspended",
    **dict.fromkeys(("accepted", "settled", "evaluated", "closed"), "finished"),
    **dict.fromkeys(("terminated", "merged", "split"), "ended"),
}


def stage_of(state: str) -> str:
    """Return the kind of the state; one that is not known comes before the works."""
    return _OF_STATE.get(state, "before")


def states_of(stage: str) -> list[str]:
    """Return the states of a kind that follows the start of the works."""
    return [state for state, kind in _OF_STATE.items() if kind == stage]


STARTED_OR_ENDED = tuple(_OF_STATE)
OVER = (*states_of("finished"), *states_of("ended"))  # in which nothing is waited for
