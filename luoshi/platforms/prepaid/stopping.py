"""A shop must stop taking prepayments, or may again: the effects of a decision in a matter."""

from __future__ import annotations

from luoshi.kernel.cases.declarations import effect
from luoshi.kernel.cases.effects import Doing
from luoshi.platforms.prepaid.models import Shop


@effect
def stop_sales(doing: Doing) -> None:
    """Sell no card from now on: cards that were sold are still used."""
    _turn(doing, Shop.State.FILED, Shop.State.STOPPED)


@effect
def take_up_sales(doing: Doing) -> None:
    """Sell cards again."""
    _turn(doing, Shop.State.STOPPED, Shop.State.FILED)


def _turn(doing: Doing, was: Shop.State, becomes: Shop.State) -> None:
    Shop.objects.filter(code=doing.case.data["shop"], state=was).update(state=becomes)
