"""Whose turn it is, as one condition over the rows of cases: the same judgement as ``permit``, in SQL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q

from luoshi.kernel.cases.clocks import OWED
from luoshi.kernel.cases.declarations import SYSTEM_ROLE, CaseType, Clock, Role, Where
from luoshi.kernel.cases.models import Deadline, Party, Task
from luoshi.kernel.cases.registry import case_types
from luoshi.kernel.orgs.actor import Actor

NOTHING = Q(pk__in=())
_Part = tuple[Where, str]  # where the post must stand, and its role


def turn_condition(actor: Actor, signed: Q | None = None) -> Q:
    """Return the condition of open cases whose state waits for a role the actor plays in them.

    ``signed`` is the condition of cases the actor signed, where they were looked up already.
    """
    waiting: dict[_Part, list[Q]] = defaultdict(list)
    for declared in case_types().values():
        states: dict[_Part, list[str]] = defaultdict(list)
        for state in declared.states:
            for role in map(declared.role, state.turn):
                states[role.where, role.post].append(state.key)
        for part, keys in states.items():
            waiting[part].append(Q(type=declared.key, state__in=sorted(set(keys))))
    return Q(closed_at=None) & _played(actor, waiting, signed)


def checking_condition(actor: Actor, at: datetime, signed: Q | None = None) -> Q:
    """Return the condition of cases with a clock running that only somebody outside the unit can stop.

    That is what waits for the actor's verdict: an answer to rate, a promise to count again.
    """
    waiting: dict[_Part, list[Q]] = defaultdict(list)
    for declared in case_types().values():
        for clock in declared.clocks:
            for role in _checkers(declared, clock):
                waiting[role.where, role.post].append(Q(type=declared.key, pk__in=_started(clock.key, at)))
    return _played(actor, waiting, signed)


def played_condition(actor: Actor, role: Role, signed: Q | None = None) -> Q | None:
    """Return in which cases the actor plays the role; None: in none."""
    if not actor.holds(role.post):
        return None
    paths = {post.path for post in actor.posts if role.post in post.roles}
    match role.where:
        case Where.ANYWHERE:
            return Q()
        case Where.UNIT:
            return under(paths)
        case Where.ASSISTING:
            return Q(pk__in=Task.objects.filter(under(paths)).values("case"))
        case Where.OPENER:
            if signed is None:
                signing = [Party.Part.PROPOSER, Party.Part.COSIGNER]
                parties = Party.objects.filter(account=actor.account, part__in=signing)
                signed = Q(pk__in=parties.values("case"))
            return Q(opener=actor.account) | signed
        case Where.BEARER:
            return None


def under(paths: Iterable[str]) -> Q:
    """Return the condition of rows whose path lies under one of the paths."""
    return reduce(or_, (Q(path__startswith=path) for path in sorted(set(paths))), NOTHING)


def _played(actor: Actor, waiting: dict[_Part, list[Q]], signed: Q | None) -> Q:
    found = NOTHING
    for (where, post), cases in waiting.items():
        part = played_condition(actor, Role("", "", post, where), signed)
        if part is not None:
            found |= part & reduce(or_, cases)
    return found


def _checkers(declared: CaseType, clock: Clock) -> list[Role]:
    stops = [action for action in declared.actions if action.key in clock.stop]
    roles = {key for action in stops for key in action.by} - {SYSTEM_ROLE}
    named = [role for role in declared.roles if role.key in roles]
    inside = any(role.where in (Where.UNIT, Where.ASSISTING) for role in named)
    return [] if inside else named


def _started(clock: str, at: datetime) -> object:
    owed = Deadline.objects.filter(clock=clock, status__in=OWED, started_at__lte=at)
    return owed.values("case")
