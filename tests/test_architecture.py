"""The floors hold: what import contracts cannot see is checked here."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "luoshi"
SOURCES = sorted(p for p in PACKAGE.rglob("*.py") if "migrations" not in p.parts)
DOORS = ("pages.py", "api.py", "forms.py", "downloads.py", "admin.py")
WRITES = {
    "save",
    "create",
    "bulk_create",
    "update",
    "bulk_update",
    "delete",
    "get_or_create",
    "update_or_create",
}
VAGUE = {"utils", "common", "core", "helpers", "misc", "services"}


def test_no_source_file_is_longer_than_a_person_reads():
    long = {
        str(p.relative_to(ROOT)): n for p in SOURCES if (n := len(p.read_text("utf-8").splitlines())) > 400
    }

    assert long == {}


def test_no_folder_or_file_has_a_name_that_says_nothing():
    vague = [str(p.relative_to(ROOT)) for p in SOURCES if VAGUE & {p.stem, *p.relative_to(ROOT).parts}]

    assert vague == []


@pytest.mark.parametrize(
    "path",
    [p for p in SOURCES if p.name in DOORS or p.parent.name == "pages"],
    ids=lambda p: str(p.relative_to(ROOT)),
)
def test_doors_write_nothing(path):
    tree = ast.parse(path.read_text("utf-8"))

    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    written = [call.attr for call in calls if isinstance(call, ast.Attribute) and call.attr in WRITES]

    assert written == []


def test_models_point_downwards_only():
    floors = [
        *("orgs", "calendar", "parameters", "notices", "cases", "ledger", "measures", "commitments"),
        *(
            "hotline",
            "prepaid",
            "projects",
            "investment",
            "proposals",
            "supervision",
            "desk",
            "portal",
            "config",
        ),
    ]

    relations = [
        (model._meta, field.related_model._meta)
        for model in apps.get_models()
        if model.__module__.startswith("luoshi.")
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model
    ]
    upward = [
        f"{upper.label} → {lower.label}"
        for upper, lower in relations
        if lower.app_label in floors and floors.index(lower.app_label) > floors.index(upper.app_label)
    ]

    assert upward == []


def test_the_clock_is_passed_in_and_never_read_by_rules_and_queries():
    pure = [p for p in SOURCES if p.name in ("rules.py", "queries.py") or "reader" in p.parts]

    clock = re.compile(r"\b(datetime\.now|date\.today|timezone\.now|time\.time)\(")
    readers = [str(p.relative_to(ROOT)) for p in pure if clock.search(p.read_text("utf-8"))]

    assert readers == []


def test_nothing_but_an_act_writes_a_case():
    rows = "Case|Event|Deadline|Task|Party|Evidence|PrivateValue|Snapshot|Counter|DailyRoot|Head"
    write = re.compile(rf"\b({rows})(\.objects\b[^\n]*\.({'|'.join(WRITES)})\(|\([^\n]*\)\.save\()")
    elsewhere = [
        p for p in SOURCES if "tests" not in p.parts and p.parent != PACKAGE / "kernel" / "cases" / "actions"
    ]

    writers = [str(p.relative_to(ROOT)) for p in elsewhere if write.search(p.read_text("utf-8"))]

    assert writers == []


def test_templates_hold_no_inline_style_or_script():
    inline = re.compile(r"\sstyle=|<style|<script(?![^>]*\ssrc=)|\son[a-z]+=", re.IGNORECASE)

    found = [str(p.relative_to(ROOT)) for p in PACKAGE.rglob("*.html") if inline.search(p.read_text("utf-8"))]

    assert found == []


def test_locks_carry_hashes_and_no_addresses():
    for lock in (ROOT / "requirements").glob("*.lock"):
        lines = lock.read_text("utf-8").splitlines()
        pins = [line for line in lines if "==" in line and not line.startswith(" ")]

        assert all("--hash" in " ".join(lines[lines.index(pin) : lines.index(pin) + 2]) for pin in pins)
        assert not [line for line in lines if re.search(r"https?://|file:|--index-url|--find-links", line)]
