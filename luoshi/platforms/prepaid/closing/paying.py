"""What there is, divided among the claims and entered claim by claim. Killed, it goes on where it was."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max, Q, QuerySet, Sum
from django.utils import timezone

from luoshi.kernel.ledger.actions import freeze, open_accounts, post_frozen
from luoshi.kernel.ledger.models import Account
from luoshi.kernel.ledger.rules import largest_remainder
from luoshi.kernel.ledger.types import Leg
from luoshi.kernel.prepared import ask
from luoshi.platforms.prepaid.accounts import OPEN
from luoshi.platforms.prepaid.errors import refused
from luoshi.platforms.prepaid.models import Claim, Closure
from luoshi.platforms.prepaid.rules.closing import (
    Funds,
    Step,
    available_of,
    settling_steps,
    split_of,
)

BATCH = 5_000
KIND = "closure"
_FUNDS = ("escrow", "due", "deposit", "interest", "unmatched", "fee")
_PAY = """
UPDATE prepaid_claim c SET paid = given.paid
  FROM unnest(%(claims)s::bigint[], %(paid)s::bigint[]) AS given(claim, paid) WHERE c.id = given.claim
"""

# The legs of ``claim_steps``, made where the claims are: a list of fifty thousand never leaves the database.
_ENTER = """
WITH taken AS MATERIALIZED (
    SELECT id, number, card_account, open_account, supervised, held, coalesce(accepted, 0) AS accepted,
           coalesce(paid, 0) AS paid, greatest(0, supervised + held - coalesce(accepted, 0)) AS earned
      FROM prepaid_claim WHERE closure_id = %(closure)s::bigint AND id > %(after)s::bigint
     ORDER BY id LIMIT %(most)s::bigint),
split AS (
    SELECT *, CASE WHEN supervised + held = 0 THEN 0
                   ELSE div(earned::numeric * supervised, supervised + held)::bigint END AS earned_card
      FROM taken),
legs AS MATERIALIZED (
    SELECT split.id, split.number, step.* FROM split CROSS JOIN LATERAL unnest(
           ARRAY[card_account, open_account, %(outside)s::bigint, card_account, open_account, card_account],
           ARRAY[%(due)s::bigint, %(outside)s::bigint, open_account, %(escrow)s::bigint, %(escrow)s::bigint,
                 open_account],
           ARRAY[earned_card, earned - earned_card, accepted - supervised - held,
                 least(paid, supervised - earned_card), paid - supervised + earned_card,
                 supervised - earned_card - paid]
           ) WITH ORDINALITY AS step(debit, credit, amount, place)
     WHERE step.amount > 0 ORDER BY split.id, step.place)
SELECT (SELECT max(id) FROM taken),
       ledger_post_frozen_groups(array_agg(%(key)s::text || number), array_agg(debit), array_agg(credit),
                                array_agg(amount), array_agg(%(kind)s::text), array_agg(number::text),
                                array_agg(%(on)s::date))
  FROM legs
