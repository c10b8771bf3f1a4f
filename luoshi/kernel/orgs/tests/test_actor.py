"""Who may do what follows from the posts held, and from where those posts stand. No database."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.kernel.orgs.actor import ROLES, SYSTEM, Actor, HeldPost

CODES = st.sampled_from(["a", "ab", "b", "east", "east-1"])
PATHS = st.lists(CODES, min_size=1, max_size=4).map(lambda codes: "".join(f"{code}/" for code in codes))
POSTS = st.builds(
    HeldPost,
    id=st.integers(1, 99),
    code=st.text("abc", min_size=1, max_size=5),
    title=st.just("岗"),
    organisation=CODES,
    path=PATHS,
    roles=st.frozensets(st.sampled_from(sorted(ROLES)), max_size=3),
)


def post(path: str, *roles: str, code: str = "p") -> HeldPost:
    return HeldPost(1, code, "岗", path.rstrip("/").rpartition("/")[2], path, frozenset(roles))


def actor(*posts: HeldPost) -> Actor:
    return Actor(7, "王同志", posts, 1)


def test_a_role_reaches_everything_below_its_organisation_and_nothing_beside_it():
    someone = actor(post("city/east/", "handler"))

    reached = [p for p in ("city/east/", "city/east/990102001/") if someone.holds("handler", path=p)]
    beside = [p for p in ("city/", "city/eastern/", "city/west/") if someone.holds("handler", path=p)]

    assert len(reached) == 2
    assert beside == []


def test_of_several_fitting_posts_the_nearest_answers():
    someone = actor(post("city/", "head", code="far"), post("city/east/", "head", code="near"))

    found = someone.holds("head", path="city/east/990102001/")

    assert found is not None
    assert found.code == "near"


def test_without_a_path_a_role_held_anywhere_counts():
    someone = actor(post("city/east/", "legal"))

    assert someone.holds("legal")
    assert someone.holds("head") is None


def test_the_system_holds_no_post_and_reads_everything():
    assert (SYSTEM.account, SYSTEM.posts, SYSTEM.roles, SYSTEM.paths) == (None, (), frozenset(), ())
    assert SYSTEM.clearance == 2


def test_an_actor_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        SYSTEM.name = "别人"  # type: ignore[misc]


@given(st.lists(POSTS, max_size=4), st.sampled_from(sorted(ROLES)), PATHS)
def test_holding_agrees_with_looking_through_the_posts(posts, role, path):
    someone = actor(*posts)

    found = someone.holds(role, path=path)

    parts = path.split("/")[:-1]
    fitting = [p for p in posts if role in p.roles and parts[: p.path.count("/")] == p.path.split("/")[:-1]]
    assert (found is not None) == bool(fitting)
    assert found is None or (found in fitting and role in someone.roles and found.path in someone.paths)
