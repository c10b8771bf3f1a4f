"""The documentation agrees with the code."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from luoshi.config.environment import Environment
from luoshi.config.reference import PAGES

ROOT = Path(__file__).resolve().parents[1]
PAGES_WRITTEN = [p for p in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")] if "reference" not in p.parts]


@pytest.mark.parametrize("name", sorted(PAGES))
def test_each_reference_page_is_what_the_code_says(name):
    assert (ROOT / "docs" / "reference" / name).read_text("utf-8") == PAGES[name]()


def test_every_setting_has_a_meaning():
    assert [name for name, field in Environment.model_fields.items() if not field.description] == []


@pytest.mark.parametrize("page", PAGES_WRITTEN, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_link_inside_the_project_leads_somewhere(page):
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text("utf-8"))

    broken = [link for link in links if "://" not in link and not (page.parent / link).exists()]

    assert broken == []


@pytest.mark.parametrize("page", PAGES_WRITTEN, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_make_target_named_exists(page):
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))

    named = set(re.findall(r"`make ([a-z]+)", page.read_text("utf-8")))

    assert named <= targets


def test_every_dependency_has_its_reason():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    reasons = (ROOT / "docs" / "decisions" / "0002-dependencies.md").read_text("utf-8").lower()

    extras = project["project"]["optional-dependencies"].values()
    groups = [project["project"]["dependencies"], *extras, *project["dependency-groups"].values()]
    names = {re.split(r"[^a-zA-Z0-9_-]", requirement)[0].lower() for group in groups for requirement in group}

    assert {name for name in names if not re.search(rf"\b{name}\b", reasons)} == set()
