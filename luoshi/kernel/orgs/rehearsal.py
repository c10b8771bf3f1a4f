"""Invented people for rehearsals: every vacant post gets a holder whose name says that nobody is meant."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.hashers import make_password
from django.db import transaction

from luoshi.kernel.orgs.actor import Actor
from luoshi.kernel.orgs.models import Account, Holding, Kind, Post
from luoshi.kernel.orgs.queries import actors_of

PREFIX = "sim-"  # of the user name of everyone invented
PARTS = (
    "deputy",
    "office",
    "handler",
    "head",
    "supervisor",
    "agent",
    "dispatcher",
    "projects",
    "investment",
)  # one of each can be signed in as


@transaction.atomic
def staff_posts(*, on: date, deputies: int = 30) -> int:
    """Give every post vacant on the day one invented holder, posts of deputies as many as told.

    They hold it since the post exists, so that any year can be rehearsed. Running it again brings nobody.
    The accounts have no password: nobody can sign in with one until an administrator sets it. Returns how
    many came.
    """
    held = Holding.objects.in_force(on).values_list("post_id", flat=True)
    invented = Holding.objects.filter(account__username__startswith=PREFIX).values_list("post_id", flat=True)
    vacant = Post.objects.in_force(on).exclude(pk__in=held).exclude(pk__in=invented).order_by("code")
    nobody = make_password(None)
    holdings = [
        Holding(post=post, account=_somebody(post, n, nobody), held_from=post.valid_from)
        for post in vacant
        for n in range(1, (deputies if "deputy" in post.roles else 1) + 1)
    ]
    Account.objects.bulk_create([holding.account for holding in holdings])
    Holding.objects.bulk_create(holdings)
    return len(holdings)


def cast(*, on: date) -> dict[str, list[Actor]]:
    """Return everyone invented as they act on the day, by the code of each post they hold."""
    parts: dict[str, list[Actor]] = {}
    invented = list(Account.objects.filter(username__startswith=PREFIX).order_by("pk"))
    for actor in actors_of(invented, on=on):
        for post in actor.posts:
            parts.setdefault(post.code, []).append(actor)
    return parts


def _somebody(post: Post, n: int, password: str) -> Account:
    return Account(username=f"{PREFIX}{post.code}-{n}", name=f"模拟·{post.title}{n}", password=password)


@transaction.atomic
def open_doors(*, password: str, on: date) -> list[tuple[str, str]]:
    """Let one invented person of each part sign in with the password. Returns user name and post of each."""
    held = Holding.objects.in_force(on).filter(account__username__startswith=PREFIX)
    by_path = held.select_related("account", "post__organisation").order_by("post__organisation__path", "pk")
    working = [holding for holding in by_path if holding.post.organisation.kind == Kind.DEPARTMENT]
    everyone = sorted(by_path, key=lambda holding: len(holding.post.organisation.path))  # the highest first
    chosen = [
        next(
            (h for h in (working if role in ("handler", "head") else everyone) if role in h.post.roles), None
        )
        for role in PARTS
    ]
    for holding in filter(None, chosen):
        if not holding.account.check_password(password):
            holding.account.set_password(password)
            holding.account.save(update_fields=["password"])
    return [(h.account.username, f"{h.post.organisation.name} {h.post.title}") for h in filter(None, chosen)]
