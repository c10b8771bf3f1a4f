"""Rule upon an instalment: what counts of it, by which rule the rest does not; and appeals."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from luoshi.kernel.orgs.actor import Actor
from luoshi.platforms.investment.actions.claiming import may_claim
from luoshi.platforms.investment.errors import Refused, refused
from luoshi.platforms.investment.models import Counted, Instalment, Ruling
from luoshi.platforms.investment.queries.limits import CHECKS, titled
from luoshi.platforms.investment.queries.paid import exclusions_of
from luoshi.platforms.investment.rules.exclusions import RULES

State = Ruling.State


@transaction.atomic
def rule(
    instalment: Instalment,
    *,
    key: str,
    state: str,
    reason: str,
    by: Actor,
    at: datetime,
    counted: int = 0,
    by_rule: str = "",
) -> Ruling:
    """Write what was decided and return it; the same key writes it once. ``counted`` is fen.

    Raises ``investment-not-yours``, ``investment-own-claim``, ``investment-rule-missing``,
    ``investment-amount-wrong``, ``investment-excluded`` and ``investment-counted-twice``.
    """
    if (found := Ruling.objects.filter(key=key).first()) is not None:
        return found
    locked = Instalment.objects.select_for_update().get(pk=instalment.pk)
    account = _reviewer(locked, by)
    if not reason.strip():
        raise refused("reason-missing", "请写明理由。", "Give the reason.")
    _require_amount(locked, state, counted)
    version = _version(locked, state, counted, by_rule)
    if counted:
        _require_countable(locked)
    ruling = Ruling(
        instalment=locked,
        key=key,
        seq=locked.rulings.count() + 1,
        state=state,
        counted=counted,
        rule=by_rule,
        rule_version=version,
        reason=reason.strip(),
        by_id=account,
        at=at,
    )
    return _written(ruling)


@transaction.atomic
def appeal(instalment: Instalment, *, key: str, words: str, by: Actor, at: datetime) -> Ruling:
    """Write the claimant's objection against what did not count; what counted goes on counting.

    Raises ``investment-claim-not-yours``, ``investment-nothing-refused``.
    """
    if (found := Ruling.objects.filter(key=key).first()) is not None:
        return found
    locked = Instalment.objects.select_for_update().get(pk=instalment.pk)
    if by.account is None or not may_claim(locked.agreement, by):
        raise refused("claim-not-yours", "申诉由招引单位提出。", "Appeals are made by the unit that claimed.")
    latest = locked.rulings.order_by("-seq").first()
    if latest is None or latest.state == State.DISPUTED or latest.counted == locked.amount:
        raise refused(
            "nothing-refused", "没有不予认定的金额可以申诉。", "Nothing was refused that could be appealed."
        )
    return Ruling.objects.create(
        instalment=locked,
        key=key,
        seq=latest.seq + 1,
        state=State.DISPUTED,
        counted=latest.counted,
        rule=latest.rule,
        rule_version=latest.rule_version,
        reason=words.strip(),
        appeal=True,
        by_id=by.account,
        at=at,
    )


def _reviewer(instalment: Instalment, by: Actor) -> int:
    if by.account is None or "investment" not in by.roles:
        raise refused(
            "not-yours", "到位资金由招商管理岗认定。", "Instalments are ruled upon by the counting office."
        )
    if by.account == instalment.claimed_by_id:
        raise refused("own-claim", "申报人不能认定自己的申报。", "Nobody rules upon a claim of their own.")
    return by.account


def _require_amount(instalment: Instalment, state: str, counted: int) -> None:
    fits = {
        State.COUNTED: 0 < counted <= instalment.amount,
        State.DISPUTED: 0 <= counted < instalment.amount,
        State.REFUSED: counted == 0,
    }
    if not fits[State(state)]:
        raise refused(
            "amount-wrong",
            "认定金额须大于零且不超过申报金额；不予认定的为零。",
            "What counts is more than nothing and at most what was claimed; of a refusal it is nothing.",
        )


def _version(instalment: Instalment, state: str, counted: int, by_rule: str) -> str:
    if counted == instalment.amount:
        return ""
    if by_rule not in (*RULES, *CHECKS):
        raise refused(
            "rule-missing",
            "全部或部分不予认定、有争议的，须写明依据哪条规则。",
            "What does not count, or is in dispute, cites the rule it stands on.",
        )
    return titled(by_rule, instalment.paid_on)[1]


def _require_countable(instalment: Instalment) -> None:
    if found := exclusions_of(instalment):
        said = "；".join(f"{one.words}（{one.rule.title}，{one.rule.version}）" for one in found)
        raise refused("excluded", f"不能认定：{said}。", f"It cannot count: {said}.")
    twin = (
        Counted.objects.filter(voucher_hash=instalment.voucher_hash)
        .exclude(instalment=instalment)
        .select_related("instalment")
        .first()
    )
    if twin is not None:
        raise _counted_twice(twin.instalment.code)


def _written(ruling: Ruling) -> Ruling:
    """Write it. Of two who count one voucher at the same moment the database lets the first."""
    try:
        with transaction.atomic():
            ruling.save(force_insert=True)
    except IntegrityError as error:
        if "voucher_hash" not in str(error):
            raise
        raise _counted_twice("另一笔") from error
    return ruling


def _counted_twice(code: str) -> Refused:
    return refused(
        "counted-twice",
        f"同一凭证已在 {code} 认定，不能再认定一次。",
        f"The same voucher counts already as {code} and cannot count again.",
    )
