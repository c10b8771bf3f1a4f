"""``luoshi ledger …``: is the ledger sound, its seals and proofs, and what it says."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.base.exactjson import dump_json
from luoshi.kernel.base.money import Money
from luoshi.kernel.ledger import actions
from luoshi.kernel.ledger.checking import faults
from luoshi.kernel.ledger.models import Account, Move
from luoshi.kernel.ledger.proofs import account_proof, published
from luoshi.kernel.ledger.queries import statement, trial_balance
from luoshi.kernel.ledger.sealing import seal
from luoshi.kernel.ledger.types import CNY

_SHOWN = 200  # faults printed before the rest is only counted


class Command(BaseCommand):
    """Prove the ledger, seal its days, publish the proofs, show balances."""

    help = "Check and rebuild balances, seal days, publish seals and proofs, show balances and statements."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do."""
        steps = parser.add_subparsers(dest="step", required=True, metavar="STEP")
        steps.add_parser("check", help="recompute every balance, hold and seal; ends with 2 where one is off")
        steps.add_parser("rebuild", help="set every balance to what the journal says, and say which differed")
        root = steps.add_parser("root", help="seal a day and show its head, or show it where it is sealed")
        root.add_argument("--on", type=date.fromisoformat, metavar="DAY", help="default: yesterday")
        seals = steps.add_parser("seals", help="write all seals as they are published, for verify_proof.py")
        seals.add_argument("--out", type=Path, metavar="FILE", help="default: print")
        prove = steps.add_parser("prove", help="write the proof that an account is part of its type's total")
        prove.add_argument("code", metavar="CODE", help="of the account")
        prove.add_argument("--on", type=date.fromisoformat, required=True, metavar="DAY", help="a sealed day")
        prove.add_argument("--out", type=Path, metavar="FILE", help="default: print")
        trial = steps.add_parser("trial", help="show what each type of account adds up to")
        trial.add_argument("--on", type=date.fromisoformat, metavar="DAY", help="business day; default: now")
        lines = steps.add_parser("statement", help="show an account's lines with the balance after each")
        lines.add_argument("code", metavar="CODE", help="of the account")
        lines.add_argument("--since", type=date.fromisoformat, default=date(1, 1, 1), metavar="DAY")
        lines.add_argument("--until", type=date.fromisoformat, default=date(9999, 12, 31), metavar="DAY")
        grant = steps.add_parser(
            "grant", help="let a database role call the ledger and write none of its tables"
        )
        grant.add_argument("role", metavar="ROLE", help="the role the program serves with")
        grant.add_argument("--closing", action="store_true", help="also freeze, thaw and move frozen money")

    def handle(self, *, step: str, **options: Any) -> None:
        """Do it and say what came of it."""
        getattr(self, f"_{step}")(**options)

    def _check(self, **options: Any) -> None:
        wrong = faults()
        for line in wrong[:_SHOWN]:
            self.stderr.write(line)
        if wrong:
            raise CommandError(f"{len(wrong)} 处不符 (do not hold)", returncode=2)
        accounts, moves = Account.objects.count(), Move.objects.count()
        self.stdout.write(f"核对账户 {accounts}、分录 {moves}，全部相符 (all hold)")

    def _rebuild(self, **options: Any) -> None:
        changed = actions.rebuild()
        for code, posted_was, posted, held_was, held in changed:
            self.stdout.write(f"{code}  余额 {posted_was} → {posted}  占用 {held_was} → {held}")
        self.stdout.write(f"重算更正 {len(changed)} 户 (accounts put right)")

    def _root(self, *, on: date | None, **options: Any) -> None:
        sealed = seal(on=on or timezone.localdate() - timedelta(days=1))
        self.stdout.write(f"{sealed.day}  {sealed.moves} 笔  {sealed.head}")

    def _seals(self, *, out: Path | None, **options: Any) -> None:
        self._write(published(), out)

    def _prove(self, *, code: str, on: date, out: Path | None, **options: Any) -> None:
        self._write(account_proof(code, day=on), out)

    def _trial(self, *, on: date | None, **options: Any) -> None:
        for row in trial_balance(on=on):
            held = f"  占用 {_amount(row.held, row.unit)}" if row.held else ""
            self.stdout.write(f"{row.type}  {row.accounts} 户  {_amount(row.shown, row.unit)}{held}")

    def _statement(self, *, code: str, since: date, until: date, **options: Any) -> None:
        account = Account.objects.filter(code=code).first()
        if account is None:
            raise LuoshiError("account-missing", f"没有账户 {code}。", f"There is no account {code}.")
        for line in statement(account, since=since, until=until):
            amount, balance = _amount(line.amount, account.unit), _amount(line.balance, account.unit)
            self.stdout.write(
                f"{line.effective_on}  {line.kind}  {line.other}  {amount}  {balance}  {line.key}"
            )

    def _grant(self, *, role: str, closing: bool, **options: Any) -> None:
        actions.grant(role, closing=closing)
        self.stdout.write(f"{role} 可以记账，不能改表 (may post, may write no table)")

    def _write(self, document: Any, out: Path | None) -> None:
        text = dump_json(document, indent=1)
        if out is None:
            self.stdout.write(text)
        else:
            out.write_text(text + "\n", "utf-8")
            self.stdout.write(str(out))


def _amount(amount: int, unit: str) -> str:
    return f"{Money(amount)} 元" if unit == CNY else f"{amount} {unit}"
