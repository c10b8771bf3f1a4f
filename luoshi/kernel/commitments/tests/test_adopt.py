"""Adopting the reviewed commitments, against a real PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.commitments.actions import Adoption, adopt_file
from luoshi.kernel.commitments.models import Commitment, Edition, Report, Revision
from luoshi.kernel.commitments.reviewed import Review, ReviewedFile
from luoshi.kernel.commitments.tests.factories import (
    GROWTH,
    MONDAY,
    TEXT,
    THEATRE,
    TUESDAY,
    make_file,
    make_reading,
    with_entry,
)
from luoshi.reader.model import Reading

pytestmark = pytest.mark.django_db


def adopted(
    file: ReviewedFile | None = None, reading: Reading | None = None, at: datetime = MONDAY
) -> Adoption:
    return adopt_file(file or make_file(), reading=reading or make_reading(), file_sha256="f" * 64, at=at)


def history(code: str) -> list[tuple[int, str]]:
    return list(Revision.objects.filter(commitment__code=code).values_list("number", "action"))


def test_an_adoption_brings_in_commitments_with_targets_deeds_and_history() -> None:
    adoption = adopted()

    assert adoption.adopted == ["2026-001", "2026-002", "2026-003"]
    growth, schools, theatre = Commitment.objects.order_by("code")
    assert (growth.quote, growth.anchor, growth.review) == (GROWTH, "ok", "confirmed")
    assert TEXT[growth.start : growth.end] == GROWTH
    assert [(t.quote, t.value, t.half) for t in schools.targets.all()] == [
        ("12所", Decimal(12), "plan"),
        ("30所", Decimal(30), "plan"),
    ]
    assert [(d.quote, d.kind) for d in theatre.deeds.all()] == [(THEATRE, "finish")]
    assert set(Revision.objects.values_list("number", "action", "at")) == {(1, "adopted", MONDAY)}


def test_a_second_adoption_changes_nothing() -> None:
    adopted()
    before = list(Commitment.objects.values()), list(Report.objects.values())

    again = adopted(at=TUESDAY)

    assert again.unchanged == ["2026-001", "2026-002", "2026-003"]
    assert Revision.objects.count() == 3
    assert Edition.objects.count() == 1
    assert (list(Commitment.objects.values()), list(Report.objects.values())) == before


def test_a_correction_is_kept_with_what_was_there_before() -> None:
    adopted()
    file = make_file()
    schools = file.entries[1]
    more = replace(schools.targets[0], cmp="ge")
    file = with_entry(file, replace(schools, title="建幼儿园", targets=(more, schools.targets[1])))

    adoption = adopted(file, at=TUESDAY)

    assert adoption.changed == ["2026-002"]
    revision = Revision.objects.get(commitment__code="2026-002", number=2)
    assert (revision.action, revision.at) == ("changed", TUESDAY)
    assert revision.changes["title"] == ["新建幼儿园12所，改造小学30所", "建幼儿园"]
    assert [target["cmp"] for target in revision.changes["targets"][0]] == ["eq", "eq"]
    assert [target["cmp"] for target in revision.changes["targets"][1]] == ["ge", "eq"]
    assert set(revision.changes) == {"title", "targets"}
    assert list(Commitment.objects.get(code="2026-002").targets.values_list("cmp", flat=True)) == ["ge", "eq"]


def test_an_entry_that_leaves_the_file_is_withdrawn_and_may_come_back() -> None:
    adopted()
    file = make_file()

    left = adopted(replace(file, entries=file.entries[:2]), at=TUESDAY)
    again = adopted(replace(file, entries=file.entries[:2]), at=TUESDAY)
    back = adopted(file, at=TUESDAY)

    assert (left.withdrawn, again.withdrawn, back.restored) == (["2026-003"], [], ["2026-003"])
    assert history("2026-003") == [(1, "adopted"), (2, "withdrawn"), (3, "restored")]
    assert not Commitment.objects.get(code="2026-003").withdrawn


def test_a_rejected_entry_is_not_adopted_and_withdrawn_where_it_was() -> None:
    file = make_file()
    rejected = replace(file.entries[0], review=Review(status="rejected", note="只是背景"))

    first = adopted(with_entry(file, rejected))
    adopted(file)
    then = adopted(with_entry(file, rejected))

    assert first.adopted == ["2026-002", "2026-003"]
    assert then.withdrawn == ["2026-001"]


def test_a_reissued_text_moves_the_anchors_with_every_figure() -> None:
    adopted()
    reading = make_reading("新的开头。" + TEXT)

    adoption = adopted(reading=reading, at=TUESDAY)

    assert adoption.moved == adoption.drifted == ["2026-001", "2026-002", "2026-003"]
    for commitment in Commitment.objects.prefetch_related("targets", "deeds").select_related("edition"):
        assert commitment.anchor == "drifted"
        text = commitment.edition.text
        assert text[commitment.start : commitment.end] == commitment.quote
        assert all(text[t.start : t.end] == t.quote for t in commitment.targets.all())
        assert all(text[d.start : d.end] == d.quote for d in commitment.deeds.all())
    moved = Revision.objects.get(commitment__code="2026-002", number=2)
    assert moved.changes["start"][1] == moved.changes["start"][0] + 5
    assert "targets" not in moved.changes


def test_a_lost_or_altered_promise_is_an_orphan_anchored_in_the_text_it_was_reviewed_in() -> None:
    adopted()
    reading = make_reading("新的开头。" + TEXT.replace(THEATRE, "").replace("12所", "15所"))

    adoption = adopted(reading=reading, at=TUESDAY)

    assert adoption.orphans == ["2026-002", "2026-003"]
    for commitment in Commitment.objects.filter(anchor="orphan").select_related("edition"):
        assert commitment.edition.text == TEXT
        assert TEXT[commitment.start : commitment.end] == commitment.quote


def test_a_text_taken_back_restores_the_anchors() -> None:
    adopted()
    adopted(reading=make_reading("新的开头。" + TEXT))

    adopted(at=TUESDAY)

    assert set(Commitment.objects.values_list("anchor", flat=True)) == {"ok"}
    assert Commitment.objects.get(code="2026-001").report.current == Edition.objects.get(text=TEXT)
    assert history("2026-001") == [(1, "adopted"), (2, "moved"), (3, "moved")]


def test_another_reading_of_the_same_text_is_followed_without_a_revision() -> None:
    adopted()
    better = replace(make_reading(), quantities=make_reading().quantities[:1])

    adoption = adopted(reading=better, at=TUESDAY)

    assert len(adoption.unchanged) == 3
    assert set(Commitment.objects.values_list("edition", flat=True)) == {adoption.edition.pk}
    assert Revision.objects.count() == 3


def test_a_file_of_another_report_is_refused_and_nothing_is_written() -> None:
    with pytest.raises(LuoshiError) as caught:
        adopted(reading=make_reading(report="othercity-2026"))

    assert caught.value.code == "reviewed-other-report"
    assert not Edition.objects.exists()


def test_an_adoption_takes_the_same_number_of_queries_whatever_it_adopts() -> None:
    sizes = []
    for times in (1, 9):
        reading = make_reading(report=f"city{times}-2026")
        with CaptureQueriesContext(connection) as queries:
            adopted(make_file(reading, times=times), reading)
        sizes.append(len(queries))

    assert sizes[0] == sizes[1]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE commitments_revision SET action = 'changed'",
        "DELETE FROM commitments_revision",
        "TRUNCATE commitments_revision",
        "UPDATE commitments_edition SET text = ''",
        "UPDATE commitments_figure SET value = 0",
    ],
)
def test_the_database_refuses_to_rewrite_history(sql: str) -> None:
    adopted()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else TRUNCATE stumbles over this test's own rows

    with (
        pytest.raises(DatabaseError, match="只增不改") as caught,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)

    assert "Add a new row instead" in str(caught.value.__cause__.diag.message_hint)  # type: ignore[union-attr]
    assert Revision.objects.count() == 3
