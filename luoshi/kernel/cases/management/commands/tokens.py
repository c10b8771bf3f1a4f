"""``luoshi tokens issue|list|revoke``: which programs may speak for which accounts."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date, timedelta
from typing import Any

from django.core.management import BaseCommand
from django.utils import timezone

from luoshi.kernel.cases.models import ApiToken
from luoshi.kernel.cases.tokens import issue, revoke
from luoshi.kernel.orgs.queries import account_named


class Command(BaseCommand):
    """Issue and end tokens of the API. A token is printed once and never again."""

    help = "Issue, list and revoke the tokens with which programs use the API."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do."""
        steps = parser.add_subparsers(dest="step", required=True, metavar="issue|list|revoke")
        new = steps.add_parser("issue", help="issue a token; prints it, once")
        new.add_argument("account", metavar="NAME", help="user name of the account for which it speaks")
        new.add_argument("purpose", metavar="PURPOSE", help="which program uses it, for the list")
        new.add_argument(
            "--until",
            type=date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="first day on which it no longer works, at most a year ahead; 90 days by default",
        )
        steps.add_parser("list", help="list every token, never the secret")
        end = steps.add_parser("revoke", help="end a token at once")
        end.add_argument("number", type=int, metavar="NUMBER", help="as `list` shows it")

    def handle(self, *, step: str, **options: Any) -> None:
        """Do it and say what was done."""
        getattr(self, f"_{step}")(**options)

    def _issue(self, *, account: str, purpose: str, until: date | None, **options: Any) -> None:
        now = timezone.now()
        until = until or timezone.localdate(now) + timedelta(days=90)
        new = issue(account_named(account), name=purpose, expires_on=until, at=now)
        self.stdout.write(f"{new.token.pk}  {account}  {purpose}  {until} 失效")
        self.stdout.write(f"令牌（只显示这一次；shown only once）：{new.secret}")

    def _list(self, **options: Any) -> None:
        for token in ApiToken.objects.select_related("account"):
            state = "已撤销" if token.revoked_at else f"{token.expires_on} 失效"
            used = f"最近使用 {token.last_used_on}" if token.last_used_on else "未使用"
            self.stdout.write(f"{token.pk}  {token.account.username}  {token.name}  {state}  {used}")

    def _revoke(self, *, number: int, **options: Any) -> None:
        token = revoke(number, at=timezone.now())
        self.stdout.write(f"已撤销 {token.pk}  {token.name}")
