"""The row of a lead and its agreements, as a function of its acts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from luoshi.kernel.cases.context import LOCAL, PastAct
from luoshi.kernel.cases.declarations import effect
from luoshi.kernel.cases.effects import Doing
from luoshi.kernel.cases.models import Case
from luoshi.platforms.investment.models import Agreement, Firm, Lead

_AS_SAID = ("investor", "investor_uscc", "node", "project", "survey_code")
_DAYS = ("signed_on", "registered_on", "started_on", "counted_on", "producing_on")
_STAYS = ("correct", "phase")  # acts kept in the row that move it to no other stage


@effect
def record(doing: Doing) -> None:
    """Bring the lead's row, and the agreement or firm that the act told of, to where its acts stand."""
    acts, given = [*doing.context.past, doing.event], doing.context.given
    columns = columns_of(doing.case, acts)
    if doing.event.action == "register":
        columns["company"] = _company(doing)
    lead, _ = Lead.objects.update_or_create(case=doing.case, defaults=columns)
    if doing.event.action in ("sign", "phase"):
        under = lead.agreements.filter(number=given["under"]).first() if "under" in given else None
        Agreement.objects.get_or_create(
            lead=lead,
            number=given["contract"],
            defaults={
                "parent": under,
                "kind": Agreement.Kind.PHASE if under else Agreement.Kind.FIRST,
                "amount": given["amount"],
                "signed_on": given["signed_on"],
            },
        )


def columns_of(case: Case, acts: Iterable[PastAct]) -> dict[str, Any]:
    """Return the columns that the acts have left."""
    acts, data = list(acts), case.data
    first = next((act for act in acts if act.action == "sign"), None)
    return {
        "code": case.code,
        "name": case.title,
        "state": case.state,
        "path": case.path,
        "unit": case.unit.code if case.unit else "",
        "simulated": case.simulated,
        "moved_at": case.moved_at,
        "intended": data["intended"],
        **{key: data.get(key) or "" for key in _AS_SAID},
        **{key: data.get(key) for key in _DAYS},
        "signed_on": first.data["signed_on"] if first else None,
        "contracted": sum(act.data["amount"] for act in acts if act.action in ("sign", "phase")),
        "found_on": _on(acts[0]),
        "stage_since": _on(next(act for act in reversed(acts) if act.action not in _STAYS and _moves(act))),
    }


def _moves(act: PastAct) -> bool:
    return act.action not in ("offer", "review_offer", "withdraw_offer", "urge", "keep_voucher")


def _company(doing: Doing) -> Firm:
    given = doing.context.given
    firm, _ = Firm.objects.get_or_create(
        uscc=given["company_uscc"],
        defaults={"name": given["company"], "local": True, "simulated": doing.case.simulated},
    )
    return firm


def _on(act: PastAct) -> date:
    return act.at.astimezone(LOCAL).date()
