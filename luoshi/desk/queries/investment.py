"""What the pages of investment show: leads with how long they stand, one lead with its money, figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from luoshi.kernel.cases.models import Event
from luoshi.kernel.orgs.models import Organisation
from luoshi.platforms.investment.models import Agreement, Instalment, Lead, Node
from luoshi.platforms.investment.queries.counting import Counting, counting_of, in_state
from luoshi.platforms.investment.queries.pipeline import Stage, stages, too_long
from luoshi.platforms.investment.rules.fairness import KINDS, clause_of

EACH = 40
_OFFERS = ("offer", "review_offer", "withdraw_offer")
_KINDS = {key: words for key, words, _, _ in KINDS}
_CONCLUSIONS = {"passes": "符合审查标准", "excepted": "符合第12条规定情形", "violates": "违反审查标准"}


@dataclass(frozen=True, slots=True)
class Line:
    """A lead of the list, and how many days it has stood at its stage."""

    lead: Lead
    days: int
    late: bool


@dataclass(frozen=True, slots=True)
class Pipeline:
    """All stages, and a page of leads."""

    stages: Sequence[Stage]
    lines: Sequence[Line]
    page: Page[Lead]
    units: Mapping[str, str]

    @property
    def simulated(self) -> bool:
        """Tell whether one of the leads is invented."""
        return any(line.lead.simulated for line in self.lines)


@dataclass(frozen=True, slots=True)
class Offered:
    """An offer to the investor with the clause it falls under and what became of it."""

    number: int
    kind: str
    clause: str
    words: str
    became: str
    open: bool


@dataclass(frozen=True, slots=True)
class Dossier:
    """A lead with its contracts as a tree, its offers, and its money."""

    lead: Lead
    unit: str
    node: str
    contracts: Sequence[tuple[Agreement, Sequence[Agreement]]]
    offers: Sequence[Offered]
    counting: Counting
    instalments: Page[Instalment]


def pipeline_of(
    leads: QuerySet[Lead], *, on: date, q: str = "", state: str = "", late: bool = False, page: str = ""
) -> Pipeline:
    """Return the stages of all the leads, and a page of those wanted, the longest at their stage first."""
    wanted = leads.filter(Q(name__icontains=q) | Q(investor__icontains=q)) if q else leads
    wanted = wanted.filter(state=state) if state else wanted
    old = too_long(leads, on=on)
    wanted = old if late and not (q or state) else wanted & old if late else wanted
    shown = Paginator(wanted.order_by("stage_since", "pk"), EACH).get_page(page or 1)
    aged = set(old.filter(pk__in=[lead.pk for lead in shown]).values_list("pk", flat=True))
    lines = [Line(lead, (on - lead.stage_since).days, lead.pk in aged) for lead in shown]
    return Pipeline(stages(leads, on=on), lines, shown, unit_names())


def dossier_of(lead: Lead, instalments: QuerySet[Instalment], *, on: date, page: str = "") -> Dossier:
    """Return the lead with its money. ``instalments`` are those that the visitor reads."""
    own = instalments.filter(agreement__lead=lead)
    agreements = list(lead.agreements.order_by("signed_on", "pk"))
    firsts = [one for one in agreements if one.parent_id is None]
    tree = [(one, [phase for phase in agreements if phase.parent_id == one.pk]) for one in firsts]
    rows = in_state(own, "").select_related("payer", "agreement").order_by("-paid_on", "pk")
    unit = unit_names().get(lead.unit, lead.unit)
    node = Node.objects.filter(code=lead.node).values_list("name", flat=True).first() or ""
    return Dossier(
        lead,
        unit,
        node,
        tree,
        offers_of(lead),
        counting_of(own, on=on),
        Paginator(rows, EACH).get_page(page or 1),
    )


def offers_of(lead: Lead) -> list[Offered]:
    """Return what the investor was offered, in order. One query."""
    events = Event.objects.filter(case=lead.case_id, action__in=_OFFERS).order_by("seq")
    acts = list(events.values_list("action", "data"))
    made = [data for action, data in acts if action == "offer"]
    became: dict[int, tuple[str, dict[str, object]]] = {
        data["number"]: (action, data) for action, data in acts if action != "offer"
    }
    return [_offered(number, data, became.get(number)) for number, data in enumerate(made, 1)]


def _offered(number: int, data: dict[str, str], latest: tuple[str, dict[str, object]] | None) -> Offered:
    if latest is None:
        words = "待公平竞争审查"
    elif latest[0] == "withdraw_offer":
        words = "已撤回"
    else:
        words = _CONCLUSIONS[str(latest[1]["conclusion"])]
    kind = data["kind"]
    settled = latest is not None and words != _CONCLUSIONS["violates"]
    return Offered(number, _KINDS[kind], clause_of(kind), data["words"], words, not settled)


def unit_names() -> dict[str, str]:
    """Return the short names of organisations by their code. One query."""
    return dict(Organisation.objects.values_list("code", "short"))


def home_of(lead: Lead) -> str:
    """Return the first digits of the city's divisions, as they stand with the lead's unit or above it."""
    codes = [code for code in lead.path.split("/") if code]
    regions = Organisation.objects.filter(code__in=codes).exclude(region="").values_list("region", flat=True)
    return next(iter(regions), "")[:4]
