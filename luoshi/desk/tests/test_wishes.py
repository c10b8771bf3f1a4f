from __future__ import annotations

import pytest

from luoshi.desk.tests.factories import ANSWER, assigned, pdf, text_of
from luoshi.kernel.cases.actions import act
from luoshi.kernel.cases.telling import notice_kinds
from luoshi.kernel.cases.tests.factories import moment, person
from luoshi.kernel.notices.models import Channel, Delivery, Preference, Revival, Status

WISHES, LOST = "/desk/notices/wishes/", "/desk/notices/lost/"
OPTIONAL = [kind.topic for kind in notice_kinds() if not kind.duty]


@pytest.fixture
def mail(settings):
    settings.ENV = settings.ENV.model_copy(update={"email_url": "smtp://mail.example.cn", "sms": "simulated"})


@pytest.fixture
def administrator(town):
    town.accounts["administrator"] = person("administrator", town.units["office"], "admin")
    return town.accounts["administrator"]


def give_up(town, name="education_head", *, address="wang@example.cn"):
    """Assign a proposal, and have the notice of it given up for one reader."""
    account = town.accounts[name]
    account.email = address
    account.save()
    assigned(town)
    delivery = Delivery.objects.get(notice__recipient=account)
    Delivery.objects.filter(pk=delivery.pk).update(
        status=Status.DEAD, attempts=9, last_error="邮件服务器不接受收件地址（550）。请核对地址。"
    )
    return delivery


def addressed(town, name, topic):
    return Delivery.objects.filter(notice__recipient=town.accounts[name], notice__topic=topic)


def test_without_a_wish_everything_comes_by_e_mail_and_nothing_by_sms(town, sign_in, mail):
    rows = sign_in("office").get(WISHES).context["wishes"].rows

    assert all(row.email and not row.sms for row in rows)
    assert {row.kind.topic for row in rows} >= {"case.clock.warned", "case.clock.missed", "case.assign"}


def test_what_is_switched_off_stays_off_and_what_the_law_requires_is_sent_all_the_same(town, sign_in, mail):
    town.accounts["education_head"].email = "head@example.cn"
    town.accounts["education_head"].save()
    client = sign_in("education_head")

    answer = client.post(WISHES, {"email-address": "", "sms-address": ""})
    case = assigned(town)
    act(case, "urge", by=town["monitor"], data={"note": "请抓紧。"}, at=moment("2026-03-09"))

    rows = {row.kind.topic: row for row in client.get(WISHES).context["wishes"].rows}
    assert answer.headers["Location"] == f"{WISHES}#done"
    assert not rows["case.clock.warned"].email
    assert rows["case.assign"].email
    assert addressed(town, "education_head", "case.assign").get().address == "head@example.cn"
    assert addressed(town, "education_head", "case.urge").exists()


def test_what_is_optional_and_refused_is_seen_after_signing_in_only(town, sign_in, mail):
    town.accounts["education_head"].email = "head@example.cn"
    town.accounts["education_head"].save()
    sign_in("education_head").post(WISHES, {})
    case = assigned(town)
    files = [pdf(kind="答复件")]
    act(case, "answer", by=town["education_head"], data=ANSWER, evidence=files, at=moment("2026-03-09"))
    act(case, "dissent", by=town["deputy"], data={"reason": "没有解决。"}, at=moment("2026-03-10"))

    assert town.accounts["education_head"].notices.filter(topic="case.dissent").exists()
    assert not addressed(town, "education_head", "case.dissent").exists()


def test_sms_takes_a_number_and_says_so_and_keeps_what_was_typed(town, sign_in, mail):
    client = sign_in("office")

    wrong = client.post(WISHES, {"sms": OPTIONAL, "sms-address": "123", "email": OPTIONAL})
    assert wrong.status_code == 422
    assert "11 位手机号" in wrong.context["wrong"]
    assert 'value="123"' in wrong.content.decode()
    assert not Preference.objects.exists()
    client.post(WISHES, {"sms": OPTIONAL, "sms-address": "13812345678", "email": OPTIONAL})

    kept = {wish.channel: wish for wish in Preference.objects.all()}
    assert kept[Channel.EMAIL].topics == ["*"]
    assert kept[Channel.SMS].topics == OPTIONAL
    assert kept[Channel.SMS].address == "13812345678"


def test_the_administrator_sees_what_was_lost_masked_and_without_its_title(
    town, sign_in, mail, administrator
):
    give_up(town)

    page = text_of(sign_in("administrator").get(LOST))

    assert "w***@example.cn" in page
    assert "wang@" not in page
    assert "550" in page
    assert "操场" not in page


def test_a_retry_is_noted_with_who_and_why(town, sign_in, mail, administrator):
    delivery = give_up(town)
    client = sign_in("administrator")

    client.post(f"{LOST}retry/", {"delivery": [delivery.pk, "x"]})
    client.post(f"{LOST}retry/", {"delivery": delivery.pk})

    delivery.refresh_from_db()
    assert (delivery.status, delivery.attempts) == (Status.WAITING, 0)
    noted = Revival.objects.get()
    assert (noted.by, noted.attempts) == (administrator, 9)
    assert "550" in noted.error
    assert "administrator" in text_of(client.get(LOST))


def test_nobody_else_sees_or_retries_what_was_lost(town, sign_in, mail):
    delivery = give_up(town)
    client = sign_in("office")

    assert client.get(LOST).status_code == 403
    assert client.post(f"{LOST}retry/", {"delivery": delivery.pk}).status_code == 403
    assert LOST not in client.get("/desk/notices/").content.decode()
    assert not Revival.objects.exists()


def test_what_was_lost_comes_in_pages(town, sign_in, mail, administrator, monkeypatch):
    monkeypatch.setattr("luoshi.desk.queries.wishes.PER_PAGE", 1)
    give_up(town)
    give_up(town, "education_handler", address="li@example.cn")
    client = sign_in("administrator")

    first = client.get(LOST).context
    second = client.get(f"{LOST}?before={first['following']}").context

    assert first["total"] == 2
    assert first["rows"][0].row.pk != second["rows"][0].row.pk
    assert second["following"] is None
