"""Who may state a figure: the body that publishes it, what has taken over its duties, or whom it is of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from luoshi.kernel.measures.outside.series import OutsideSeries
from luoshi.kernel.orgs.actor import Actor, HeldPost
from luoshi.kernel.orgs.models import Organisation
from luoshi.kernel.orgs.queries import successor_of

_BRINGING = ("office", "admin")  # roles that bring in tables of others; they file nothing of their own
Homes = Mapping[str, str]  # by the code of an owner the path of who answers for its duties


def homes_of(series: Iterable[OutsideSeries], *, on: date) -> Homes:
    """Return where those stand who answer for the series on the day. One query, and one for each merger."""
    owners = Organisation.objects.filter(code__in={one.owner for one in series})
    heirs = {owner.code: successor_of(owner, on) for owner in owners}
    return {code: heir.path for code, heir in heirs.items() if heir}


def may_state(by: Actor, series: OutsideSeries, homes: Homes) -> bool:
    """Tell whether the actor may bring in a table with figures of the series."""
    return any(by.holds(role) for role in _BRINGING) or filing_post(by, series, homes, org="") is not None


def filing_post(by: Actor, series: OutsideSeries, homes: Homes, *, org: str) -> HeldPost | None:
    """Return the post in which the actor may file a figure, None where there is none.

    It stands in or below the owner of the series or what has succeeded it, or in the very unit (a path)
    that the figure is of.
    """
    home = homes.get(series.owner)
    for post in by.posts:
        if (home and post.path.startswith(home)) or (org and post.path == org):
            return post
    return None
