"""Bring a bank's lines into the ledger: many at once, and alone those that had to wait."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from luoshi.kernel.ledger.actions import post, post_batch
from luoshi.kernel.ledger.errors import LedgerRefused
from luoshi.kernel.ledger.types import Leg
from luoshi.kernel.prepared import ask
from luoshi.platforms.prepaid.actions.naming import Named, Row
from luoshi.platforms.prepaid.actions.paying import settle
from luoshi.platforms.prepaid.models import BankAccount, BankLine, Payment, Shop
from luoshi.platforms.prepaid.rules.booking import Booking, came_in, went_out

_FIELDS = ("shop", "kind", "ref", "matched", "spare", "matched_at", "booked_at")


def only_one() -> None:
    """Let imports and claims wait for each other until the transaction ends."""
    ask("SELECT pg_advisory_xact_lock(hashtextextended('prepaid:bank', 0))::text")


def book(lines: Sequence[Row], *, at: datetime) -> None:
    """Say of new lines of one day what each is and post them together. Sets their fields and saves nothing.

    What the ledger refuses, belongs to no known account or carries out an instruction stays as it came:
    ``book_waiting`` sees to each alone.
    """
    named = Named(lines)
    legs: dict[str, Leg] = {}
    for line in lines:
        shop = named.shop(line)
        if shop is not None and named.payment(line) is None:
            booking = _booking(line, named)
            _take(line, booking, shop=_holder(line, named, shop), at=at)
            if booking.amount:
                legs[key_of(line)] = _leg(booking, line.shop)
    failed = _posted(legs, on=lines[0].day)
    for line in lines:
        if key_of(line) in failed:
            as_it_came(line)


def book_waiting(*, at: datetime, limit: int = 1000) -> int:
    """Book lines that waited, now that what they lacked may be there. Returns how many were booked."""
    known = BankAccount.objects.filter(shops__isnull=False).values("code")
    waiting = BankLine.objects.filter(booked_at=None, account__in=known).order_by("day", "pk")
    return sum(_book_alone(pk, at=at) for pk in list(waiting.values_list("pk", flat=True)[:limit]))


def as_it_came(line: Row) -> None:
    """Set the line to what it is before anything is known of it."""
    line.shop, line.kind, line.ref, line.matched, line.spare = None, "", "", 0, abs(line.amount)
    line.matched_at = line.booked_at = None


def key_of(line: Row) -> str:
    """Return the ledger's key for the line."""
    return f"prepaid:bank:{line.account}:{line.serial}"


def _book_alone(pk: int, *, at: datetime) -> bool:
    try:
        with transaction.atomic():
            only_one()
            line = BankLine.objects.get(pk=pk)
            if line.booked_at is not None:
                return False
            named = Named([line])
            shop = named.shop(line)
            if shop is None:
                return False
            payment = named.payment(line)
            booking = _booking(line, named) if payment is None else _carried_out(line, payment, at=at)
            holder = _holder(line, named, shop) if payment is None else payment.shop
            _take(line, booking, shop=holder, at=at)
            line.save(update_fields=_FIELDS)
            if booking.amount:
                leg = _leg(booking, holder)
                post(
                    key_of(line),
                    debit=leg.debit,
                    credit=leg.credit,
                    amount=leg.amount,
                    kind=leg.kind,
                    on=line.day,
                )
    except LedgerRefused:
        return False  # it waits on, and reconciling tells since when
    return True


def _booking(line: Row, named: Named) -> Booking:
    if line.amount < 0:
        return went_out(-line.amount, purpose=line.purpose)
    found = named.contract(line)
    owed = found[0] if found else None
    booking = came_in(line.amount, day=line.day, purpose=line.purpose, owed=owed)
    if owed:
        owed.left -= booking.matched
    return booking


def _carried_out(line: Row, payment: Payment, *, at: datetime) -> Booking:
    """Return what a line that names an instruction is; more than was asked for is left to be explained."""
    taken = settle(payment, amount=-line.amount, on=line.day, at=at)
    spare = -line.amount - taken
    ref = payment.number if taken else ""
    return Booking("payment" if taken else "", ref, taken, spare, "fee", "escrow", spare)


def _holder(line: Row, named: Named, shop: Shop) -> Shop:
    found = named.contract(line)
    return next((one for one in named.shops[line.account] if found and one.pk == found[1]), shop)


def _take(line: Row, booking: Booking, *, shop: Shop, at: datetime) -> None:
    line.shop, line.kind, line.ref = shop, booking.kind, booking.ref
    line.matched, line.spare = booking.matched, booking.spare
    line.matched_at = at if booking.matched else None
    line.booked_at = at


def _leg(booking: Booking, shop: Shop | None) -> Leg:
    assert shop is not None
    accounts = shop.accounts
    kind = booking.kind if booking.kind in ("interest", "deposit", "charge") else "unmatched"
    return Leg(
        debit=accounts[booking.debit], credit=accounts[booking.credit], amount=booking.amount, kind=kind
    )


def _posted(legs: Mapping[str, Leg], *, on: date) -> set[str]:
    """Post the entries together and return the keys of those the ledger refuses, found by halving."""
    if not legs:
        return set()
    try:
        with transaction.atomic():
            post_batch(legs, on=on)
    except LedgerRefused:
        if len(legs) == 1:
            return set(legs)
        entries, half = list(legs.items()), len(legs) // 2
        return _posted(dict(entries[:half]), on=on) | _posted(dict(entries[half:]), on=on)
    return set()
