"""``luoshi accounts add|link|on|off|unlock|drop-second-factor NAME``: who can sign in."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand
from django.db import transaction
from django.utils import timezone

from luoshi.kernel.orgs.actions import (
    appoint,
    create_account,
    drop_second_factor,
    password_path,
    switch_account,
    unlock,
)
from luoshi.kernel.orgs.models import Account, Clearance
from luoshi.kernel.orgs.queries import account_named, post_coded


class Command(BaseCommand):
    """Make accounts and let people back in. A password is never an argument: those are seen by others."""

    help = "Make accounts, send links to set a password, switch accounts on and off, unlock them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do with which account."""
        steps = parser.add_subparsers(dest="step", required=True, metavar="add|link|on|off|unlock|…")
        add = steps.add_parser("add", help="make an account; prints a link at which its password is set once")
        add.add_argument(
            "--post", action="append", default=[], metavar="CODE", help="post it holds from today"
        )
        add.add_argument("--real-name", default="", metavar="NAME", help="real name of the person")
        add.add_argument("--email", default="", help="address for resetting the password")
        add.add_argument(
            "--clearance",
            type=int,
            choices=Clearance.values,
            default=int(Clearance.INTERNAL),
            help="may read: 0 public, 1 internal, 2 secret",
        )
        add.add_argument(
            "--password-stdin", action="store_true", help="read the password from standard input"
        )
        others = {
            "link": "print a new link at which the password is set once",
            "on": "switch the account on",
            "off": "switch the account off; open sessions end",
            "unlock": "forget failed passwords",
            "drop-second-factor": "remove authenticator and recovery codes that were lost",
        }
        for step in (add, *(steps.add_parser(name, help=meaning) for name, meaning in others.items())):
            step.add_argument("name", metavar="NAME", help="user name of the account")

    def handle(self, *, step: str, name: str, **options: Any) -> None:
        """Do it and say what was done."""
        if step == "add":
            self._add(name, **options)
            return
        account = account_named(name)
        if step == "link":
            self._print_link(account)
        elif step == "unlock":
            self.stdout.write(f"{name}：清除失败记录 {unlock(account)} 条")
        elif step == "drop-second-factor":
            self.stdout.write(f"{name}：移除 {drop_second_factor(account)} 项")
        else:
            switch_account(account, on=step == "on")
            self.stdout.write(f"{name}：{'已启用' if step == 'on' else '已停用'}")

    def _add(
        self,
        name: str,
        *,
        post: list[str],
        real_name: str,
        email: str,
        clearance: int,
        password_stdin: bool,
        **options: Any,
    ) -> None:
        password = sys.stdin.readline().rstrip("\r\n") if password_stdin else None
        with transaction.atomic():  # an account whose post does not exist is not made
            account = create_account(
                name, name=real_name, email=email, clearance=clearance, password=password
            )
            for code in post:
                appoint(account, post_coded(code), from_=timezone.localdate())
        self.stdout.write(f"已开立账号 {name}" + (f"，任 {'、'.join(post)}" if post else ""))
        if password is None:
            self._print_link(account)

    def _print_link(self, account: Account) -> None:
        self.stdout.write(settings.ENV.site.rstrip("/") + password_path(account))
        self.stdout.write("（设置密码的链接：24 小时内有效，只能用一次）")
