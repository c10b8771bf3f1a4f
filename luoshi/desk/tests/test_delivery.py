"""Commitments at the desk: a unit sees and reports its own, the supervision office sees and verifies all."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from luoshi.desk.tests.city import make_promises
from luoshi.desk.tests.factories import text_of
from luoshi.kernel.cases.tests.kept import kept
from luoshi.kernel.commitments.actions.judge import judge
from luoshi.kernel.commitments.models import Commitment, Happening
from luoshi.kernel.orgs.models import Account

pytestmark = pytest.mark.django_db
JANUARY = datetime(2026, 1, 15, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
THEATRE = "市大剧院"
SAID = {"kind": "reported", "on": "2026-03-09", "ref": "竣工验收备案表", "key": "a-key-of-a-form"}


@kept
def judged(at: datetime) -> None:
    make_promises()
    judge("siping-2026", year=2026, rules_folder=settings.CITY.rules_folder, on=date(2026, 3, 9), known_at=at)


@pytest.fixture
def theatre(now) -> Commitment:
    judged(now)
    return Commitment.objects.get(title__startswith=THEATRE)


def signed(username: str) -> Client:
    client = Client()
    account = Account.objects.get(username=username)
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def page(theatre: Commitment) -> str:
    return f"/desk/commitments/{theatre.code}/"


HEAD, STRANGER, WATCH = "sim-culture-tourism-head-1", "sim-finance-head-1", "sim-siping-supervision-1"


def test_a_unit_sees_what_it_answers_for_and_the_office_everything(theatre):
    mine = text_of(signed(HEAD).get("/desk/commitments/"))
    others = text_of(signed(STRANGER).get("/desk/commitments/"))
    everything = text_of(signed(WATCH).get("/desk/commitments/"))

    assert THEATRE in mine
    assert THEATRE not in others
    assert everything.count("2026-") >= 122
    assert "报完成与记录不符" in everything
    assert "报完成与记录不符" not in mine


def test_a_unit_reports_and_the_office_verifies(theatre):
    head, watch = signed(HEAD), signed(WATCH)

    reported = head.post(page(theatre), SAID)
    verified = watch.post(
        page(theatre), SAID | {"kind": "verified", "ref": "现场核验", "key": "another-form-key"}
    )

    assert (reported.status_code, verified.status_code) == (303, 303)
    kinds = list(theatre.happenings.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["reported", "verified"]


def test_a_unit_cannot_verify_its_own_report_and_keeps_what_it_typed(theatre):
    answer = signed(HEAD).post(page(theatre), SAID | {"kind": "verified"})

    assert answer.status_code == 422
    assert "不能核验自己" in text_of(answer)
    assert "竣工验收备案表" in answer.content.decode()
    assert not Happening.objects.exists()


def test_a_double_click_reports_once(theatre):
    head = signed(HEAD)

    head.post(page(theatre), SAID)
    head.post(page(theatre), SAID)

    assert Happening.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"kind": "nonsense"}, {"on": "gestern"}, {"ref": "  "}])
def test_what_cannot_be_taken_is_said_and_nothing_is_written(theatre, wrong):
    answer = signed(HEAD).post(page(theatre), SAID | wrong)

    assert answer.status_code == 422
    assert not Happening.objects.exists()


def test_another_unit_does_not_find_it(theatre):
    assert signed(STRANGER).get(page(theatre)).status_code == 404


def test_the_list_asks_few_questions_however_many_commitments(theatre):
    watch = signed(WATCH)
    watch.get("/desk/commitments/")

    with CaptureQueriesContext(connection) as asked:
        watch.get("/desk/commitments/")

    assert len(asked) <= 14
