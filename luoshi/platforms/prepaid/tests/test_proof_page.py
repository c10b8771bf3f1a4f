"""All cards add up to the money that is there: shown each day, and checked by anyone from the files alone."""

from __future__ import annotations

import copy
import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from luoshi.kernel.ledger.actions import open_accounts, post
from luoshi.kernel.ledger.sealing import seal
from luoshi.kernel.ledger.types import AccountType
from luoshi.platforms.prepaid.accounts import CARD
from luoshi.platforms.prepaid.actions import redeem
from luoshi.platforms.prepaid.tests.factories import NOW, TODAY, make_contract, make_kind, make_shop
from luoshi.platforms.prepaid.verify_prepaid import FIELDS, canonical, main

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh() -> None:
    cache.clear()


def two_days() -> Any:
    """Tell two sealed days of two shops; return the first card's contract."""
    contract = make_contract(make_kind(make_shop(share=4_000)))
    make_contract(make_kind(make_shop(share=0)))
    seal(on=TODAY)
    redeem(contract.card, key="till:1", at=NOW, known_at=NOW, value=33_333)
    seal(on=TODAY + timedelta(days=1))
    return contract


def files(client: Client, folder: Path) -> dict[str, Any]:
    """Download what is published, and return the seals."""
    script = client.get("/prepaid/proof/verify_prepaid.py")
    (folder / "verify_prepaid.py").write_bytes(script.content)
    body = client.get("/prepaid/proof/seals.json")
    (folder / "seals.json").write_bytes(body.content)
    return dict(body.json())


def run(folder: Path, *arguments: str) -> tuple[int, str]:
    command = [
        sys.executable,
        "-I",
        "-S",
        "verify_prepaid.py",
        *arguments,
    ]  # nothing but Python's own library
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def places(body: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to every figure of a file."""
    if isinstance(body, dict):
        for key, value in body.items():
            yield from places(value, (*at, key))
    elif isinstance(body, list):
        for number, value in enumerate(body):
            yield from places(value, (*at, number))
    elif isinstance(body, int):
        yield at


def with_one_more(body: Any, at: tuple[Any, ...]) -> Any:
    changed = copy.deepcopy(body)
    inner = changed
    for key in at[:-1]:
        inner = inner[key]
    inner[at[-1]] += 1
    return changed


def test_the_page_says_the_equation_with_every_figure_and_that_it_holds(client: Client):
    two_days()

    said = client.get("/prepaid/proof/").content.decode()

    assert "全部卡里的钱 1,722.23 元，等于存管的 288.90 元加商户自持的 1,433.33 元" in said
    assert "已释放待划付" in said
    assert "不相等" not in said


def test_before_the_first_seal_the_page_says_so(client: Client):
    assert "还没有封存" in client.get("/prepaid/proof/").content.decode()


def test_a_fen_that_is_not_there_shows(client: Client):
    two_days()
    (card,) = open_accounts(CARD, ["x"])
    (other,) = open_accounts(AccountType(key="other:cash", title="别处", side="debit", ceiling=0), ["x"])
    post("slip", debit=other, credit=card, amount=1, kind="slip", on=TODAY)
    seal(on=TODAY + timedelta(days=2))

    said = client.get("/prepaid/proof/").content.decode()

    assert "不相等，差 0.01 元" in said


def test_anyone_checks_all_days_with_the_published_files_alone(client: Client, tmp_path: Path):
    two_days()
    head = files(client, tmp_path)["seals"][0]["head"]

    code, said = run(tmp_path, "seals.json", head)

    assert code == 0, said
    assert "cards = custody + owed on 2 days" in said


def test_one_changed_figure_anywhere_in_what_was_published_is_found(client: Client, tmp_path: Path):
    two_days()
    body = files(client, tmp_path)
    ways = list(places(body))

    assert len(ways) > 20
    for way in ways:
        (tmp_path / "seals.json").write_text(json.dumps(with_one_more(body, way)), "utf-8")
        assert main([str(tmp_path / "seals.json")]) == 1, way
    assert run(tmp_path, "seals.json")[0] == 1


def test_whoever_makes_all_heads_anew_is_found_by_a_head_that_was_noted(client: Client, tmp_path: Path):
    two_days()
    body = files(client, tmp_path)
    noted = body["seals"][1]["head"]
    body["seals"][0]["moves"] += 1
    head = "0" * 64
    for one in body["seals"]:
        head = hashlib.sha256(head.encode() + canonical({name: one[name] for name in FIELDS})).hexdigest()
        one["head"] = head
    (tmp_path / "seals.json").write_text(json.dumps(body), "utf-8")

    assert run(tmp_path, "seals.json")[0] == 0
    assert run(tmp_path, "seals.json", noted)[0] == 1


def test_the_script_is_short_enough_to_be_read(client: Client, tmp_path: Path):
    files(client, tmp_path)

    lines = (tmp_path / "verify_prepaid.py").read_text("utf-8").splitlines()

    assert len(lines) <= 100
    assert not [line for line in lines if "luoshi" in line]
