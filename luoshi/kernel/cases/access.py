"""Who may see which cases: one condition, however many types. No row per person and case is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property, lru_cache, reduce
from operator import or_
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BigIntegerField,
    BooleanField,
    CharField,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Value,
)

from luoshi.kernel.cases.models import Case, CaseQuerySet, Party, Task
from luoshi.kernel.composed import Blank, Where, answers, one_of, question_of, where_of
from luoshi.kernel.orgs.actor import Actor, HeldPost

_PARTS = ("signed", "accusing", "helped")  # by which cases are somebody's, or not, one by one
_NAMED = 500  # cases that a condition names one by one
_AFTER = chr(ord("/") + 1)  # a path ends in "/": all below it stands before the path with this instead


_Cases = list[int] | Blank | None


class _Number(Enum):
    NONE, SOME, MANY = range(3)


def visible(actor: Actor, queryset: CaseQuerySet | None = None, *, few: bool = False) -> CaseQuerySet:
    """Keep the cases the actor may read.

    Theirs are those of their organisations and whatever lies below them, of the types that the post there
    reads, those their units were asked to help with, and those they opened, signed or handle. Secrecy above
    their clearance is taken out again, and so are cases that accuse them or a body they sit in: accusation
    material never reaches the accused (信访工作条例第三十条). ``few`` says that hardly any cases are asked
    about: the same answer, sooner.
    """
    cases = Case.objects.all() if queryset is None else queryset
    return cases.filter(condition(actor, few=few))


def condition(actor: Actor, *, few: bool = False) -> Q:
    """Return the condition of ``visible``, to be joined with others."""
    of = _each if few else _all
    ways = _ways(actor, of(_signed(actor)), _helped(actor, of))
    return reduce(or_, ways) & _barrier(actor, of(_accusing(actor)))


def readable(actor: Actor) -> tuple[Where | None, dict[str, Any]]:
    """Return the condition of ``visible`` where few cases are asked about, and what to put in its blanks.

    It is composed once for many actors. To be asked of the cases themselves, not in a sub-question.
    """
    bearer = bool(actor.bearer)
    where = _readable(actor.posts, actor.clearance, account=actor.account is not None, bearer=bearer)
    return where, {"account": actor.account, "bearer": actor.bearer}


@lru_cache(500)
def _readable(posts: tuple[HeldPost, ...], clearance: int, *, account: bool, bearer: bool) -> Where | None:
    somebody: Any = Blank("account") if account else None
    code: Any = Blank("bearer") if bearer else ""
    return where_of(Case.objects.filter(condition(Actor(somebody, "", posts, clearance, code), few=True)))


@dataclass(frozen=True, slots=True)
class Kind:
    """What is alike in the sight of many: all but who they are and which cases are theirs by name.

    ``parts`` tells of each part whether it names no cases, some, or too many to be named.
    """

    posts: tuple[HeldPost, ...]
    clearance: int
    account: bool
    bearer: bool
    parts: tuple[_Number, ...]

    def sight(self) -> Sight:
        """Return the sight with blanks for what ``Sight.values`` tells."""
        actor: Any = Blank("account") if self.account else None
        bearer: Any = Blank("bearer") if self.bearer else ""
        found = {part: _blank(part, number) for part, number in zip(_PARTS, self.parts, strict=True)}
        return Sight(Actor(actor, "", self.posts, self.clearance, bearer), found)


@dataclass(frozen=True)
class Sight:
    """What an actor reads, for a page that asks it many times over: the condition with its parts looked up.

    ``found`` are the cases that are named one by one, by part; None where they are too many for that.
    """

    actor: Actor
    found: Mapping[str, _Cases]

    @cached_property
    def branches(self) -> tuple[Q, ...]:
        """Return conditions that hold together for all cases, each by an index; a case may be in several."""
        barrier = self._barrier
        return tuple(way & barrier for way in self._ways)

    @cached_property
    def condition(self) -> Q:
        """Return what ``visible`` means."""
        return reduce(or_, self._ways) & self._barrier

    @cached_property
    def signed(self) -> Q:
        """Return the condition of cases the actor signed."""
        return self._part("signed", lambda: _all(_signed(self.actor))) or Q(pk__in=())

    @property
    def named(self) -> bool:
        """Tell whether no part had to stay a sub-question."""
        return None not in self.found.values()

    @property
    def kind(self) -> Kind:
        """Return what it has in common with the sight of others."""
        actor = self.actor
        parts = tuple(_number(self.found[part]) for part in _PARTS)
        return Kind(actor.posts, actor.clearance, actor.account is not None, bool(actor.bearer), parts)

    @property
    def values(self) -> dict[str, Any]:
        """Return what is to be put in the blanks of its kind."""
        return {"account": self.actor.account, "bearer": self.actor.bearer, **self.found}

    @cached_property
    def _ways(self) -> list[Q]:
        signed = self._part("signed", lambda: _all(_signed(self.actor)))
        return _ways(self.actor, signed, self._part("helped", lambda: _helped(self.actor, _all)))

    @cached_property
    def _barrier(self) -> Q:
        return _barrier(self.actor, self._part("accusing", lambda: _all(_accusing(self.actor))))

    def _part(self, part: str, asked: Callable[[], Q]) -> Q:
        cases = self.found[part]
        return asked() if cases is None else _one_of(cases)


def sight_of(actor: Actor) -> Sight:
    """Return what the actor reads: one query, after which every list goes by indexes alone.

    Where more cases than can be named are theirs by signature or by task, that part stays a sub-question.
    """
    found: dict[str, list[int]] = {part: [] for part in _PARTS}
    asked, account = _looked_up(actor.posts, _NAMED), {"account": actor.account}
    for case, part in answers(asked, account, planned_once=False):
        found[part].append(case)  # twice where two of one's units were asked
    return Sight(actor, {part: cases if len(cases) <= _NAMED else None for part, cases in found.items()})


@lru_cache(500)
def _looked_up(posts: tuple[HeldPost, ...], most: int) -> Where:
    """Return the question which cases are named in the sight of whoever holds the posts."""
    account: Any = Blank("account")
    actor = Actor(account, "", posts, 0)
    asked: dict[str, QuerySet[Any]] = {"signed": _signed(actor), "accusing": _accusing(actor)}
    if own := _under(actor.open_paths):
        asked["helped"] = Task.objects.filter(own, *_outside(actor.open_paths, "case__path"))
    parts = [_named(rows, part, most + 1) for part, rows in asked.items()]
    return question_of(parts[0].union(*parts[1:], all=True))


def _blank(part: str, number: _Number) -> _Cases:
    match number:
        case _Number.NONE:
            return []
        case _Number.SOME:
            return Blank(part, "bigint[]")
        case _Number.MANY:
            return None


def _number(cases: _Cases) -> _Number:
    return _Number.MANY if cases is None else _Number.SOME if cases else _Number.NONE


def _ways(actor: Actor, signed: Q, helped: Q) -> list[Q]:
    """Return the ways in which a case is somebody's: any of them will do, and an empty one is none."""
    if actor.bearer:
        return [Q(code=actor.bearer)]
    named = Q(opener=actor.account) | Q(assignee=actor.account) | signed
    return [way for way in (_standing(actor), named, helped) if way]


