"""The command line says whether the ledger holds, and what it says."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.ledger import verify_proof
from luoshi.kernel.ledger.tests.factories import AT, DAY, Shop

pytestmark = pytest.mark.django_db


def said(*arguments: str) -> str:
    """Run the command and return what it said."""
    out = StringIO()
    call_command("ledger", *arguments, stdout=out, stderr=out)
    return out.getvalue()


def test_a_sound_ledger_is_said_to_hold_and_a_wrong_one_is_put_right():
    shop = Shop()
    shop.top_up("receipt:1", 10_000)
    assert "账户 4、分录 1，全部相符" in said("check")

    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_account SET posted = 1 WHERE id = %s", [shop.card])
    with pytest.raises(CommandError, match="2 处不符"):
        said("check")

    assert "test:card:shop-1  余额 1 → 10000  占用 0 → 0" in said("rebuild")
    assert "重算更正 0 户" in said("rebuild")


def test_published_files_and_a_proof_come_from_the_command_line(tmp_path: Path):
    Shop().top_up("receipt:1", 10_000)
    seals, proof = tmp_path / "seals.json", tmp_path / "proof.json"

    head = said("root", "--on", f"{DAY}").split()[-1]
    said("seals", "--out", str(seals))
    said("prove", "test:card:shop-1", "--on", f"{DAY}", "--out", str(proof))

    assert json.loads(seals.read_text("utf-8"))["seals"][0]["head"] == head
    assert verify_proof.main([str(seals), str(proof)]) == 0
    assert json.loads(said("seals")) == json.loads(seals.read_text("utf-8"))


@pytest.mark.parametrize("code", ["nobody", "test:card:shop-2"])
def test_what_cannot_be_proved_is_said(code: str):
    Shop().top_up("receipt:1", 10_000)
    said("root", "--on", f"{DAY}")

    with pytest.raises(LuoshiError, match="没有可证明的余额"):
        said("prove", code, "--on", f"{DAY}")


def test_balances_and_statements_are_shown_in_yuan():
    shop = Shop()
    shop.top_up("receipt:1", 12_345)
    shop.refund("refund:1", 60, until=AT + timedelta(hours=1))

    assert "test:card  2 户  123.45 元  占用 0.60 元" in said("trial")
    assert "test:escrow  1 户  0.00 元" in said("trial", "--on", f"{DAY - timedelta(days=1)}")
    assert f"{DAY}  topup  test:escrow:shop  123.45 元  123.45 元  receipt:1" in said(
        "statement", "test:card:shop-1"
    )
    with pytest.raises(LuoshiError, match="没有账户"):
        said("statement", "nobody")
