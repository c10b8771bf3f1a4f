"""``luoshi prepaid bank``: statements in, instructions out, answers in, and the ledger against the bank."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.core.management import CommandError
from django.utils import timezone

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.base.money import Money
from luoshi.platforms.prepaid.actions import answer, import_statement, pay_due, send
from luoshi.platforms.prepaid.bank.instructions import read_confirmations, read_instructions
from luoshi.platforms.prepaid.reconciling import reconcile, standing
from luoshi.platforms.prepaid.rules.breaks import TITLES, Reconciled, identity_gaps

NAME, HELP = "bank", "statements in, instructions to pay out, answers in, the ledger against the bank"
Say = Callable[[str], object]
_SHOWN = 50  # breaks of an account printed before the rest is only counted


def add_arguments(parser: ArgumentParser) -> None:
    """Take which step, and its file or day."""
    steps = parser.add_subparsers(dest="step", required=True, metavar="import|pay|confirm|reconcile")
    bring = steps.add_parser("import", help="bring in a statement; the same file again changes nothing")
    bring.add_argument("file", type=Path, metavar="FILE", help="csv in UTF-8 or GB18030")
    pay = steps.add_parser(
        "pay", help="ask for what is due to shops, and write all that no file asks for yet"
    )
    pay.add_argument("--out", type=Path, required=True, metavar="FILE", help="the same name: the same file")
    pay.add_argument("--account", default="", metavar="CODE", help="of one custody account only")
    confirm = steps.add_parser(
        "confirm", help="settle what the bank answered; ends with 2 where it is doubtful"
    )
    confirm.add_argument("file", type=Path, metavar="FILE", help="csv in UTF-8 or GB18030")
    compare = steps.add_parser("reconcile", help="list what differs; ends with 2 where a fen is unexplained")
    compare.add_argument("--on", type=date.fromisoformat, metavar="DAY", help="default: yesterday")
    compare.add_argument("--account", default="", metavar="CODE", help="one custody account only")


def run(*, say: Say, step: str, **options: Any) -> None:
    """Do it and say what was done."""
    steps: dict[str, Callable[..., None]] = {
        "import": _import,
        "pay": _pay,
        "confirm": _confirm,
        "reconcile": _reconcile,
    }
    steps[step](say, **options)


def _import(say: Say, *, file: Path, **options: Any) -> None:
    done = import_statement(_content(file), name=file.name, at=timezone.now())
    say(
        f"{done.file.day}  {done.file.lines} 行 · 新 {done.new} · 重复 {done.file.doubled} · "
        f"补入账 {done.booked_later} · 补认领 {done.matched_later}"
    )
    for account, serial, day, amount in done.file.conflicts:
        say(
            f"流水号冲突 {account} {serial} {day} {Money(amount)} 元：请银行确认 (same serial, other content)"
        )


def _pay(say: Say, *, out: Path, account: str, **options: Any) -> None:
    at = timezone.now()
    made = pay_due(at=at)
    content = send(out.name, at=at, account=account)
    out.write_bytes(content)
    asked = read_instructions(content, name=out.name)
    total = Money(sum(one.amount for one in asked))
    say(f"{out}  新指令 {len(made)} · 文件内 {len(asked)} 笔 {total} 元")


def _confirm(say: Say, *, file: Path, **options: Any) -> None:
    done = answer(read_confirmations(_content(file), name=file.name), at=timezone.now())
    say(f"已支付 {done.paid} · 未支付 {done.failed} · 此前已知 {done.known}")
    for doubt in done.doubts:
        say(doubt)
    if done.doubts:
        raise CommandError(f"{len(done.doubts)} 笔需要查询 (doubtful)", returncode=2)


def _reconcile(say: Say, *, on: date | None, account: str, **options: Any) -> None:
    day = on or timezone.localdate() - timedelta(days=1)
    accounts = reconcile(on=day, account=account)
    for one in accounts:
        _tell(say, one)
    gaps = {shop: identity_gaps(parts) for shop, parts in standing(on=day).items()}
    off = {shop: found for shop, found in gaps.items() if any(found.values())}
    for shop, found in off.items():
        say(f"门店 {shop} 恒等式不符：{'、'.join(f'{name} {Money(gap)}' for name, gap in found.items())}")
    unexplained = sum(abs(one.unexplained) for one in accounts)
    breaks = sum(len(one.breaks) for one in accounts)
    say(f"{day}  {len(accounts)} 户 · 差异 {breaks} · 未解释 {Money(unexplained)} 元")
    if unexplained or off:
        raise CommandError("有未解释的差额 (unexplained)", returncode=2)


def _tell(say: Say, one: Reconciled) -> None:
    say(f"{one.account}  银行 {Money(one.bank)}  账本 {Money(one.ledger)}  未解释 {Money(one.unexplained)}")
    for found in one.breaks[:_SHOWN]:
        say(
            f"  {TITLES[found.kind]}  {Money(found.amount)} 元  {found.age(one.day)} 天  "
            f"{found.ref or found.since}  {found.to_do}"
        )
    if (more := len(one.breaks) - _SHOWN) > 0:
        say(f"  ……另有 {more} 项 (more)")


def _content(file: Path) -> bytes:
    if not file.is_file():
        raise LuoshiError("file-missing", f"没有文件 {file}。", f"There is no file {file}.")
    return file.read_bytes()