"""


def allocate(closure: Closure, *, includes_due: bool, rule: str, at: datetime) -> None:
    """Divide by largest remainder, of equal ones the lower id first, and keep what each claim gets.

    No money moves yet. Raises ``prepaid-money-under-way`` while a hold of the shop or a card is pending.
    """
    _open_evidence_accounts(closure)
    funds = _funds(closure)
    rows = _claims(closure).values_list("pk", "supervised", "held", "accepted")
    claims = [(pk, card, held, accepted or 0) for pk, card, held, accepted in rows]
    splits = [split_of(card, held, accepted=accepted) for _, card, held, accepted in claims]
    earned = sum(split.earned_card for split in splits)
    available = available_of(funds, earned=earned, includes_due=includes_due)
    shares = largest_remainder(available, [claim[3] for claim in claims])
    ask(_PAY, {"claims": [claim[0] for claim in claims], "paid": shares})
    closure.available, closure.paid, closure.distributing_at = available, sum(shares), at
    closure.funds = asdict(funds) | {"earned": earned, "cards": sum(split.card for split in splits)}
    closure.rules = {"includes_due": includes_due, "text": rule}
    closure.save(update_fields=["available", "paid", "distributing_at", "funds", "rules"])


def pay_claims(closure: Closure) -> int:
    """Enter what each claim gets, each batch in a transaction of its own; return how many entries are new."""
    done = 0
    while (posted := _pay_batch(closure.pk)) is not None:
        done += posted
    _settle(closure)
    return done


@transaction.atomic
def _pay_batch(pk: int) -> int | None:
    closure = Closure.objects.select_related("shop").select_for_update(of=("self",)).get(pk=pk)
    shop = closure.shop.accounts
    own = {"closure": pk, "after": closure.through, "most": BATCH, "key": key_of(closure, ""), "kind": KIND}
    parts = {part: shop[part] for part in ("due", "outside", "escrow")}
    [(last, posted)] = ask(_ENTER, own | parts | {"on": _day(closure)})
    if last is None:
        return None
    closure.through = last
    closure.save(update_fields=["through"])
    return int(posted)


@transaction.atomic
def _settle(closure: Closure) -> None:
    closure = Closure.objects.select_related("shop").select_for_update(of=("self",)).get(pk=closure.pk)
    kept = dict(closure.funds)
    earned, cards = kept.pop("earned"), kept.pop("cards")
    steps = settling_steps(
        Funds(**kept),
        earned=earned,
        cards=cards,
        paid=closure.paid or 0,
        includes_due=closure.rules["includes_due"],
    )
    if legs := [_leg(step, closure.shop.accounts, ref=closure.code) for step in steps]:
        post_frozen(key_of(closure, "settle"), legs, on=_day(closure))


def key_of(closure: Closure, number: str) -> str:
    """Return the ledger's key of a claim's entry: it names the act, and is paid once."""
    return f"prepaid:closure:{closure.code}:{number}"


def _leg(step: Step, accounts: dict[str, int], *, ref: str) -> Leg:
    return Leg(
        debit=accounts[step.debit], credit=accounts[step.credit], amount=step.amount, kind=KIND, ref=ref
    )


def _open_evidence_accounts(closure: Closure) -> None:
    claims = list(Claim.objects.filter(closure=closure, open_account=None).order_by("pk"))
    if not claims:
        return
    numbers = [claim.number for claim in claims]
    accounts = open_accounts(OPEN, numbers, owner=[claim.card for claim in claims])
    for claim, account in zip(claims, accounts, strict=True):
        claim.open_account = account
    Claim.objects.bulk_update(claims, ["open_account"])
    freeze(accounts)


def require_nothing_under_way(closure: Closure) -> None:
    """Raise ``prepaid-money-under-way`` while a hold of the shop or of a claim's account is pending."""
    accounts = closure.shop.accounts
    cards = Claim.objects.filter(closure=closure)
    under_way = Account.objects.filter(
        Q(pk__in=accounts.values())
        | Q(pk__in=cards.values("card_account"))
        | Q(pk__in=cards.values("open_account")),
        held__gt=0,
    ).aggregate(most=Max("code"), whole=Sum("held"))
    if under_way["whole"]:
        raise refused(
            "money-under-way",
            f"还有 {under_way['whole']} 分在途款项（{under_way['most']} 等）。"
            "请等银行回执入账或撤销后再办理。",
            "Money of the shop is still under way to the bank; go on when it is posted or voided.",
        )


def _funds(closure: Closure) -> Funds:
    require_nothing_under_way(closure)
    accounts = closure.shop.accounts
    found = {one.pk: one.shown for one in Account.objects.filter(pk__in=accounts.values())}
    return Funds(**{part: found[accounts[part]] for part in _FUNDS})


def _claims(closure: Closure) -> QuerySet[Claim]:
    return Claim.objects.filter(closure=closure).order_by("pk")


def _day(closure: Closure) -> date:
    assert closure.distributing_at is not None
    return timezone.localtime(closure.distributing_at).date()
