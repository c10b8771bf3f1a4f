"""``luoshi prepaid bank`` as it is typed."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.ledger.actions import post
from luoshi.platforms.prepaid.actions import redeem
from luoshi.platforms.prepaid.bank.fake import confirmation_file
from luoshi.platforms.prepaid.bank.instructions import Confirmation, read_instructions
from luoshi.platforms.prepaid.tests.banking import Custody, day_of
from luoshi.platforms.prepaid.tests.factories import NOW

pytestmark = pytest.mark.django_db


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("prepaid", "bank", *arguments, stdout=out)
    return out.getvalue()


def test_a_day_with_the_bank(tmp_path: Path):
    town = Custody()
    contract = town.sell()
    town.receive(contract)
    redeem(contract.card, key="prepaid:redeem:t:1", at=NOW, known_at=NOW, value=50_000)
    statement, asked, answers = (tmp_path / name for name in ("day.csv", "pay.csv", "answers.csv"))
    statement.write_bytes(town.file())

    assert "1 行 · 新 1 · 重复 0" in said("import", str(statement))
    assert "文件内 1 笔 200.00 元" in said("pay", "--out", str(asked))
    (one,) = read_instructions(asked.read_bytes(), name="pay.csv")
    answers.write_bytes(confirmation_file([town.bank.carry_out(one, on=day_of(1))]))
    assert said("confirm", str(answers)).startswith("已支付 1 · 未支付 0")
    told = said("reconcile", "--on", day_of(1).isoformat())

    assert "迟到  200.00 元" in told
    assert "未解释 0.00 元" in told


def test_what_nothing_explains_ends_with_an_error(tmp_path: Path):
    town = Custody()
    shop = town.shop.accounts
    post("by hand", debit=shop["escrow"], credit=shop["deposit"], amount=1, kind="x", on=day_of(0))

    with pytest.raises(CommandError, match="未解释"):
        said("reconcile", "--on", day_of(0).isoformat())


def test_a_doubtful_answer_ends_with_an_error_and_a_missing_file_is_told(tmp_path: Path):
    answers = tmp_path / "answers.csv"
    answers.write_bytes(confirmation_file([Confirmation("NONE", True, 1, day_of(0), "")]))

    with pytest.raises(CommandError, match="需要查询"):
        said("confirm", str(answers))
    with pytest.raises(LuoshiError, match="没有文件"):
        said("import", str(tmp_path / "none.csv"))
