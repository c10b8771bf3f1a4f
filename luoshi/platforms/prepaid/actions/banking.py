"""Bring in what the bank booked: match each line, or keep it where somebody can claim it. Nothing is lost."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Sum

from luoshi.kernel.ledger.actions import post, post_batch
from luoshi.kernel.ledger.types import Leg
from luoshi.platforms.prepaid.actions.paying import settle_payments
from luoshi.platforms.prepaid.bank.statements import EXAMPLE, Format, Line, Statement, read_statement
from luoshi.platforms.prepaid.errors import refused
from luoshi.platforms.prepaid.models import BankAccount, BankFile, BankLine, Contract, Payment, Shop

_NUMBER = re.compile(r"[0-9A-Z]{20}")  # a contract's, wherever it stands in the purpose
_INSTRUCTION = re.compile(r"PAY-[0-9A-Z-]+")
_WORDS = (
    ("利息", BankLine.Kind.INTEREST),
    ("结息", BankLine.Kind.INTEREST),
    ("保证金", BankLine.Kind.DEPOSIT),
)
_CHARGES = ("手续费", "账户管理费", "工本费")
_ACCOUNTS = {  # where in the ledger a line's money stands, and whether it came (debited) or went (credited)
    BankLine.Kind.INTEREST: "interest",
    BankLine.Kind.DEPOSIT: "deposit",
    BankLine.Kind.UNKNOWN: "unmatched",
    BankLine.Kind.TOPUP: "unmatched",  # what is beyond the contract
    BankLine.Kind.CHARGE: "fee",
    BankLine.Kind.STRAY: "fee",
}


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file brought: how many of its lines are new, and of these how many nobody can place."""

    file: BankFile
    new: int
    unknown: int


def import_statement(data: bytes, *, name: str, at: datetime, of: Format = EXAMPLE) -> Imported:
    """Enter the lines of a bank's file that are not known yet, and post what they mean.

    The same file, or another that holds the same lines, enters nothing twice. A receipt belongs to the
    contract it names as far as that waits for money; the rest, and whatever names none, is unclaimed.
    Raises ``prepaid-statement`` and ``prepaid-account-unknown``.
    """
    done = _import(read_statement(data, of=of), hashlib.sha256(data).hexdigest(), name=name, at=at)
    settle_payments(_paid(done.file), at=at)  # again where an earlier import broke off before it
    return done


@transaction.atomic
def _import(statement: Statement, sha256: str, *, name: str, at: datetime) -> Imported:
    account = _account(statement.account)
    values = {
        "name": name,
        "account": account,
        "on": statement.on,
        "opening": statement.opening,
        "closing": statement.closing,
        "received_at": at,
    }
    file, fresh = BankFile.objects.get_or_create(sha256=sha256, defaults=values)
    if not fresh:
        return Imported(file, 0, 0)
    lines = _entered(file, account, statement)
    _post(lines, account.shops.order_by("pk").first())
    unknown = sum(line.kind in (BankLine.Kind.UNKNOWN, BankLine.Kind.STRAY) for line in lines)
    return Imported(file, len(lines), unknown)


@transaction.atomic
def claim_line(line: BankLine, contract: Contract, *, at: datetime) -> BankLine:
    """Say whose an unclaimed receipt is: the contract's, as far as it still waits for money.

    Claimed before, nothing is done. Raises ``prepaid-nothing-open``.
    """
    line = BankLine.objects.select_for_update().get(pk=line.pk)
    if line.claimed_at is not None:
        return line
    open_ = _open([contract.pk])[contract.pk]
    applied = min(open_, line.amount - line.applied)
    if applied <= 0:
        raise refused(
            "nothing-open",
            "这份合同的存管款已经到齐，这笔来款不是它的。",
            "The contract waits for no more money; the receipt is not its own.",
        )
    line.contract, line.claimed_at, line.kind = contract, at, BankLine.Kind.TOPUP
    line.applied += applied
    line.save(update_fields=["contract", "claimed_at", "kind", "applied"])
    shop = contract.shop.accounts
    post(
        f"prepaid:claim:{line.account.code}:{line.serial}",
        debit=shop["unmatched"],
        credit=shop["escrow"],
        amount=applied,
        kind="claim",
        ref=contract.number,
        on=line.on,
    )
    return line


