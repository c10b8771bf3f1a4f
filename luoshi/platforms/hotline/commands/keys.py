"""``luoshi hotline keys issue|list|revoke``: which programs may bring requests in by Open311."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils import timezone

from luoshi.platforms.hotline.actions import issue_key, revoke_key
from luoshi.platforms.hotline.commands.saying import Say
from luoshi.platforms.hotline.models import Open311Key

NAME, HELP = "keys", "issue, list and revoke the api_keys of Open311"


def add_arguments(parser: ArgumentParser) -> None:
    """Take what to do."""
    steps = parser.add_subparsers(dest="step", required=True, metavar="issue|list|revoke")
    new = steps.add_parser("issue", help="issue a key; prints it, once")
    new.add_argument("name", metavar="NAME", help="which program uses it")
    new.add_argument("contact", metavar="CONTACT", help="who answers for the program, and how to reach them")
    new.add_argument(
        "--from",
        dest="start",
        type=date.fromisoformat,
        metavar="YYYY-MM-DD",
        help="first day on which it works; today by default",
    )
    new.add_argument(
        "--until",
        type=date.fromisoformat,
        metavar="YYYY-MM-DD",
        help="first day on which it no longer works; none by default",
    )
    steps.add_parser("list", help="list every key, never the secret")
    end = steps.add_parser("revoke", help="end a key at once")
    end.add_argument("number", type=int, metavar="NUMBER", help="as `list` shows it")


def run(*, step: str, say: Say, **options: Any) -> None:
    """Do it and say what was done."""
    steps: dict[str, Callable[..., None]] = {"issue": _issue, "list": _list, "revoke": _revoke}
    steps[step](say=say, **options)


def _issue(*, say: Say, name: str, contact: str, start: date | None, until: date | None, **_: Any) -> None:
    new = issue_key(name=name, contact=contact, valid_from=start or timezone.localdate(), valid_to=until)
    say(f"{new.key.pk}  {_told(new.key)}")
    say(f"密钥（只显示这一次；shown only once）：{new.secret}")


def _list(*, say: Say, **_: Any) -> None:
    for key in Open311Key.objects.all():
        say(f"{key.pk}  {_told(key)}")


def _revoke(*, say: Say, number: int, **_: Any) -> None:
    key = revoke_key(number, on=timezone.localdate())
    say(f"已撤销 {key.pk}  {key.name}")


def _told(key: Open311Key) -> str:
    end = f"{key.valid_to} 失效" if key.valid_to else "无失效日"
    return f"{key.name}  {key.contact}  {key.valid_from} 起  {end}"
