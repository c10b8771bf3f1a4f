"""What several conditions ask of a project: which limit binds, which permits count, what its budget is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from luoshi.kernel.cases.context import Context, PastAct
from luoshi.kernel.parameters.rules import Choice, Value

BUDGETED = ("design", "change")  # acts that settle the budget; the latest counts


def limit(context: Context, key: str) -> Value | None:
    """Return the limit that binds: of those that apply, one whose source was read. None: nothing binds.

    Values may differ by sort of project: the place's own for the sort goes before that for all.
    """
    choice = considered(context, key)
    return choice.firm.value if choice and choice.firm else None


def considered(context: Context, key: str) -> Choice | None:
    """Return all values that apply to the project, those to be checked included."""
    sort = context.value("sort")
    scope = f"{context.scope}#{sort}" if sort else context.scope
    return context.books().choice_if_any(key, on=context.today, scope=scope)


def permits_needed(context: Context, *, firm: bool = True) -> tuple[str, ...]:
    """Return the kinds of permits needed before the start; if not ``firm``, also those to be checked."""
    choice = considered(context, f"projects.permits.{context.value('nature')}")
    setting = (choice.firm if firm else choice.setting) if choice else None
    return tuple(str(setting.value).split(",")) if setting else ()


def permits_had(context: Context) -> set[str]:
    """Return the kinds that were granted, and those found not to be needed."""
    return {act.data["permit"] for act in context.past if act.action in ("permit", "waive")}


def budget_of(acts: Iterable[PastAct]) -> int | None:
    """Return the approved budget, as last changed."""
    told = [act.data.get("new_budget", act.data.get("budget")) for act in acts if act.action in BUDGETED]
    return next((int(sum_) for sum_ in reversed(told) if sum_ is not None), None)


def changed(acts: Iterable[PastAct], key: str) -> Any:
    """Return what the latest approved change set the value to, or None."""
    told = [act.data.get(key) for act in acts if act.action == "change"]
    return next((value for value in reversed(told) if value is not None), None)


def funds_of(acts: Iterable[PastAct]) -> list[PastAct]:
    """Return the acts that secured money and still stand: one that was reversed is left out."""
    standing: list[PastAct] = []
    for act in acts:
        if act.action == "fund":
            standing.append(act)
        elif act.action == "unfund" and (found := _funded(standing, act.data)) is not None:
            standing.remove(found)
    return standing


def is_funded(context: Context) -> bool:
    """Tell whether the act that is to be reversed stands."""
    return _funded(funds_of(context.past), context.given) is not None


def _funded(standing: list[PastAct], said: Mapping[str, Any]) -> PastAct | None:
    """Return the latest act of that source and amount, and of that document if one is told."""
    alike = [
        act
        for act in standing
        if act.data["source"] == said.get("source")
        and act.data["amount"] == said.get("unfunded")
        and said.get("paper", "") in ("", act.data.get("paper", ""))
    ]
    return alike[-1] if alike else None


def day(context: Context, key: str) -> date | None:
    """Return the day that is given under the key or that the case holds."""
    return date.fromisoformat(str(value)) if (value := context.value(key)) else None


def governments(context: Context) -> bool:
    """Tell whether public money builds the project."""
    return bool(context.value("nature") == "government")
