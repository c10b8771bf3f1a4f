"""``luoshi parameters load|list|show KEY``: the dated numbers, from the folder to the screen."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand
from django.utils import timezone

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.parameters.actions import load_parameters
from luoshi.kernel.parameters.queries import parameter_book
from luoshi.kernel.parameters.rules import Setting


class Command(BaseCommand):
    """Load, list or show parameters."""

    help = "Load the dated limits and rates, list them, or show what one is on a day."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the step and what it is about."""
        steps = parser.add_subparsers(dest="step", required=True, metavar="load|list|show")
        steps.add_parser("load", help="bring the city's parameter folder into the database")
        steps.add_parser("list", help="list every value of every parameter")
        show = steps.add_parser("show", help="show what a parameter is, on what it stands, and its history")
        show.add_argument("key", help="its key, as proposals.deputy.answer_hard")
        show.add_argument("--on", type=_day, metavar="DAY", help="the day, 2026-02-12; today where left out")
        show.add_argument("--scope", help="the place, nation/吉林省/四平市; the city's own where left out")

    def handle(self, *, step: str, **options: Any) -> None:
        """Take one step and say what came of it."""
        getattr(self, f"_{step}")(**options)

    def _load(self, **options: Any) -> None:
        change = load_parameters(settings.CITY.parameters_folder, at=timezone.now())
        self.stdout.write(f"参数取值 {change.settings} 个，其中待核 {change.unverified} 个")
        self.stdout.write(f"本次变动：{'、'.join(change.keys) or '无'}")

    def _list(self, **options: Any) -> None:
        for setting in parameter_book().settings():
            self.stdout.write(f"{setting.key}  {setting.title}  {_dated(setting)}  {setting.law}")

    def _show(self, *, key: str, on: date | None, scope: str | None, **options: Any) -> None:
        book = parameter_book()
        if not (history := book.settings(key)):
            raise LuoshiError(
                "parameter-unknown",
                f"没有参数 {key}。luoshi parameters list 列出全部参数。",
                f"There is no parameter {key}. luoshi parameters list lists them all.",
            )
        choice = book.choice(key, on=on or timezone.localdate(), scope=scope or settings.CITY.scope)
        found = choice.setting
        self.stdout.write(f"{found.title}：{found}")
        self.stdout.write(f"依据：{found.law}")
        self.stdout.write(f"取法：{choice.why}")
        self.stdout.write("\n".join(choice.lines()))
        if found.note:
            self.stdout.write(f"说明：{found.note}")
        self.stdout.write("沿革：")
        for setting in history:
            self.stdout.write(f"{'→' if setting == found else ' '} {_dated(setting)}")


def _dated(setting: Setting) -> str:
    return f"{setting.scope}  {setting.valid_from} – {setting.valid_to or '今'}  {setting}"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"a day like 2026-02-12, not {text}") from error
