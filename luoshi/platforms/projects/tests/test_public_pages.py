"""Anyone finds a published project, sees how far it has come, and takes all of them away."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from luoshi.kernel.cases.actions import relate
from luoshi.kernel.cases.storing import evidence_store
from luoshi.kernel.cases.tests.factories import moment, organisation, person
from luoshi.kernel.orgs.actor import Actor
from luoshi.kernel.orgs.models import Kind
from luoshi.kernel.orgs.queries import actor_of
from luoshi.platforms.projects.limits import TAKING
from luoshi.platforms.projects.models import Project
from luoshi.platforms.projects.photos import KIND
from luoshi.platforms.projects.public import COLUMNS
from luoshi.platforms.projects.tests.factories import MILLION, TO_THE_START, do, propose, started
from luoshi.portal.tests.factories import make_city
from luoshi.portal.tests.test_english import Unmarked

pytestmark = pytest.mark.django_db
LIST = "/projects/"
PLACE = {"locality": "tiexi", "point": "124.350400,43.146400", "address": "铁西区示例路1号"}
MAKE = 271  # EXIF: who made the camera


@pytest.fixture(autouse=True)
def fresh() -> None:
    cache.clear()
    make_city()


@pytest.fixture
def builder(town: Any) -> Actor:
    organisation("tiexi", parent=town.units["siping"], kind=Kind.DISTRICT)
    account = person("builder", town.units["education"], "handler", "head", "projects")
    return actor_of(account, on=date(2026, 3, 1))


def text(answer: Any) -> str:
    return str(answer.content.decode())


def found(client: Client, asked: str = "") -> list[str]:
    lines = client.get(f"{LIST}?{asked}").context["lines"]
    return [project.name for project, _unit, _place in lines]


def picture() -> io.BytesIO:
    exif, file = Image.Exif(), io.BytesIO()
    exif[MAKE] = "SECRET-PHONE"
    Image.new("RGB", (1_600, 1_200), "teal").save(file, "JPEG", exif=exif.tobytes())
    file.seek(0)
    return file


def started_with_a_photo(builder: Actor) -> tuple[Any, str]:
    photo = evidence_store().put(picture(), name="现场.jpg", limit=10_000_000, kind=KIND)
    case = started(builder, until="permit")
    for kind in ("planning", "construction"):
        case = do(
            case, "permit", builder, "2026-03-02", permit=kind, number=f"{kind}-1", decided_on="2026-03-01"
        )
    action, at, data = TO_THE_START[-1]
    return do(case, action, builder, at, photo, **data), photo.sha256


def test_only_what_is_published_is_shown(builder, client):
    shown, kept = propose(builder, title="公园"), propose(builder, title="内部", public=False)

    assert found(client) == ["公园"]
    assert client.get(f"{LIST}{shown.code}/").status_code == 200
    assert client.get(f"{LIST}{kept.code}/").status_code == 404
    assert "内部" not in text(client.get("/projects/projects.csv"))


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("q=公园", ["公园"]),
        ("district=tiexi", ["小桥"]),
        ("stage=before", ["公园"]),
        ("stage=building", ["小桥"]),
        ("livelihood=1", ["公园"]),
        ("stage=nothing&district=%00&q=%00&page=x", ["公园", "小桥"]),
    ],
)
def test_the_list_is_searched_and_narrowed(builder, client, asked, names):
    propose(builder, title="公园", livelihood=True)
    started(builder, title="小桥", planned=6 * MILLION, **PLACE)

    assert found(client, asked) == names


def test_a_project_tells_its_plan_its_money_and_its_papers_but_no_notes(builder, client):
    case = started(builder, until="reserve")
    case = do(case, "shift", builder, "2026-02-03", horizon="one", note="内部说明：土地有争议")
    for action, at, data in TO_THE_START[1:3]:
        case = do(case, action, builder, at, **data)

    said = text(client.get(f"{LIST}{case.code}/"))

    for words in ("新建厂房两栋", "2026-04-15", "2027-09-30", "8,000", "立项", "备〔2026〕1号", "education"):
        assert words in said
    assert "土地有争议" not in said
    assert "落实资金" not in said  # no public act


def test_an_invented_project_says_so(builder, client):
    case = propose(builder)
    assert "本页含模拟数据" not in text(client.get(f"{LIST}{case.code}/"))

    Project.objects.update(simulated=True)

    assert "本页含模拟数据" in text(client.get(f"{LIST}{case.code}/"))
    assert "本页含模拟数据" in text(client.get(LIST))


def test_a_photo_is_shown_without_what_the_camera_wrote_and_smaller(builder, client):
    case, sha256 = started_with_a_photo(builder)
    address = f"{LIST}{case.code}/photos/{sha256}/"

    answer = client.get(address)

    assert address in text(client.get(f"{LIST}{case.code}/"))
    assert b"SECRET-PHONE" not in answer.content
    with Image.open(io.BytesIO(answer.content)) as image:
        assert image.size == (1_280, 960)
    assert client.get(f"{LIST}{case.code}/photos/{'0' * 64}/").status_code == 404


def test_a_photo_of_a_project_that_is_not_published_is_not_shown(builder, client):
    case, sha256 = started_with_a_photo(builder)
    Project.objects.update(public=False)

    assert client.get(f"{LIST}{case.code}/photos/{sha256}/").status_code == 404


def test_a_project_leads_to_the_commitment_it_keeps(builder, client):
    case = propose(builder)
    relate(case, "2026-001", by=builder, at=moment("2026-02-01"))

    assert '"/commitments/2026-001/"' in text(client.get(f"{LIST}{case.code}/"))


def test_all_of_them_are_open_data_in_three_forms(builder, client):
    case = started(builder, **PLACE)
    propose(builder, title="没有位置", planned=6 * MILLION)

    rows = list(csv.DictReader(io.StringIO(client.get("/projects/projects.csv").content.decode("utf-8-sig"))))
    same = json.loads(client.get("/projects/projects.json").content)
    places = json.loads(client.get("/projects/projects.geojson").content)

    assert [list(rows[0]), list(same[0])] == [list(COLUMNS)] * 2
    assert rows[0]["code"] == same[0]["code"] == case.code
    assert (rows[0]["planned_yuan"], rows[0]["state"], rows[0]["started_on"]) == (
        "80000000.00", "在建", "2026-04-15",
    )  # fmt: skip
    (feature,) = places["features"]
    assert (feature["id"], feature["geometry"]["coordinates"]) == (case.code, [124.3504, 43.1464])


def test_who_takes_too_much_is_told_when_to_come_again(client):
    for _ in range(TAKING.most):
        TAKING.count("127.0.0.1")

    answer = client.get("/projects/projects.csv")

    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0


def test_the_english_pages_mark_every_chinese_word(builder, client):
    case, _ = started_with_a_photo(builder)
    do(case, "report", builder, "2026-05-10", month="2026-04-01", invested=MILLION, physical=450)

    for address in (LIST, f"{LIST}{case.code}/"):
        parser = Unmarked()
        parser.feed(text(client.get(address, HTTP_ACCEPT_LANGUAGE="en")))
        assert parser.found == []


@pytest.mark.parametrize(("address", "most"), [(LIST, 10), ("/projects/projects.csv", 3), ("", 12)])
def test_the_number_of_questions_does_not_grow(builder, client, address, most):
    case = started(builder, **PLACE)
    address = address or f"{LIST}{case.code}/"
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)

    for number in range(12):
        started(builder, title=f"项目{number}", **PLACE)
    for month in ("2026-04-01", "2026-05-01"):
        case = do(case, "report", builder, "2026-07-01", month=month, invested=MILLION, physical=100)
    with CaptureQueriesContext(connection) as many:
        client.get(address)

    assert len(few) == len(many) <= most
