from __future__ import annotations

from django.db import connection

from luoshi.desk.tests.factories import answered, assigned, at_case, text_of
from luoshi.kernel.cases.actions import take_root
from luoshi.kernel.cases.models import Event
from luoshi.kernel.cases.tests.factories import moment


def tamper(case, seq):
    """Change an event behind the database's back, as its owner could."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            'UPDATE cases_event SET data = data || \'{"breadth": "hard"}\' WHERE case_id = %s AND seq = %s',
            [case.pk, seq],
        )
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def test_every_event_is_shown_with_its_hashes(town, sign_in):
    case = answered(town)

    page = sign_in("office").get(at_case(case, "audit"))

    for event in Event.objects.filter(case=case):
        assert event.hash in page.content.decode()
        assert event.rules in page.content.decode()
    assert "相符" not in text_of(page)


def test_a_sound_history_is_said_to_be_sound(town, sign_in):
    page = text_of(sign_in("office").get(at_case(answered(town), "audit") + "?verify=1"))

    assert "● 相符 共 3 步" in page


def test_a_changed_event_is_named_exactly(town, sign_in):
    case = answered(town)
    tamper(case, 2)

    page = sign_in("office").get(at_case(case, "audit") + "?verify=1")

    assert "■ 不符 第2步与指纹不符" in text_of(page)
    assert 'href="#e2"' in page.content.decode()


def test_daily_roots_are_listed_and_checked(town, sign_in):
    case = assigned(town)
    root = take_root(at=moment("2026-03-09"))

    page = sign_in("deputy").get("/desk/roots/")
    checked = text_of(sign_in("deputy").get("/desk/roots/?day=2026-03-09"))
    other = text_of(sign_in("deputy").get("/desk/roots/?day=2026-03-08"))

    assert root.hash in page.content.decode()
    assert "● 相符 2026-03-09：1 件" in checked
    assert "■ 不符 这一天没有日根" in other
    assert case.title not in page.content.decode()
    assert sign_in("deputy").get("/desk/roots/?day=x&before=y").status_code == 200
