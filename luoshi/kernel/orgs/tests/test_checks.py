"""Paths and findings over trees of any shape. No database."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from luoshi.kernel.orgs.checks import findings
from luoshi.kernel.orgs.entries import OrganisationEntry
from luoshi.kernel.orgs.tests.factories import FOUNDED

PARENTS = st.lists(st.integers(0, 30), max_size=30)  # parent of entry n, among the entries before it


def entry(code: str, parent: str | None, since: date = FOUNDED) -> OrganisationEntry:
    return OrganisationEntry(
        where=code,
        code=code,
        name=code,
        short=code,
        kind="department",
        parent=parent,
        region="",
        duties=(),
        since=since,
        until=None,
        successor=None,
    )


def tree(parents: list[int]) -> list[OrganisationEntry]:
    chosen = [f"o{parent % n}" for n, parent in enumerate(parents, start=1)]
    return [entry("o0", None), *(entry(f"o{n}", above) for n, above in enumerate(chosen, start=1))]


@given(PARENTS, st.randoms())
def test_in_whatever_order_a_tree_is_written_its_paths_are_the_same(parents, random):
    entries = tree(parents)
    shuffled = random.sample(entries, len(entries))

    paths, found = findings(shuffled, [])

    assert found == []
    assert paths == findings(entries, [])[0]
    for one in entries:
        assert paths[one.code] == (paths[one.parent] if one.parent else "") + f"{one.code}/"


@given(PARENTS.filter(bool), st.data())
def test_a_circle_anywhere_is_found_and_nothing_in_it_has_a_path(parents, data):
    entries = tree(parents)
    paths, _ = findings(entries, [])
    below = data.draw(st.sampled_from(entries[1:]))
    root = entry("o0", below.code)

    broken, found = findings([root, *entries[1:]], [])

    assert broken == {}
    assert {finding.where for finding in found} == set(paths)


@given(PARENTS.filter(bool), st.data())
def test_nobody_is_older_than_what_they_stand_under(parents, data):
    entries = tree(parents)
    number = data.draw(st.integers(1, len(entries) - 1))
    older = entry(entries[number].code, entries[number].parent, date(2000, 1, 1))

    _, found = findings([*entries[:number], older, *entries[number + 1 :]], [])

    assert [finding.where for finding in found] == [older.code]
