"""Leads and instalments for tests, taken through the acts that make them."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from itertools import count
from typing import Any

from luoshi.kernel.base.uscc import completed
from luoshi.kernel.cases.actions import act, open_case
from luoshi.kernel.cases.evidence import StoredFile
from luoshi.kernel.cases.models import Case
from luoshi.kernel.cases.tests.factories import moment
from luoshi.kernel.orgs.actor import Actor
from luoshi.platforms.investment.actions import Party, claim, rule
from luoshi.platforms.investment.models import Agreement, Instalment, Lead, Ruling

YUAN, MILLION = 100, 100 * 1_000_000  # fen
_NUMBERS = count(1)
FOUND = {
    **{"title": "示例玉米深加工", "unit": "transport", "investor": "示例食品集团", "intended": 300 * MILLION},
    **{"investor_uscc": completed("91110000MA000001"), "node": "corn.starch"},
}
OFFER = {"kind": "service", "words": "代办注册", "basis": "none", "exception": "none"}
REVIEW = {"number": 1, "conclusion": "passes", "heard": True}
SIGN = {"contract": "HT-2026-1", "amount": 300 * MILLION, "signed_on": "2026-02-01"}
REGISTER = {
    **{"company": "示例食品（四平）", "company_uscc": completed("91220300MA000001")},
    "registered_on": "2026-02-10",
}
STEPS: tuple[tuple[str, str, dict[str, Any], str], ...] = (
    ("talk", "2026-01-20", {}, ""),
    ("sign", "2026-02-01", SIGN, "合同"),
    ("register", "2026-02-10", REGISTER, "营业执照"),
    ("start", "2026-02-20", {"started_on": "2026-02-20", "project": "project-2026-0001"}, "开工照片"),
)


def paper(kind: str) -> StoredFile:
    """Return a file of that kind."""
    return StoredFile(sha256(kind.encode()).hexdigest(), f"{kind}.pdf", "application/pdf", 10, kind)


def found(by: Actor, *, at: str = "2026-01-12", **more: Any) -> Case:
    """Open a lead."""
    return open_case("lead", by=by, data=FOUND | more, at=moment(at))


def do(case: Case, action: str, by: Actor, at: str, *kinds: str, **data: Any) -> Case:
    """Take one step and return the case as it then stands."""
    act(case, action, by=by, data=data, evidence=[paper(kind) for kind in kinds], at=moment(at))
    return Case.objects.get(pk=case.pk)


def gone(by: Actor, *, until: str = "start", **more: Any) -> Case:
    """Return a lead that has gone its way up to the step named."""
    case = found(by, **more)
    for action, at, data, kind in STEPS:
        case = do(case, action, by, at, *([kind] if kind else []), **data)
        if action == until:
            break
    return case


def row(case: Case) -> Lead:
    """Return the lead's row."""
    return Lead.objects.get(case=case)


def voucher() -> str:
    """Return the hash of a voucher nobody has claimed with."""
    return sha256(f"voucher {next(_NUMBERS)}".encode()).hexdigest()


def day(text: str) -> date:
    """Return the day."""
    return date.fromisoformat(text)


INVESTOR = Party(completed("91110000MA000001"), "示例食品集团")
COMPANY = Party(completed("91220300MA000001"), "示例食品（四平）", parent=INVESTOR.uscc, local=True)


def agreement_of(case: Case, number: str = "HT-2026-1") -> Agreement:
    """Return the lead's agreement of that number."""
    return row(case).agreements.get(number=number)


def claimed(case: Case, by: Actor, *, at: str = "2026-03-02", **more: Any) -> Instalment:
    """Claim an instalment of 20 million yuan, with a voucher of its own."""
    digest = more.pop("voucher_hash", None) or voucher()
    said: dict[str, Any] = {
        **{"paid_on": day("2026-02-25"), "payer": INVESTOR, "payee": COMPANY, "purpose": "plant"},
        **{"origin": "investor", "voucher": "bank", "reference": f"2026022500{digest[:8]}"},
        **{"amount": 20 * MILLION, "key": f"test:{next(_NUMBERS)}"},
    }
    agreement = more.pop("agreement", None) or agreement_of(case)
    return claim(agreement, voucher_hash=digest, by=by, at=moment(at), **(said | more))


def ruled(
    instalment: Instalment, by: Actor, state: str = "counted", *, at: str = "2026-03-09", **more: Any
) -> Ruling:
    """Rule upon the instalment: it counts whole where nothing else is said."""
    counted = instalment.amount if state == "counted" else 0
    said: dict[str, Any] = {"counted": counted, "reason": "凭证核对无误", "key": f"test:{next(_NUMBERS)}"}
    return rule(instalment, state=state, by=by, at=moment(at), **(said | more))
