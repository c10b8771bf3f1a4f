"""What every act upon money shares: who may, one at a time, the same told twice, the project's accounts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.db.models import Model

from luoshi.kernel.ledger.actions import open_accounts
from luoshi.kernel.ledger.types import AccountType
from luoshi.kernel.orgs.actor import Actor
from luoshi.kernel.prepared import ask
from luoshi.platforms.projects.errors import Refused, refused
from luoshi.platforms.projects.models import FundApplication, Project
from luoshi.platforms.projects.rules.funding import Objection

Row = TypeVar("Row", bound=Model)
_WORKING = ("handler", "head")


def require_commission(by: Actor) -> None:
    """Raise ``projects-commission-only`` for anyone but who decides on projects."""
    if not by.holds("projects"):
        raise refused(
            "commission-only",
            "由发展改革部门的项目管理岗办理。",
            "Only the commission's project post may do this.",
        )


def may_tell(by: Actor, project: Project) -> bool:
    """Tell whether the actor tells of the project's money: its unit, or who decides on projects."""
    return bool(by.holds("projects") or any(by.holds(role, path=project.path) for role in _WORKING))


def require_unit(by: Actor, project: Project) -> None:
    """Raise ``projects-not-yours`` for anyone but the project's unit and who decides on projects."""
    if not may_tell(by, project):
        raise refused(
            "not-yours",
            "由项目的责任单位或发展改革部门办理。",
            "Only the project's unit or the commission may do this.",
        )


def require_none(objections: Iterable[Objection]) -> None:
    """Raise the first objection's code with all their words."""
    found = list(objections)
    if found:
        words = "；".join(f"{one.words}（{one.law}）" for one in found)
        raise refused(found[0].code, f"{words}。", f"Refused: {', '.join(one.code for one in found)}.")


def repeated(model: type[Row], key: str, said: Mapping[str, Any]) -> Row | None:
    """Return the row an earlier call with the key wrote. Calls with one key wait for each other.

    Raises ``projects-key-reused`` where it said otherwise.
    """
    alone(key)
    found = model._default_manager.filter(**{"key": key}).first()
    if found is not None and any(getattr(found, name) != value for name, value in said.items()):
        raise key_reused()
    return found


def alone(name: str) -> None:
    """Wait for whoever does the same just now, until the end of the transaction."""
    ask("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"projects:{name}"])


def key_reused() -> Refused:
    """Return the refusal of a document or voucher number that stands for another act."""
    return refused(
        "key-reused",
        "这个文号或凭证号已用于另一笔内容。请核对原单据。",
        "The document or voucher was used for something else. Check the original.",
    )


def locked(application: FundApplication) -> FundApplication:
    """Return the application after all of its project's were locked, so that sums over them hold."""
    rows = FundApplication.objects.select_for_update().filter(project=application.project_id).order_by("pk")
    (found,) = [row for row in rows if row.pk == application.pk]
    found.project = Project.objects.get(pk=application.project_id)
    return found


def accounts_of(application: FundApplication, types: Mapping[str, AccountType]) -> dict[str, int]:
    """Return the accounts of the application's project and source, opened where they are not there."""
    project = application.project.code
    token = f"{project}:{application.source}"
    return {name: open_accounts(kind, [token], owner=project)[0] for name, kind in types.items()}
