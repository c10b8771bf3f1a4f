"""Seals and proofs: what was published is enough to find any change, and to prove a card part of the sum."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.ledger import merkle, verify_proof
from luoshi.kernel.ledger.actions import rebuild
from luoshi.kernel.ledger.checking import faults
from luoshi.kernel.ledger.models import Account, Move, Seal
from luoshi.kernel.ledger.proofs import account_proof, move_proof, published
from luoshi.kernel.ledger.queries import balance_of, sealed_balance, statement, trial_balance
from luoshi.kernel.ledger.sealing import seal, seal_due
from luoshi.kernel.ledger.tests.factories import AT, DAY, Shop
from luoshi.kernel.ledger.trees import Tree, forget, packed

NEXT = DAY + timedelta(days=1)
# The inputs and the root of the public test of certificate transparency.
VECTOR = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
VECTOR_ROOT = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


def test_the_root_is_that_of_the_public_test_vector():
    leaves = [merkle.leaf(bytes.fromhex(data)) for data in VECTOR]

    assert merkle.root(leaves) == VECTOR_ROOT
    assert merkle.root([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@given(count=st.integers(1, 40), data=st.data())
def test_every_path_leads_to_the_root(count: int, data: st.DataObject):
    leaves = [merkle.leaf(bytes([n])) for n in range(count)]
    index = data.draw(st.integers(0, count - 1))

    found = leaves[index]
    for step in merkle.path(leaves, index):
        found = merkle.join(step.beside, found) if step.side == "left" else merkle.join(found, step.beside)

    assert found == merkle.root(leaves)


@given(amounts=st.lists(st.integers(0, 10**12), min_size=1, max_size=40), data=st.data())
def test_every_adding_path_leads_to_the_root_and_the_sum(amounts: list[int], data: st.DataObject):
    bodies: list[dict[str, Any]] = [
        {"account": f"{n}", "balance": amount} for n, amount in enumerate(amounts)
    ]
    nodes = [merkle.Node(merkle.leaf(merkle.canonical(body)), body["balance"]) for body in bodies]
    one = data.draw(st.integers(0, len(nodes) - 1))
    steps = Tree(packed(merkle.adding_levels(nodes))).path(nodes[one])
    path = [{"side": s.side, "hash": s.beside.hash, "amount": s.beside.amount} for s in steps]

    assert verify_proof.climb({"leaf": bodies[one], "path": path}) == (*merkle.total(nodes),)
    assert merkle.total(nodes).amount == sum(amounts)


def test_an_adding_tree_refuses_what_is_below_zero():
    with pytest.raises(ValueError, match="below zero"):
        merkle.total([merkle.Node("00", -1), merkle.Node("01", 5)])


def kept_trees() -> list[Path]:
    """Return the files of the trees that are kept."""
    return list((settings.ENV.state / "ledger").glob("*.tree"))


def two_days() -> Shop:
    """Tell two sealed days of a shop."""
    shop = Shop()
    shop.top_up("receipt:1", 10_000)
    shop.top_up("receipt:2", 5_000, card=shop.other)
    seal(on=DAY)
    shop.redeem("till:1", 2_500, on=NEXT)
    seal(on=NEXT)
    return shop


@pytest.mark.django_db
class TestSeals:
    """Of the database."""

    def test_a_day_is_sealed_once_and_follows_the_day_before(self):
        two_days()

        first, second = Seal.objects.all()
        assert second.previous == first.head
        assert (first.moves, second.moves) == (2, 1)
        assert seal(on=NEXT) == second
        assert faults() == []
        with pytest.raises(LuoshiError, match="已经封存"):
            seal(on=DAY - timedelta(days=1))

    def test_the_salt_of_a_move_is_made_of_a_secret_that_nobody_publishes(self):
        two_days()

        secrets = [bytes(one.secret) for one in Seal.objects.all()]
        salts = [move_proof(move)["leaf"] for move in Move.objects.all()]
        assert not Move.objects.exclude(salt=None).exists()
        assert len({json.loads(leaf)["salt"] for leaf in salts}) == len(salts) == 3
        assert len(set(secrets)) == 2
        assert all(len(secret) == 32 for secret in secrets)
        assert not any(secret.hex() in json.dumps(published()) for secret in secrets)

    def test_a_move_from_before_seals_had_secrets_keeps_its_own_salt(self):
        Shop().top_up("receipt:1", 100)
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute("UPDATE ledger_move SET salt = gen_random_uuid()")
        seal(on=DAY)

        move = Move.objects.get()
        assert json.loads(move_proof(move)["leaf"])["salt"] == str(move.salt)
        assert faults() == []

    def test_a_day_without_moves_is_sealed_like_any_other(self):
        two_days()
        quiet = seal(on=NEXT + timedelta(days=1))

        assert quiet.moves == 0
        assert faults() == []

    def test_the_sweep_seals_yesterday_once(self):
        assert seal_due(AT) == ""
        Shop().top_up("receipt:1", 100)

        assert seal_due(AT) != ""
        assert seal_due(AT) == ""
        assert Seal.objects.get().day == date(2026, 3, 1)

    def test_totals_are_what_the_accounts_add_up_to(self):
        two_days()

        totals = {one.type: (one.accounts, one.total) for one in Seal.objects.all()[1].totals.all()}
        assert totals == {"test:card": (2, 12_500), "test:due": (1, 2_500), "test:escrow": (1, 15_000)}

    def test_anyone_verifies_a_card_with_the_published_files_alone(self, tmp_path: Path):
        shop = two_days()
        code = Account.objects.get(pk=shop.card).code
        (tmp_path / "seals.json").write_text(json.dumps(published()), "utf-8")
        (tmp_path / "proof.json").write_text(json.dumps(account_proof(code, day=NEXT)), "utf-8")

        command = [sys.executable, "-I", verify_proof.__file__, "seals.json", "proof.json"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

        assert done.returncode == 0, done.stdout + done.stderr
        assert f"{code} with 7500 is in the total 12500" in done.stdout

    @pytest.mark.parametrize("change", ["balance", "sum", "total", "day", "head"])
    def test_whoever_changes_a_published_figure_is_found(self, change: str):
        shop = two_days()
        seals = published()["seals"]
        proof = account_proof(Account.objects.get(pk=shop.card).code, day=NEXT)
        if change == "balance":
            proof["leaf"]["balance"] += 1
        elif change == "sum":
            proof["path"][0]["amount"] += 1
        elif change == "total":
            seals[1]["totals"][0]["total"] += 1
        elif change == "day":
            seals[0]["day"] = "2026-03-03"
        else:
            seals[0]["head"] = "0" * 64

        assert verify_proof.check_seals(seals) or verify_proof.check_proof(seals, proof)

    def test_a_tree_is_kept_for_the_last_day_and_made_anew_for_another(self):
        shop = two_days()
        code = Account.objects.get(pk=shop.card).code
        roots = {one.root for one in Seal.objects.all()[1].totals.all()}

        assert {path.stem for path in kept_trees()} == roots
        before = account_proof(code, day=DAY)
        assert len(kept_trees()) == len(roots) + 1
        assert not verify_proof.check_proof(published()["seals"], before)

    def test_a_proof_reads_the_kept_tree_and_makes_a_lost_one_anew(self):
        code = Account.objects.get(pk=two_days().card).code
        with CaptureQueriesContext(connection) as asked:
            proof = account_proof(code, day=NEXT)
        assert len(asked) == 4  # account, balance, seal and its roots, and no other account's balance
        forget(but=())

        assert account_proof(code, day=NEXT) == proof

    def test_a_balance_that_was_altered_after_the_seal_has_no_proof(self):
        shop = two_days()
        code = Account.objects.get(pk=shop.card).code
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")  # no trigger refuses
            cursor.execute(
                "UPDATE ledger_daybalance SET posted = posted + 1 WHERE account_id = %s", [shop.card]
            )

        for _ in range(2):
            with pytest.raises(LuoshiError) as caught:
                account_proof(code, day=NEXT)
            assert caught.value.code == "seal-broken"
            forget(but=())

    def test_cards_left_out_of_the_sum_do_not_balance(self):
        two_days()
        seals = published()["seals"]
        seals[1]["totals"] = [one for one in seals[1]["totals"] if one["type"] != "test:due"]
        head = merkle.START
        for one in seals:  # even where all heads are made anew
            body = {name: one[name] for name in verify_proof.FIELDS}
            one["head"] = head = hashlib.sha256(head.encode() + merkle.canonical(body)).hexdigest()

        assert "differ by" in verify_proof.check_seals(seals)

    def test_a_move_is_proved_under_the_root_of_its_day(self):
        two_days()
        move = Move.objects.get(key="receipt:2")

        proof = move_proof(move)

        found = merkle.leaf(proof["leaf"].encode())
        for step in proof["path"]:
            pair = [found, step["hash"]]
            found = merkle.join(*(reversed(pair) if step["side"] == "left" else pair))
        assert found == Seal.objects.get(day=DAY).root

    @pytest.mark.parametrize(
        ("statement", "words"),
        [
            ("UPDATE ledger_move SET amount = amount + 1 WHERE key = 'receipt:1'", "分录根"),
            ("UPDATE ledger_move SET ref = 'x' WHERE key = 'till:1'", "2026-03-03 的分录与分录根不符"),
            ("DELETE FROM ledger_move WHERE key = 'till:1'", "分录根"),
            (
                "UPDATE ledger_account SET posted = posted + 5, floor = NULL WHERE code = 'test:due:shop'",
                "应为 0",
            ),
            ("UPDATE ledger_account SET held = 1 WHERE code = 'test:card:shop-1'", "占用"),
            ("UPDATE ledger_daybalance SET posted = posted + 1 WHERE day = '2026-03-03'", "日终余额"),
            ("UPDATE ledger_seal SET root = head WHERE day = '2026-03-02'", "2026-03-02"),
            ("UPDATE ledger_total SET total = total + 1", "合计根"),
        ],
    )
    def test_what_a_superuser_changes_is_found_and_named(self, statement: str, words: str):
        two_days()
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")  # triggers do not bind a superuser
            cursor.execute(statement)
            cursor.execute("SET LOCAL session_replication_role = origin")

        assert any(words in line for line in faults()), faults()

    def test_rebuilding_gives_every_balance_back(self):
        shop = two_days()
        with connection.cursor() as cursor:
            cursor.execute("UPDATE ledger_account SET posted = 3, held = 3 WHERE id = %s", [shop.other])

        assert rebuild() == [("test:card:shop-2", 3, 5_000, 3, 0)]
        assert rebuild() == []
        assert faults() == []


@pytest.mark.django_db
class TestQueries:
    """What the ledger says."""

    def test_a_balance_is_told_for_a_business_day_as_it_was_known(self):
        shop = two_days()
        card = Account.objects.get(pk=shop.card)
        known = Move.objects.latest("pk").posted_at

        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.01)")
        shop.redeem("late:1", 500, on=DAY)

        assert balance_of(card, on=DAY) == 9_500
        assert balance_of(card, on=DAY, known_at=known) == 10_000
        assert balance_of(card, on=NEXT) == 7_000
        assert sealed_balance(card, day=NEXT) == 7_500
        assert sealed_balance(card, day=DAY - timedelta(days=1)) is None

    def test_a_statement_runs_from_the_balance_before_to_the_balance_after(self):
        shop = two_days()
        escrow, card = (Account.objects.get(pk=pk) for pk in (shop.escrow, shop.card))

        lines = [
            (one.key, one.other, one.amount, one.balance) for one in statement(card, since=NEXT, until=NEXT)
        ]
        assert lines == [("till:1", "test:due:shop", -2_500, 7_500)]
        assert [one.balance for one in statement(escrow, since=DAY, until=NEXT)] == [10_000, 15_000]

    def test_the_trial_balance_adds_up_to_nothing_on_every_day(self):
        two_days()

        for rows in (trial_balance(), trial_balance(on=DAY)):
            assert sum(row.posted for row in rows) == 0
        assert {row.type: row.shown for row in trial_balance(on=DAY)} == {
            "test:card": 15_000,
            "test:due": 0,
            "test:escrow": 15_000,
        }
