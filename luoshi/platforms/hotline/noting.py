"""What an act upon a request notes beside it: repeats, ties, and what became of suggestions."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db.models import BooleanField, ExpressionWrapper, Q

from luoshi.kernel.cases.context import LOCAL
from luoshi.kernel.cases.declarations import effect
from luoshi.kernel.cases.effects import Doing
from luoshi.kernel.cases.errors import ActRefused
from luoshi.kernel.cases.models import Case, Link, Party
from luoshi.kernel.cases.permit import Refusal
from luoshi.kernel.parameters.queries import parameter_book
from luoshi.kernel.prepared import ask
from luoshi.platforms.hotline.advising.categories import to_dispatch
from luoshi.platforms.hotline.advising.places import bodies_on
from luoshi.platforms.hotline.advising.quality import doubts
from luoshi.platforms.hotline.advising.said import said_of
from luoshi.platforms.hotline.advising.units import units
from luoshi.platforms.hotline.codes import person_of
from luoshi.platforms.hotline.modelfiles import classifier
from luoshi.platforms.hotline.models import Suggestion
from luoshi.platforms.hotline.rules import HOTLINE

# The same person about the same kind of matter, or the same matter in the same place: of the latest such
# request, the first of its line.
_REPEAT = """
UPDATE hotline_request AS new SET repeat_of_id = (
    SELECT coalesce(old.repeat_of_id, old.case_id) FROM (
        (SELECT case_id, repeat_of_id, opened_at FROM hotline_request
          WHERE person = %(person)s AND opened_at BETWEEN %(since)s AND %(at)s AND case_id <> %(case)s
            AND left(category, 4) = left(%(category)s, 4) AND state <> 'declined'
          ORDER BY opened_at DESC LIMIT 1)
        UNION ALL
        (SELECT near.case_id, near.repeat_of_id, near.opened_at
           FROM hotline_request AS near JOIN cases_case AS told ON told.id = near.case_id
          WHERE %(located)s::boolean AND near.category = %(category)s AND near.locality = %(locality)s
            AND near.opened_at BETWEEN %(since)s AND %(at)s AND near.case_id <> %(case)s
            AND near.state <> 'declined'
            AND (regexp_replace(told.data->>'address', '\\s', '', 'g') = %(address)s
                 OR (abs(near.longitude - %(longitude)s) < 0.0013
                     AND abs(near.latitude - %(latitude)s) < 0.001))
          ORDER BY near.opened_at DESC LIMIT 1)
    ) AS old ORDER BY old.opened_at DESC LIMIT 1
) WHERE new.case_id = %(case)s RETURNING new.repeat_of_id
"""
_NAMED = """
UPDATE hotline_request AS new SET repeat_of_id = coalesce(old.repeat_of_id, old.case_id)
FROM hotline_request AS old WHERE new.case_id = %(case)s AND old.case_id = %(old)s RETURNING new.repeat_of_id
"""
_TIES = {"part_of": ("about", "拆分自的工单"), "repeat_of": ("repeats", "重复于的工单")}


@effect
def tie_to_others(doing: Doing) -> None:
    """Tie the request to the one it is a part of, and to the one it repeats, as its first event says."""
    for field, (kind, title) in _TIES.items():
        if code := doing.context.given.get(field):
            other = Case.objects.filter(code=code, type="hotline").exclude(pk=doing.case.pk).first()
            if other is None:
                raise ActRefused([Refusal("other_is_missing", f"没有{title} {code}", HOTLINE)])
            _require_as_open(doing.case, other)
            Link.objects.get_or_create(case=doing.case, kind=kind, other=other, commitment="")
            if field == "repeat_of":
                ask(_NAMED, {"case": doing.case.pk, "old": other.pk})


def _require_as_open(case: Case, other: Case) -> None:
    """Refuse to name a request that fewer may know of: who is accused there would learn of it here."""
    accused = other.parties.filter(part=Party.Part.ACCUSED).exclude(
        unit__in=case.parties.filter(part=Party.Part.ACCUSED).values("unit")
    )
    if other.secrecy > case.secrecy or accused.exists():
        why = f"{other.code} 的知悉范围比本件窄，不能在本件中写明"
        raise ActRefused([Refusal("other_is_secret", why, HOTLINE)])


@effect
def note_repeat(doing: Doing) -> None:
    """Note which request this one repeats, unless whoever took it has said so."""
    given, at = doing.context.given, doing.event.at
    if given.get("repeat_of") or given.get("part_of"):
        return
    days = parameter_book().value("hotline.repeat", on=at.astimezone(LOCAL).date(), scope=settings.CITY.scope)
    longitude, latitude = str(given["point"]).split(",") if given.get("point") else (None, None)
    address = "".join(str(given.get("address") or "").split()) or None
    ask(
        _REPEAT,
        {
            "case": doing.case.pk,
            "person": person_of(given.get("phone")),
            "since": at - timedelta(days=int(days.value)),
            "at": at,
            "category": given.get("category", ""),
            "locality": given.get("locality", ""),
            "located": bool(given.get("locality") and (address or longitude)),
            "address": address,
            "longitude": float(longitude) if longitude else None,
            "latitude": float(latitude) if latitude else None,
        },
    )


@effect
def settle_unit(doing: Doing) -> None:
    """Note whether the unit is the one that was suggested; what rules and counts say now, if nothing was."""
    unit, at = str(doing.context.given["unit"]), doing.event.at
    waiting = Suggestion.objects.filter(case=doing.case, kind=Suggestion.Kind.UNIT, taken=None)
    taken = ExpressionWrapper(Q(value=unit), output_field=BooleanField())
    if waiting.update(taken=taken):
        return
    on = at.astimezone(LOCAL).date()
    proposals = units(to_dispatch(said_of(doing.case), classifier(), on=on), bodies_on(on), on=on)
    Suggestion.objects.bulk_create(
        [one.noted(doing.case, at=at, taken=one.value == unit) for one in proposals], ignore_conflicts=True
    )


@effect
def note_doubts(doing: Doing) -> None:
    """Note the doubts about the answer that its unit gave all the same."""
    case, at = doing.case, doing.event.at
    found = doubts(case, str(doing.context.given["reply"]))
    Suggestion.objects.bulk_create(
        [one.noted(case, at=at, taken=False) for one in found], ignore_conflicts=True
    )
