from __future__ import annotations

from icalendar import Calendar

from luoshi.desk.models import FeedToken
from luoshi.desk.tests.factories import assigned, at_case, text_of
from luoshi.kernel.cases.models import Case
from luoshi.kernel.cases.tests.factories import moment
from luoshi.kernel.notices.actions import announce
from luoshi.kernel.notices.models import Notice


def tell(town, *names, key="k"):
    people = [town.accounts[name].pk for name in names]
    announce(
        key=key,
        topic="t",
        subject="s",
        title="有事要办",
        link="/desk/roots/",
        to=people,
        at=moment("2026-03-09"),
    )


def test_the_bar_counts_what_is_unread_and_opening_reads_it(town, sign_in):
    tell(town, "deputy", "office")
    client = sign_in("deputy")
    assert "1 条未读" in text_of(client.get("/desk/"))
    notice = Notice.objects.get(recipient=town.accounts["deputy"])

    answer = client.post("/desk/notices/read/", {"notice": notice.pk, "open": "1"})

    assert answer.headers["Location"] == "/desk/roots/"
    assert "条未读" not in text_of(client.get("/desk/notices/"))
    assert Notice.objects.filter(read_at=None).count() == 1


def test_nobody_reads_the_notices_of_others(town, sign_in):
    tell(town, "office")
    notice = Notice.objects.get()

    answer = sign_in("deputy").post("/desk/notices/read/", {"notice": [notice.pk, "x"], "open": "1"})

    assert answer.headers["Location"] == "/desk/notices/"
    assert not Notice.objects.exclude(read_at=None).exists()
    assert "有事要办" not in text_of(sign_in("deputy").get("/desk/notices/"))


def test_older_notices_are_on_the_next_page(town, sign_in, monkeypatch):
    monkeypatch.setattr("luoshi.desk.pages.notices.PER_PAGE", 2)
    for number in range(3):
        tell(town, "deputy", key=f"k{number}")
    client = sign_in("deputy")

    first = client.get("/desk/notices/").context
    second = client.get(f"/desk/notices/?before={first['following']}").context

    listed = [notice.pk for notice in (*first["notices"], *second["notices"])]
    assert len(set(listed)) == len(listed) == 3
    assert second["following"] is None


def test_the_feed_holds_ones_deadlines_and_no_title_that_is_not_public(town, sign_in, client):
    case, inner = assigned(town), assigned(town)
    Case.objects.filter(pk=inner.pk).update(secrecy=1, title="内部事项")
    assigned(town, unit="transport")
    address = feed_of(sign_in("education_handler"))

    answer = client.get(address)

    events = Calendar.from_ical(answer.content).walk("VEVENT")
    said = {str(event["SUMMARY"]) for event in events}
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert said == {
        f"退回：{case.title}",
        f"答复：{case.title}",
        f"退回：{inner.code}",
        f"答复：{inner.code}",
    }
    assert {str(event["URL"])[-len(at_case(case)) :] for event in events} >= {at_case(case)}


def test_a_new_address_closes_the_old_one_and_only_its_hash_is_kept(town, sign_in, client):
    office = sign_in("office")
    first, second = feed_of(office), feed_of(office)

    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    assert FeedToken.objects.get().digest not in second
    office.post("/desk/calendar.ics/delete/")
    assert client.get(second).status_code == 404
    assert client.get("/desk/calendar.ics").status_code == 404


def test_an_account_that_is_switched_off_feeds_nothing(town, sign_in, client):
    address = feed_of(sign_in("office"))
    type(town.accounts["office"]).objects.update(is_active=False)

    assert client.get(address).status_code == 404


def feed_of(browser):
    page = browser.post("/desk/calendar.ics/new/")
    address = page.context["address"]
    assert address in page.content.decode()
    return address[address.index("/desk/") :]
