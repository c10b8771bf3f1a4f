"""Which leads, and which of their instalments, somebody reads: the same as which of their matters."""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from luoshi.kernel.orgs.actor import Actor
from luoshi.platforms.investment.models import Instalment, Lead


def leads_seen(actor: Actor) -> QuerySet[Lead]:
    """Return the leads of the actor's organisations and of whatever lies below them."""
    where = _below(actor, "path")
    return Lead.objects.filter(where) if where else Lead.objects.none()


def instalments_seen(actor: Actor) -> QuerySet[Instalment]:
    """Return the instalments claimed under those leads."""
    where = _below(actor, "agreement__lead__path")
    return Instalment.objects.filter(where) if where else Instalment.objects.none()


def _below(actor: Actor, column: str) -> Q | None:
    paths = {post.path for post in actor.posts if not post.reads or "lead" in post.reads}
    return reduce(or_, (Q(**{f"{column}__startswith": path}) for path in paths)) if paths else None
