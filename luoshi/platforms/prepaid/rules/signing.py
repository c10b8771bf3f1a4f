"""The rules a contract was signed under, kept with it: a later change of one changes nothing in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.base.law import Law
from luoshi.kernel.base.terms import Term
from luoshi.kernel.parameters.rules import Book, Combine, Measure, Setting

PREFIX = "prepaid."
_PERCENT = 100
Row = dict[str, str | int | bool | None]


@dataclass(frozen=True, slots=True)
class Period:
    """A period with the article it stands on."""

    term: Term
    law: Law


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What of the rules a refund needs, as they stood on the day of signing. Rates are percent a year."""

    cooling_off: Period
    due_cooling_off: Period
    due_other: Period
    due_before_start: Period | None
    lpr: Decimal
    deposit: Decimal
    rates_verified: bool


def signed_under(book: Book, *, on: date, scope: str) -> tuple[Setting, ...]:
    """Return every rule of prepaid consumption that holds on the day for the place and sector, one a key."""
    keys = sorted({setting.key for setting in book.settings() if setting.key.startswith(PREFIX)})
    choices = (book.choice_if_any(key, on=on, scope=scope) for key in keys)
    return tuple(choice.setting for choice in choices if choice is not None)


def as_rows(settings: Iterable[Setting]) -> list[Row]:
    """Return the rules as a contract keeps them: plain values, decimals as text."""
    return [
        {
            "key": setting.key,
            "title": setting.title,
            "scope": setting.scope,
            "from": setting.valid_from.isoformat(),
            "value": str(setting.value) if isinstance(setting.value, Decimal) else setting.value,
            "unit": setting.unit.value,
            "law": setting.law.name,
            "article": setting.law.article,
            "verified": setting.verified,
            "combine": setting.combine.value,
        }
        for setting in settings
    ]


def from_rows(rows: Iterable[Mapping[str, object]]) -> tuple[Setting, ...]:
    """Return the rules from what a contract keeps."""
    return tuple(map(_setting, rows))


def terms_of(settings: Sequence[Setting]) -> Terms:
    """Return what a refund needs of the rules signed under. Raises ``terms-missing`` with the key."""
    found = {setting.key.removeprefix(PREFIX): setting for setting in settings}
    lpr, deposit = _found(found, "rate.lpr"), _found(found, "rate.deposit")
    before_start = found.get("refund_due.before_start")
    return Terms(
        cooling_off=_period(_found(found, "cooling_off")),
        due_cooling_off=_period(_found(found, "refund_due.cooling_off")),
        due_other=_period(_found(found, "refund_due.other")),
        due_before_start=_period(before_start) if before_start else None,
        lpr=_percent(lpr),
        deposit=_percent(deposit),
        rates_verified=lpr.verified and deposit.verified,
    )


def _found(settings: Mapping[str, Setting], key: str) -> Setting:
    if key in settings:
        return settings[key]
    raise LuoshiError(
        "terms-missing",
        f"合同没有存下签订时的 {PREFIX}{key}。请在 city/parameters/prepaid.yaml 补上当日取值后重新登记。",
        f"The contract keeps no {PREFIX}{key} of its day. Add the value of that day and record it again.",
    )


def _period(setting: Setting) -> Period:
    assert setting.term is not None  # the unit of these keys is a period's
    return Period(setting.term, setting.law)


def _percent(setting: Setting) -> Decimal:
    assert isinstance(setting.value, Decimal)
    return (setting.value * _PERCENT).normalize()


def _setting(row: Mapping[str, object]) -> Setting:
    unit, since, value = Measure(str(row["unit"])), date.fromisoformat(str(row["from"])), row["value"]
    assert isinstance(value, int | str)
    return Setting(
        key=str(row["key"]),
        title=str(row["title"]),
        scope=str(row["scope"]),
        valid_from=since,
        valid_to=None,
        value=Decimal(value) if unit is Measure.RATIO else value,
        unit=unit,
        law=Law(str(row["law"]), str(row["article"]), since, None, row["verified"] is True),
        combine=Combine(str(row["combine"])),
    )
