"""What a case may be tied to, and by whom."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from luoshi.desk.vocabulary import LINKS
from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.actions.relate import SERVES, TIES, may_relate
from luoshi.kernel.cases.models import Case
from luoshi.kernel.commitments.models import Commitment
from luoshi.kernel.orgs.actor import Actor


def ties_offered(actor: Actor, case: Case) -> list[tuple[str, Any]]:
    """Return the ties the actor may make from the case: key and word; none for who may make none."""
    if may_relate(actor, case) is None:
        return []
    return [(SERVES, _("落实的报告承诺")), *((kind, LINKS[kind]) for kind in TIES)]


def require_commitment(code: str) -> None:
    """Raise ``commitment-missing`` where the city's report has no such commitment."""
    report = settings.CITY.home_report
    if not Commitment.objects.filter(report__slug=report, code=code, withdrawn=False).exists():
        raise LuoshiError(
            "commitment-missing",
            f"今年的报告里没有编号为 {code} 的承诺。",
            f"The report has no commitment {code}.",
        )