def _paid(file: BankFile) -> dict[str, str]:
    """Return the instructions that the file says were carried out."""
    texts = file.lines.filter(kind=BankLine.Kind.PAYMENT).values_list("text", flat=True)
    return {found[0]: "" for text in texts if (found := _INSTRUCTION.search(text))}


def _account(code: str) -> BankAccount:
    account = BankAccount.objects.select_for_update().filter(code=code).first()
    if account is None or not account.shops.exists():
        raise refused(
            "account-unknown",
            f"没有登记存管账户 {code}，或它没有门店。请先备案，再导入。",
            f"No custody account {code} with a shop is entered; enter it, then bring the file in.",
        )
    return account


def _entered(file: BankFile, account: BankAccount, statement: Statement) -> list[BankLine]:
    """Return the lines that are new, each with its kind and what of it belongs to a contract."""
    known = set(
        BankLine.objects.filter(
            account=account, serial__in=[line.serial for line in statement.lines]
        ).values_list("serial", flat=True)
    )
    fresh = [line for line in statement.lines if line.serial not in known]
    contracts = _named(fresh, account)
    open_ = _open([contract.pk for contract in contracts.values()])
    payments = _instructed(fresh)
    rows = [_row(line, file, account, contracts, open_, payments) for line in fresh]
    BankLine.objects.bulk_create(rows, batch_size=5_000)
    return rows


def _named(lines: Iterable[Line], account: BankAccount) -> dict[str, Contract]:
    numbers = {number for line in lines for number in _NUMBER.findall(line.text)}
    rows = Contract.objects.filter(number__in=numbers, shop__bank=account)
    return {row.number: row for row in rows.only("number", "supervised")}


def _open(contracts: Iterable[int]) -> defaultdict[int, int]:
    """Return how much of its supervised payment each contract still waits for at the bank, in fen."""
    rows = Contract.objects.filter(pk__in=list(contracts)).values_list("pk", "supervised")
    found = defaultdict(int, rows)
    applied = BankLine.objects.filter(contract__in=list(found)).values_list("contract")
    for pk, total in applied.annotate(total=Sum("applied")).order_by():
        found[pk] -= total
    return found


def _instructed(lines: Iterable[Line]) -> set[str]:
    numbers = [found[0] for line in lines if (found := _INSTRUCTION.search(line.text))]
    return set(Payment.objects.filter(number__in=numbers).values_list("number", flat=True))


def _row(
    line: Line,
    file: BankFile,
    account: BankAccount,
    contracts: Mapping[str, Contract],
    open_: defaultdict[int, int],
    payments: set[str],
) -> BankLine:
    row = BankLine(
        account=account, file=file, serial=line.serial, on=line.on, amount=line.amount, text=line.text[:200]
    )
    row.kind = _kind(line, payments)
    if row.kind == BankLine.Kind.UNKNOWN:
        number = next((one for one in _NUMBER.findall(line.text) if one in contracts), None)
        if number is not None:
            contract = contracts[number]
            row.kind, row.contract = BankLine.Kind.TOPUP, contract
            row.applied = max(0, min(line.amount, open_[contract.pk]))
            open_[contract.pk] -= row.applied
    return row


def _kind(line: Line, payments: set[str]) -> BankLine.Kind:
    if line.amount < 0:
        number = _INSTRUCTION.search(line.text)
        if number and number[0] in payments:
            return BankLine.Kind.PAYMENT
        charged = any(word in line.text for word in _CHARGES)
        return BankLine.Kind.CHARGE if charged else BankLine.Kind.STRAY
    return next((kind for word, kind in _WORDS if word in line.text), BankLine.Kind.UNKNOWN)


def _post(lines: Iterable[BankLine], shop: Shop | None) -> None:
    """Post what the lines mean beside the contracts; money that came for one was posted when it was sold."""
    assert shop is not None  # looked for before
    days: defaultdict[date, dict[str, Leg]] = defaultdict(dict)
    for line in lines:
        rest = line.amount - line.applied
        if line.kind == BankLine.Kind.PAYMENT or not rest:
            continue
        other = shop.accounts[_ACCOUNTS[BankLine.Kind(line.kind)]]
        debit, credit = (shop.accounts["escrow"], other) if rest > 0 else (other, shop.accounts["escrow"])
        leg = Leg(debit=debit, credit=credit, amount=abs(rest), kind=line.kind)
        days[line.on][f"prepaid:bank:{line.account.code}:{line.serial}"] = leg
    for on, entries in sorted(days.items()):
        post_batch(entries, on=on)
