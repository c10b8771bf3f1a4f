"""Who may see which cases: one condition, however many types. No row per person and case is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, BooleanField, CharField, F, Func, Q, QuerySet, Value

from luoshi.kernel.cases.models import Case, CaseQuerySet, Party, Task
from luoshi.kernel.orgs.actor import Actor

_NAMED = 2000  # cases that a condition names one by one


def visible(actor: Actor, queryset: CaseQuerySet | None = None) -> CaseQuerySet:
    """Keep the cases the actor may read.

    Theirs are those of their organisations and whatever lies below them, those their units were asked to
    help with, and those they opened, signed or handle. Secrecy above their clearance is taken out again,
    and so are cases that accuse them or a body they sit in: accusation material never reaches the accused
    (信访工作条例第三十条).
    """
    cases = Case.objects.all() if queryset is None else queryset
    return cases.filter(condition(actor))


def condition(actor: Actor) -> Q:
    """Return the condition of ``visible``, to be joined with others."""
    own = _under(actor.paths)
    mine = Q(opener=actor.account) | Q(assignee=actor.account) | Q(pk__in=_signed(actor).values("case"))
    if own is not None:
        mine |= own | Q(pk__in=Task.objects.filter(own).values("case"))
    return mine & Q(secrecy__lte=actor.clearance) & ~Q(pk__in=_accusing(actor).values("case"))


@dataclass(frozen=True, slots=True)
class Sight:
    """What an actor reads, for a page that asks it many times over: the condition with its parts looked up.

    ``condition`` means what ``visible`` means. ``signed`` are the cases the actor signed, to be used as
    ``Q(pk__in=sight.signed)``.
    """

    actor: Actor
    condition: Q
    signed: object


def sight_of(actor: Actor) -> Sight:
    """Return what the actor reads: one query, after which every list goes by indexes alone.

    Where more cases than can be named are theirs by signature or by task, they stay sub-questions.
    """
    own = _under(actor.paths)
    found = _named(_signed(actor), "signed").union(_named(_accusing(actor), "accusing"), all=True)
    if own is not None:
        helped = Task.objects.filter(own).exclude(_under(actor.paths, "case__path"))
        found = found.union(_named(helped, "helped"), all=True)
    rows = list(found[: _NAMED + 1])
    if len(rows) > _NAMED:
        return Sight(actor, condition(actor), _signed(actor).values("case"))
    signed = [case for case, part in rows if part == "signed"]
    theirs = sorted({case for case, part in rows if part != "accusing"})
    accusing = sorted({case for case, part in rows if part == "accusing"})
    mine = Q(opener=actor.account) | Q(assignee=actor.account)
    mine = mine | _one_of(theirs) if theirs else mine
    mine = mine if own is None else mine | own
    mine &= Q(secrecy__lte=actor.clearance)
    return Sight(actor, mine & ~_one_of(accusing) if accusing else mine, signed)


def _upwards(paths: tuple[str, ...]) -> list[str]:
    """Return the paths and those of all bodies they are part of."""
    above = {path[: at + 1] for path in paths for at, sign in enumerate(path) if sign == "/"}
    return sorted(above)


def may_see(actor: Actor, case: Case) -> bool:
    """Tell whether the actor may read the case."""
    return visible(actor, Case.objects.filter(pk=case.pk)).exists()


def _signed(actor: Actor) -> QuerySet[Party]:
    parts = [Party.Part.PROPOSER, Party.Part.COSIGNER]
    return Party.objects.filter(account=actor.account, part__in=parts)


def _accusing(actor: Actor) -> QuerySet[Party]:
    accused = Q(account=actor.account) | Q(path__in=_upwards(actor.paths))
    return Party.objects.filter(accused, part=Party.Part.ACCUSED)


def _named(rows: QuerySet[Any], part: str) -> QuerySet[Any, tuple[int, str]]:
    return rows.order_by().values_list("case", Value(part, output_field=CharField()))


def _one_of(cases: list[int]) -> Q:
    """Return the condition of these cases with one parameter, however many they are."""
    return Q(_OneOf(F("pk"), Value(cases, output_field=ArrayField(BigIntegerField()))))


class _OneOf(Func):
    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()


def _under(paths: tuple[str, ...], column: str = "path") -> Q | None:
    condition: Q | None = None
    for path in paths:
        one = Q(**{f"{column}__startswith": path})
        condition = one if condition is None else condition | one
    return condition
