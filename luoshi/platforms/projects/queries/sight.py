"""Which projects somebody reads: the same as which of their matters they read."""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from luoshi.kernel.orgs.actor import Actor
from luoshi.platforms.projects.models import Project


def projects_seen(actor: Actor) -> QuerySet[Project]:
    """Return the projects of the actor's organisations and of whatever lies below them."""
    paths = {post.path for post in actor.posts if not post.reads or "project" in post.reads}
    if not paths:
        return Project.objects.none()
    return Project.objects.filter(reduce(or_, (Q(path__startswith=path) for path in paths)))
