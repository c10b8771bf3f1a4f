"""A card as its holder sees it: each payment, where its money is, what was used, until when it may go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.base.terms import Term
from luoshi.kernel.calendar.queries import working_calendar
from luoshi.kernel.ledger.models import Account, DayBalance, Seal
from luoshi.kernel.ledger.proofs import account_proofs
from luoshi.kernel.parameters.queries import parameter_book
from luoshi.platforms.prepaid.codes import digests_of, person_of
from luoshi.platforms.prepaid.errors import refused
from luoshi.platforms.prepaid.models import Card, CardEvent, Contract, SignedRules, Use
from luoshi.platforms.prepaid.rules.signing import from_rows
from luoshi.platforms.prepaid.rules.windows import Window, window_of

USES_SHOWN = 50
_COOLING_OFF = "prepaid.cooling_off"


@dataclass(frozen=True, slots=True)
class ContractSeen:
    """One payment of a card, in fen: in custody, with the shop, and of the bonus what is left.

    ``window`` is the 七日 as signed; None where no rule of that day is known.
    """

    contract: Contract
    custody: int
    shop: int
    bonus: int
    window: Window | None
    today: date

    @property
    def left(self) -> int:
        """Return what is owed: the price-A refund at this moment."""
        return self.custody + self.shop

    @property
    def left_times(self) -> int:
        """Return how many visits or lessons are left."""
        return (self.contract.times or 0) - self.contract.used_times

    @property
    def may_cool_off(self) -> bool:
        """Tell whether the principal can be had back without a reason today."""
        return self.window is not None and self.window.holds(self.today)

    @property
    def ended(self) -> bool:
        """Tell whether its term is over: it can be refunded, not used."""
        return self.contract.ends_on is not None and self.contract.ends_on < self.today

    @property
    def facts(self) -> dict[str, str]:
        """Return what the public calculator asks of a contract. Nothing of it names a card."""
        one, yuan = self.contract, _plain
        return {
            "form": one.form,
            "paid": yuan(one.paid),
            "bonus": yuan(one.bonus),
            "supervised": yuan(one.supervised),
            "list_price": yuan(one.terms.get("list_price") or 0),
            "times": str(one.times or ""),
            "used": yuan(one.used) if one.form == "stored" else "",
            "used_times": str(one.used_times) if one.times else "",
            "paid_on": f"{timezone.localtime(one.signed_at):%Y-%m-%d}",
            "starts_on": one.starts_on.isoformat(),
            "term": str(one.terms.get("term") or ""),
            "unit": one.terms.get("term_unit") or "",
            "sector": one.shop.sector,
        }


@dataclass(frozen=True, slots=True)
class CardSeen:
    """A card with its payments, the oldest first, its last uses and what happened to it."""

    card: Card
    contracts: tuple[ContractSeen, ...]
    uses: tuple[Use, ...]
    events: tuple[CardEvent, ...]

    @property
    def custody(self) -> int:
        """Return what lies in custody for the card, in fen."""
        return sum(one.custody for one in self.contracts)

    @property
    def shop(self) -> int:
        """Return what the shop keeps and owes, in fen."""
        return sum(one.shop for one in self.contracts)

    @property
    def bonus(self) -> int:
        """Return what is left of the bonus, which is no cash, in fen."""
        return sum(one.bonus for one in self.contracts)

    @property
    def owed(self) -> int:
        """Return what is owed on the card in all, in fen."""
        return self.custody + self.shop


def card_by(code: str) -> Card:
    """Return the card its code opens. Raises ``prepaid-code-unknown``, whatever is wrong."""
    rows = Card.objects.select_related("shop__merchant", "shop__bank", "holder")
    found = rows.filter(digest__in=digests_of(code)).first()
    if found is None:
        raise refused("code-unknown", "查询码不对，或已失效。", "The code is wrong or no longer good.")
    return found


def require_holder(card: Card, phone: str) -> None:
    """Raise ``prepaid-not-holder`` unless the telephone is the one the card was bought with."""
    if card.holder is None or not card.holder.person or card.holder.person != person_of(phone):
        raise refused(
            "not-holder",
            "电话与办卡时登记的不一致。换了号码的，请带身份证件到门店办理。",
            "The telephone is not the registered one; with another number, go to the shop with your papers.",
        )


def opened(card: Card, *, at: datetime) -> CardSeen:
    """Return the card as its holder sees it. Six queries, however much was paid and used."""
    contracts = list(card.contracts.select_related("kind", "shop").order_by("signed_at", "pk"))
    balances = _balances(contracts)
    uses = Use.objects.filter(contract__in=contracts).select_related("contract")
    calendar, terms = working_calendar(), _cooling_off(contracts)
    today = timezone.localdate(at)

    def window(contract: Contract) -> Window | None:
        term = terms[contract.pk]
        return window_of(timezone.localdate(contract.signed_at), term, calendar) if term else None

    seen = [
        ContractSeen(
            one,
            balances[one.card_account],
            balances[one.open_account],
            balances[one.bonus_account],
            window(one),
            today,
        )
        for one in contracts
    ]
    return CardSeen(
        card, tuple(seen), tuple(uses.order_by("-at", "-pk")[:USES_SHOWN]), tuple(card.events.all())
    )


def _cooling_off(contracts: Sequence[Contract]) -> dict[int, Term | None]:
    """Return the 七日 of each contract by the rules it was signed under; one that keeps none, of its day."""
    kept = SignedRules.objects.in_bulk({one.terms.get("rules", "") for one in contracts})
    terms: dict[int, Term | None] = {}
    for one in contracts:
        if found := kept.get(one.terms.get("rules", "")):
            rows = from_rows(row for row in found.rows if row["key"] == _COOLING_OFF)
            terms[one.pk] = rows[0].term if rows else None
        else:
            on, scope = timezone.localdate(one.signed_at), f"{settings.CITY.scope}#{one.shop.sector}"
            choice = parameter_book().choice_if_any(_COOLING_OFF, on=on, scope=scope)
            terms[one.pk] = choice.setting.term if choice else None
    return terms


def proof_of(card: Card) -> dict[str, Any]:
    """Return the file that proves the card's balances part of the last sealed day's totals.

    Raises ``proof-missing`` before any day of the card is sealed.
    """
    seal = Seal.objects.last()
    contracts = list(card.contracts.order_by("signed_at", "pk"))
    ids = [account for one in contracts for account in (one.card_account, one.open_account)]
    codes = _moved(ids, seal.day) if seal else []
    if seal is None or not codes:
        raise LuoshiError(
            "proof-missing",
            "这张卡还没有封存的余额：每天零点后封存前一天，请明天再来。",
            "No balance of the card is sealed yet; each day is sealed after midnight. Come back tomorrow.",
        )
    proofs = account_proofs(codes, day=seal.day)
    return {
        "format": "luoshi-prepaid-proof-1",
        "card": card.token,
        "day": seal.day.isoformat(),
        "head": seal.head,
        "balance": sum(proof["leaf"]["balance"] for proof in proofs),
        "proofs": proofs,
    }


def _balances(contracts: Sequence[Contract]) -> dict[int, int]:
    ids = [
        account for one in contracts for account in (one.card_account, one.open_account, one.bonus_account)
    ]
    found: dict[int, int] = defaultdict(int)
    found.update(Account.objects.filter(pk__in=ids).values_list("pk", "posted"))
    return found


def _moved(accounts: Sequence[int], day: date) -> list[str]:
    """Return the codes of the accounts that had moved by the day, in the order given."""
    rows = DayBalance.objects.filter(account__in=accounts, day__lte=day)
    codes = dict(rows.values_list("account", "account__code").distinct())
    return [codes[account] for account in accounts if account in codes]


def _plain(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02}" if fen else ""