def _barrier(actor: Actor, accusing: Q) -> Q:
    """Return what must hold of a case besides. Of a bearer, nothing: they belong to no body."""
    if actor.bearer:
        return Q()
    cleared = Q(secrecy__lte=actor.clearance)
    return cleared & ~accusing if accusing else cleared


def _upwards(paths: tuple[str, ...]) -> list[str]:
    """Return the paths and those of all bodies they are part of."""
    above = {path[: at + 1] for path in paths for at, sign in enumerate(path) if sign == "/"}
    return sorted(above)


def may_see(actor: Actor, case: Case) -> bool:
    """Tell whether the actor may read the case."""
    return visible(actor, Case.objects.filter(pk=case.pk), few=True).exists()


def _signed(actor: Actor) -> QuerySet[Party]:
    parts = [Party.Part.PROPOSER, Party.Part.COSIGNER]
    return Party.objects.filter(account=actor.account, part__in=parts)


def _accusing(actor: Actor) -> QuerySet[Party]:
    accused = Q(account=actor.account) | Q(path__in=_upwards(actor.paths))
    return Party.objects.filter(accused, part=Party.Part.ACCUSED)


def _helped(actor: Actor, of: Callable[[QuerySet[Any]], Q]) -> Q:
    own = _under(actor.open_paths)
    return of(Task.objects.filter(own)) if own else Q()


def _all(rows: QuerySet[Any]) -> Q:
    """Return the condition of cases of which the rows tell, where all the rows are looked up first."""
    return Q(pk__in=rows.order_by().values("case"))


def _each(rows: QuerySet[Any]) -> Q:
    """Return the same condition, where rows are looked for by the case that is asked about."""
    return Q(Exists(rows.filter(case=OuterRef("pk"))))


def _named(rows: QuerySet[Any], part: str, most: int) -> QuerySet[Any, tuple[int, str]]:
    return rows.order_by().values_list("case", Value(part, output_field=CharField()))[:most]


def _one_of(cases: list[int] | Blank) -> Q:
    """Return the condition of these cases with one parameter, however many they are."""
    if isinstance(cases, Blank):
        return one_of("pk", cases)
    return one_of("pk", Value(cases, output_field=ArrayField(BigIntegerField()))) if cases else Q()


def _outside(paths: tuple[str, ...], column: str) -> list[Q]:
    """Return the conditions of rows that lie under none of the paths, in the order of the index of paths."""
    return [
        Q(_Before(F(column), Value(path))) | Q(_NotBefore(F(column), Value(path[:-1] + _AFTER)))
        for path in paths
    ]


def _under(paths: tuple[str, ...], column: str = "path") -> Q | None:
    condition: Q | None = None
    for path in paths:
        one = Q(**{f"{column}__startswith": path})
        condition = one if condition is None else condition | one
    return condition


def _standing(actor: Actor) -> Q | None:
    """Return the condition of cases below the actor's posts, of the types each of them reads."""
    condition = _under(actor.open_paths)
    for post in actor.posts:
        if post.reads:
            some = Q(path__startswith=post.path, type__in=sorted(post.reads))
            condition = some if condition is None else condition | some
    return condition


class _Before(Func):
    template = "%(expressions)s"
    arg_joiner = " ~<~ "
    output_field = BooleanField()


class _NotBefore(_Before):
    arg_joiner = " ~>=~ "
