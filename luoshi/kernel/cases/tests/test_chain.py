from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luoshi.kernel.cases.actions import act, open_case, reveal, take_root
from luoshi.kernel.cases.chain import START, canonical, link, plain, root, text_of
from luoshi.kernel.cases.models import Case, DailyRoot, Head
from luoshi.kernel.cases.tests.factories import PROPOSAL, Town, assign, moment, propose
from luoshi.kernel.cases.verifying import verify, verify_day
from luoshi.kernel.orgs.actor import Actor, HeldPost

DAY = date(2026, 3, 3)
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | TEXTS | st.datetimes(timezones=st.just(UTC)),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


def run(statement: str, *values: Any, past_the_guard: bool = True) -> None:
    """Run SQL as the owner of the database could, who may also silence the triggers."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        if past_the_guard:
            cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def told(town: Town) -> Case:
    """Return a case of four events."""
    case = propose(town, contact="13900000000")
    assign(town, case)
    act(case, "accept", by=town["education_handler"], at=moment("2026-03-04"))
    act(case, "urge", by=town["monitor"], data={"note": "请抓紧。"}, at=moment("2026-03-05"))
    case.refresh_from_db()
    return case


def test_the_canonical_text_has_sorted_keys_no_spaces_and_times_in_utc():
    value = {"b": (1, True, None), "a": moment("2026-03-02"), "名": date(2026, 3, 2)}

    text = canonical(value)

    assert text == '{"a":"2026-03-02T01:00:00.000000+00:00","b":[1,true,null],"名":"2026-03-02"}'


@pytest.mark.parametrize("value", [1.5, {"a": [0.1]}, {1, 2}, b"x", object()])
def test_what_has_no_single_text_is_refused(value: Any):
    with pytest.raises(TypeError, match="no canonical form"):
        canonical(value)


@settings(deadline=None)
@given(data=st.dictionaries(TEXTS, VALUES, max_size=4), said=TEXTS, number=st.integers(0, 10**9))
def test_an_event_is_written_as_any_value_with_its_keys(data: dict[str, Any], said: str, number: int):
    held = {"seq": number, "action": said, "state": said, "at": moment("2026-03-02"), "post": said}
    held |= {"data": data, "evidence": [said], "rules": said}

    for by in (None, number):
        event: Any = SimpleNamespace(by_id=by, **held)
        assert text_of(said, event) == canonical({"case": said, "by": by, **held})


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=VALUES)
def test_what_comes_back_from_the_database_has_the_same_text(value: Any):
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::jsonb::text", [json.dumps(plain(value))])
        back = json.loads(cursor.fetchone()[0])

    assert canonical(back) == canonical(value)


def test_one_script_has_the_same_hashes_on_every_server(town: Town):
    deputy = Actor(
        None, "代表", (HeldPost(1, "d-1", "代表", "congress", "siping/congress/", frozenset({"deputy"})),), 1
    )
    office = Actor(
        None, "办公室", (HeldPost(2, "o-1", "交办", "office", "siping/office/", frozenset({"office"})),), 1
    )

    case = open_case("proposals", by=deputy, data=PROPOSAL | {"unit": "office"}, at=moment("2026-03-02"))
    data = {"unit": "education", "assisting": ["finance"], "breadth": "hard"}
    act(case, "assign", by=office, data=data, at=moment("2026-03-03 10:30:01.000007"))

    bodies: list[dict[str, Any]] = [
        {
            "action": "open",
            "at": "2026-03-02T01:00:00.000000+00:00",
            "by": None,
            "case": "proposals-2026-0001",
            "data": PROPOSAL | {"unit": "office"},
            "evidence": [],
            "post": "d-1",
            "rules": "",
            "seq": 1,
            "state": "submitted",
        },
        {
            "action": "assign",
            "at": "2026-03-03T02:30:01.000007+00:00",
            "by": None,
            "case": "proposals-2026-0001",
            "data": {"assisting": ["finance"], "breadth": "hard", "unit": "education"},
            "evidence": [],
            "post": "o-1",
            "rules": "",
            "seq": 2,
            "state": "assigned",
        },
    ]
    first = case.events.get(seq=1)
    assert rehashed(bodies, "") == (
        "f9151124bf55bac0fea16660da4d604c4e12942430b0c594489eb33da78d9927",
        "056e982d1dc21b98350238f9756679cb368c6e39450aba6b0c6f5856ae046078",
    )
    assert [event.hash for event in case.events.all()] == list(rehashed(bodies, first.rules))
    assert first.previous == START


def rehashed(bodies: list[dict[str, Any]], rules: str) -> tuple[str, ...]:
    """Return the hashes of a chain, with nothing but the standard library."""
    hashes, previous = [], "0" * 64
    for body in bodies:
        text = json.dumps(body | {"rules": rules}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        previous = hashlib.sha256((previous + text).encode()).hexdigest()
        hashes.append(previous)
    return tuple(hashes)


FLIPS = {
    "seq": "seq = 9",
    "action": "action = 'other'",
    "state": "state = 'closed'",
    "at": "at = at + interval '1 microsecond'",
    "by": "by_id = by_id + 1",
    "post": "post = 'another'",
    "data": "data = data || '{\"more\": 1}'",
    "evidence": "evidence = '[\"abc\"]'",
    "rules": "rules = reverse(rules)",
    "previous": "previous = md5(previous)",
    "hash": "hash = reverse(hash)",
}


@pytest.mark.parametrize("column", FLIPS)
@pytest.mark.parametrize("seq", [1, 2, 4])
def test_a_changed_column_is_found_at_its_event(town: Town, column: str, seq: int):
    case = told(town)

    run(f"UPDATE cases_event SET {FLIPS[column]} WHERE case_id = %s AND seq = %s", case.pk, seq)

    assert verify(case).seq == seq


@pytest.mark.parametrize("seq", [1, 2, 4])
def test_a_missing_event_is_found(town: Town, seq: int):
    case = told(town)

    run("DELETE FROM cases_event WHERE case_id = %s AND seq = %s", case.pk, seq)

    found = verify(case)
    assert (found.seq, found.sound) == (seq, False)
    assert "缺失" in found.why


def test_two_events_that_changed_places_are_found_at_the_first(town: Town):
    case = told(town)

    run("UPDATE cases_event SET seq = 9 WHERE case_id = %s AND seq = 3", case.pk)
    run("UPDATE cases_event SET seq = 3 WHERE case_id = %s AND seq = 4", case.pk)
    run("UPDATE cases_event SET seq = 4 WHERE case_id = %s AND seq = 9", case.pk)

    assert verify(case).seq == 3


def test_an_event_put_in_between_is_found(town: Town):
    case = told(town)

    run("UPDATE cases_event SET seq = seq + 10 WHERE case_id = %s AND seq > 2", case.pk)
    columns = "case_id, action, state, at, by_id, post, data, evidence, rules, previous, hash"
    run(f"INSERT INTO cases_event (seq, {columns}) SELECT 3, {columns} FROM cases_event WHERE seq = 2")
    run("UPDATE cases_event SET seq = seq - 9 WHERE case_id = %s AND seq > 10", case.pk)

    assert verify(case).seq == 3


ROW = {
    "state": "state = 'closed'",
    "title": "title = '另一个题目'",
    "path": "path = 'siping/finance/'",
    "unit": "unit_id = (SELECT id FROM orgs_organisation WHERE code = 'finance')",
    "assignee": "assignee_id = opener_id",
    "opener": "opener_id = opener_id + 1",
    "secrecy": "secrecy = 2",
    "data": "data = '{}'",
    "closed_at": "closed_at = now()",
    "opened_at": "opened_at = opened_at - interval '1 day'",
    "moved_at": "moved_at = now()",
    "version": "version = 3",
    "head": "head = reverse(head)",
}


@pytest.mark.parametrize("column", ROW)
def test_a_row_that_is_not_what_its_events_add_up_to_is_found(town: Town, column: str):
    case = told(town)

    run(f"UPDATE cases_case SET {ROW[column]} WHERE id = %s", case.pk)
    case.refresh_from_db()

    assert not verify(case).sound


def test_a_case_that_nobody_touched_is_sound(town: Town):
    case = told(town)

    found = verify(case)

    assert (found.events, found.seq, found.why, found.sound) == (4, None, "", True)


@pytest.mark.parametrize("table", ["event", "dailyroot", "head", "snapshot", "reveal"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET {}", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_database_refuses_to_rewrite_history(town: Town, table: str, statement: str):
    column = {"event": "post = ''", "reveal": "reason = ''", "snapshot": "text = ''"}.get(table, "hash = ''")
    case = told(town)
    take_root(at=moment("2026-03-06"))
    reveal(case, "contact", by=town["office"], reason="核实情况", at=moment("2026-03-06"))

    with pytest.raises(DatabaseError, match="只增不改"):
        run(statement.format(f"cases_{table}", column), past_the_guard=False)

    assert verify(case).sound


def test_the_daily_root_can_be_recomputed_by_anyone(town: Town):
    told(town), propose(town)

    taken = take_root(at=moment("2026-03-06"))

    lines = sorted(Case.objects.values_list("code", "version", "head"))
    text = "".join(f"{code} {seq} {head}\n" for code, seq, head in lines)
    assert taken.hash == hashlib.sha256(text.encode()).hexdigest()
    assert (taken.cases, taken.day) == (2, date(2026, 3, 6))
    assert root([]) == hashlib.sha256(b"").hexdigest()


def test_a_root_is_taken_once_a_day_and_covers_cases_that_have_not_moved_since(town: Town):
    told(town), propose(town)
    first = take_root(at=moment("2026-03-06"))
    assert take_root(at=moment("2026-03-06 23:59")) == first

    third = propose(town, at="2026-03-07")
    second = take_root(at=moment("2026-03-07"))

    assert list(Head.objects.filter(root=second).values_list("code", flat=True)) == [third.code]
    assert second.cases == 3
    for day in (first.day, second.day):
        assert verify_day(day).sound
    assert not verify_day(date(2026, 3, 8)).sound


def test_a_case_that_moved_after_the_root_leaves_the_root_as_it_was(town: Town):
    case = told(town)
    taken = take_root(at=moment("2026-03-06"))

    act(case, "urge", by=town["monitor"], data={"note": "再请抓紧。"}, at=moment("2026-03-07"))
    take_root(at=moment("2026-03-07"))

    assert verify_day(taken.day).sound
    assert verify_day(taken.day + timedelta(days=1)).sound


def test_a_chain_that_its_owner_rewrote_from_end_to_end_is_found_by_the_root(town: Town):
    case = told(town)
    taken = take_root(at=moment("2026-03-06"))

    forge(case, seq=4, post="another")

    assert verify(case).sound  # nothing within the database tells
    found = verify_day(taken.day)
    assert not found.sound
    assert case.code in found.why


def test_a_changed_head_is_found(town: Town):
    told(town)
    taken = take_root(at=moment("2026-03-06"))

    run("UPDATE cases_head SET hash = reverse(hash)")

    assert verify_day(taken.day).why == "链首与日根不符"


def test_the_root_of_a_day_is_taken_once_however_many_ask(town: Town):
    told(town)

    for _ in range(3):
        take_root(at=moment("2026-03-06"))

    assert DailyRoot.objects.count() == 1


def forge(case: Case, *, seq: int, post: str) -> None:
    event = case.events.get(seq=seq)
    event.post = post
    forged = link(event.previous, text_of(case.code, event))
    run("UPDATE cases_event SET post = %s, hash = %s WHERE id = %s", post, forged, event.pk)
    run("UPDATE cases_case SET head = %s WHERE id = %s", forged, case.pk)
    case.refresh_from_db()


def test_an_event_keeps_the_moment_to_the_microsecond(town: Town):
    at = datetime(2026, 3, 2, 1, 2, 3, 456789, tzinfo=UTC)

    case = open_case("proposals", by=town["deputy"], data=PROPOSAL, at=at)

    assert case.events.get().at == at
    assert verify(case).sound
