"""Loading the city's organisations: idempotent, whole or not at all, every problem named."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.orgs.actions import load_organisations
from luoshi.kernel.orgs.actor import ROLES
from luoshi.kernel.orgs.models import Organisation, Post
from luoshi.kernel.orgs.tests.factories import MERGED, STREETS, YAML, write_city

pytestmark = pytest.mark.django_db


def load(folder, text=YAML, *, streets=STREETS):
    return load_organisations(write_city(folder, text, streets=streets), streets=folder / "streets.csv")


def refusal(folder, text=YAML, *, streets=STREETS) -> str:
    with pytest.raises(LuoshiError) as caught:
        load(folder, text, streets=streets)
    assert caught.value.code == "organisations-invalid"
    assert not Organisation.objects.exists()
    assert not Post.objects.exists()
    return caught.value.en


def test_organisations_streets_and_posts_are_loaded_with_their_paths(tmp_path):
    loaded = load(tmp_path)

    assert len(loaded.created) == 9 + 9
    assert Organisation.objects.get(code="990102001").path == "city/east/990102001/"
    supervision = Post.objects.get(code="office-supervision")
    assert (supervision.roles, supervision.reads) == (["office", "supervisor"], [])
    old = Organisation.objects.filter(code="culture").values_list("valid_to", "successor__code")
    assert list(old) == [(MERGED, "culture-tourism")]


def test_the_same_files_again_change_nothing(tmp_path):
    first = load(tmp_path)

    again = load(tmp_path)

    assert set(again.unchanged) == set(first.created)
    assert (again.created, again.changed, again.closed) == ((), (), ())


def test_a_change_is_told_and_a_closure_is_told_as_such(tmp_path):
    load(tmp_path)
    text = YAML.replace("title: 督查岗", "title: 督查督办岗").replace(
        "name: 东区人民政府,", "name: 东区人民政府, short: 东区,"
    )
    heir = "  - { code: office-2, name: 办公厅, kind: department, parent: city, since: 2026-01-01 }\n"
    text = text.replace(
        "    name: 测试市人民政府办公室\n",
        "    name: 测试市人民政府办公室\n    until: 2026-01-01\n    successor: office-2\n",
    )

    loaded = load(tmp_path, text + heir)

    assert set(loaded.changed) == {"east", "office-supervision"}
    assert loaded.closed == ("office",)
    assert set(loaded.created) == {"office-2", "office-2-head", "office-2-handler"}


def test_a_post_may_be_confined_to_types_of_case(tmp_path):
    load(tmp_path)

    loaded = load(
        tmp_path, YAML.replace("[office, supervisor] }", "[office, supervisor], reads: [proposals] }")
    )

    assert loaded.changed == ("office-supervision",)
    assert Post.objects.get(code="office-supervision").reads == ["proposals"]


def test_moving_an_organisation_moves_the_paths_of_everything_below_it(tmp_path):
    load(tmp_path)

    loaded = load(tmp_path, YAML.replace("kind: district, parent: city", "kind: district, parent: office"))

    assert set(loaded.changed) == {"east", "990102001", "990102100", "990102400"}
    assert Organisation.objects.get(code="990102100").path == "city/office/east/990102100/"


def test_what_was_loaded_cannot_vanish(tmp_path):
    load(tmp_path)

    with pytest.raises(LuoshiError, match="990102100") as caught:
        load(tmp_path, streets=STREETS.replace("990102100,山门镇,990102\n", ""))

    assert "until" in caught.value.en
    assert Organisation.objects.filter(code="990102100").exists()


MERGER = "successor: culture-tourism }\n  - { code: tourism"
PROBLEMS = [
    ("code: tourism,", "code: culture,", "code culture is taken by organisations.yaml:8"),
    ("district, parent: city", "district, parent: nowhere", "parent nowhere is not in the file"),
    (
        "district, parent: city",
        "district, parent: east",
        "organisations.yaml:20 east: its parents lead in a circle",
    ),
    (MERGER, MERGER.replace("culture-tourism", "gone"), "successor gone is not in the file"),
    (MERGER, MERGER.replace("successor: culture-tourism", ""), "names no successor"),
    ("since: 2019-03-01", "since: 2020-03-01", "culture-tourism does not exist on 2019-03-01"),
    ("office, supervisor", "office, emperor", "posts.supervision: there is no role 'emperor'"),
    ("kind: government }", "kind: empire }", "there is no kind 'empire'"),
    ("since: 2019-03-01", "since: 2009-03-01", "reaches beyond that of city"),
    ("name: 测试市人民政府办公室", "name: 测试市旅游局", "their periods overlap"),
    ("until: 2019-03-01", "until: 2009-03-01", "until must be later than since"),
    ("code: office", "code: Büro", "a code is lower-case"),
    ("kind: district,", "kind: district, boss: x,", "there is no field 'boss'"),
    ("since: 2010-01-01", "since: yesterday", "since must be a date"),
    ("duties: [文化, 旅游]", "duties: 文化", "duties must be a list of words"),
    ('region: "990102"', "region: 990102", "region must be text"),
    ("code: office\n", "code: office\n    code: bureau\n", "key given twice"),
    ("organisations:", "bodies:", "the list organisations is missing"),
    ("kind: government }", "kind: government, successor: city }", "has a successor but no until"),
    ("{ title: 分管负责人, roles: [head] }", "分管负责人", "must be “field: content” lines"),
]


@pytest.mark.parametrize(("old", "new", "said"), PROBLEMS)
def test_a_problem_is_named_with_its_place_and_nothing_is_written(tmp_path, old, new, said):
    assert old in YAML

    message = refusal(tmp_path, YAML.replace(old, new, 1))

    assert said in message


def test_all_problems_are_named_at_once(tmp_path):
    text = YAML.replace("kind: government", "kind: empire").replace(
        "parent: city, region", "parent: nowhere, region"
    )

    message = refusal(tmp_path, text.replace("roles: [handler]", "roles: [poet]"))

    assert "empire" in message
    assert "nowhere" in message
    assert message.count("'poet'") == 4


def test_a_street_of_an_unknown_district_is_named_with_its_line(tmp_path):
    message = refusal(tmp_path, streets=STREETS.replace("山门镇,990102", "山门镇,990199"))

    assert "streets.csv:3 990102100" in message


def test_streets_with_other_columns_are_refused(tmp_path):
    assert "columns must be code,name,district" in refusal(tmp_path, streets="code,title\n1,甲\n")


def test_a_missing_file_says_what_to_do(tmp_path):
    with pytest.raises(LuoshiError) as caught:
        load_organisations(tmp_path / "organisations.yaml", streets=None)

    assert caught.value.code == "organisations-missing"


def test_the_number_of_queries_does_not_grow_with_the_city(tmp_path):
    def queries(streets):
        with CaptureQueriesContext(connection) as captured:
            load(tmp_path, streets=streets)
        return len(captured)

    few = queries(STREETS)
    Post.objects.all().delete()
    Organisation.objects.update(parent=None, successor=None)
    Organisation.objects.all().delete()

    assert queries(STREETS + "".join(f"9901021{n:02},第{n}街道,990102\n" for n in range(10, 60))) == few


def test_the_citys_own_organisations_load():
    folder = settings.CITY.folder

    loaded = load_organisations(folder / "organisations.yaml", streets=folder / "streets.csv")

    assert {"siping", "education", "tiexi", "congress", "cppcc", "220302001"} <= set(loaded.created)
    assert Organisation.objects.get(code="220302001").path == "siping/tiexi/220302001/"
    assert Organisation.objects.filter(kind="district").count() == 5
    roles = {role for roles in Post.objects.values_list("roles", flat=True) for role in roles}
    assert roles == set(ROLES)
