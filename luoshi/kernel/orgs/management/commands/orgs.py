"""``luoshi orgs load|list|tree|appoint|relieve``: the city's organisations, and who holds which post."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand
from django.utils import timezone

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.orgs.actions import appoint, load_organisations, relieve
from luoshi.kernel.orgs.models import Holding, Kind, Organisation, Post
from luoshi.kernel.orgs.queries import Branch, account_named, organisation_tree, post_coded


class Command(BaseCommand):
    """Load and show the organisations, appoint people to posts and relieve them."""

    help = "Load the city's organisations, show them, appoint people to posts and relieve them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do."""
        steps = parser.add_subparsers(dest="step", required=True, metavar="load|list|tree|appoint|relieve")
        load = steps.add_parser("load", help="bring the database in step with the city's files")
        load.add_argument("file", nargs="?", type=Path, metavar="FILE", help="the city's organisations.yaml")
        load.add_argument(
            "--streets", type=Path, metavar="FILE", help="streets and towns; streets.csv beside it"
        )
        listing = steps.add_parser("list", help="list organisations with their posts")
        listing.add_argument("--kind", choices=Kind.values, help="only this kind")
        tree = steps.add_parser("tree", help="show who stands under whom")
        appointing = steps.add_parser("appoint", help="let an account hold a post")
        appointing.add_argument("--acting", action="store_true", help="acting (代理) in the post")
        relieving = steps.add_parser("relieve", help="end an account's holding of a post")
        for step in (appointing, relieving):
            step.add_argument("account", metavar="ACCOUNT", help="user name of the account")
            step.add_argument("post", metavar="POST", help="code of the post")
        for step in (listing, tree, appointing, relieving):
            step.add_argument(
                "--on", type=date.fromisoformat, metavar="DATE", help="as of this day; today if not given"
            )

    def handle(self, *, step: str, **options: Any) -> None:
        """Do it and say what was done."""
        getattr(self, f"_{step}")(**options | {"on": options.get("on") or timezone.localdate()})

    def _load(self, *, file: Path | None, streets: Path | None, **options: Any) -> None:
        path = file or settings.CITY.folder / "organisations.yaml"
        beside = path.with_name("streets.csv")
        self.stdout.write(
            str(load_organisations(path, streets=streets or (beside if beside.exists() else None)))
        )

    def _list(self, *, on: date, kind: str | None, **options: Any) -> None:
        posts: dict[int, list[str]] = {}
        for post in Post.objects.in_force(on):
            posts.setdefault(post.organisation_id, []).append(f"{post.code}（{post.title}）")
        found = Organisation.objects.in_force(on)
        for one in found.filter(kind=kind) if kind else found:
            self.stdout.write(f"{one.path}  {one.name}  {'、'.join(posts.get(one.pk, []))}".rstrip())

    def _tree(self, *, on: date, **options: Any) -> None:
        self._print(organisation_tree(on), depth=0)

    def _print(self, branches: Iterable[Branch], *, depth: int) -> None:
        for branch in branches:
            self.stdout.write(f"{'  ' * depth}{branch.organisation.name}  {branch.organisation.code}")
            self._print(branch.branches, depth=depth + 1)

    def _appoint(self, *, account: str, post: str, on: date, acting: bool, **options: Any) -> None:
        holding = appoint(account_named(account), post_coded(post), from_=on, acting=acting)
        self.stdout.write(f"{account} 自 {holding.held_from} 起{'代理' if holding.acting else '任'} {post}")

    def _relieve(self, *, account: str, post: str, on: date, **options: Any) -> None:
        held = Holding.objects.filter(account=account_named(account), post=post_coded(post)).last()
        if held is None:
            raise LuoshiError("not-held", f"{account} 没有任过 {post}。", f"{account} has never held {post}.")
        self.stdout.write(f"{account} 任 {post} 至 {relieve(held, on=on).held_to}（不含当日）")
