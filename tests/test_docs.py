"""The documentation agrees with the code."""

from __future__ import annotations

import re
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
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    reasons = (ROOT / "docs" / "decisions" / "0002-dependencies.md").read_text("utf-8").lower()

    names = set(re.findall(r'^    "([a-zA-Z0-9_-]+)', project, re.MULTILINE)) - {"benchmarks", "tests"}
    extras = set(re.findall(r'"([a-zA-Z0-9_-]+)>=', project))
    unexplained = [name for name in names | extras if name.lower() not in reasons and ">" not in name]

    assert unexplained == []
