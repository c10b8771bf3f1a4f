"""Lists are loaded once and changed by staff: every version stays, and no file takes a change back."""

from __future__ import annotations

from dataclasses import replace

import pytest
import yaml
from django.conf import settings
from django.core.management import call_command

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.tests.factories import moment
from luoshi.platforms.projects.lists.changing import change_list, load_lists
from luoshi.platforms.projects.lists.file import read_lists
from luoshi.platforms.projects.lists.language import terms_of
from luoshi.platforms.projects.models import ListVersion, ProjectList
from luoshi.platforms.projects.tests.populations import LOADED, held, load

pytestmark = pytest.mark.django_db
AT = moment("2026-03-02")


@pytest.fixture
def file(tmp_path):
    """The city's lists as a file a test may write on."""
    path = tmp_path / "projects.yaml"
    path.write_bytes(settings.CITY.lists_path("projects").read_bytes())
    return path


def rewritten(file, which, **values):
    raw = yaml.safe_load(file.read_text("utf-8"))
    next(one for one in raw if one["key"] == which).update(values)
    file.write_text(yaml.safe_dump(raw, allow_unicode=True), "utf-8")


def changed(builder, key="building", *, upon=1, at=AT, **values):
    one = held(key)
    owner = {"owner": "education"}
    return change_list(
        one.of, replace(one.definition, **(owner | values)), upon=upon, by=builder, at=at, why="改口径"
    )


def test_loading_again_changes_nothing(file):
    assert load_lists(file, at=LOADED).new == 16

    again = load_lists(file, at=AT)

    assert (again.new, again.changed, again.kept, again.total) == (0, 0, 0, 16)
    assert ListVersion.objects.count() == 16


def test_a_list_nobody_has_touched_follows_the_file(file):
    load_lists(file, at=LOADED)
    rewritten(file, "building", cycle="quarter", title="在建清单")

    assert load_lists(file, at=AT).changed == 1

    one = held("building")
    assert (one.version.number, one.definition.cycle, one.of.title) == (2, "quarter", "在建清单")


def test_a_list_that_staff_changed_stays_theirs(town, builder, file):
    load_lists(file, at=LOADED)
    changed(builder, cycle="quarter")
    rewritten(file, "building", columns=["name"])

    assert load_lists(file, at=AT).kept == 1

    assert held("building").version.number == 2
    assert len(held("building").definition.columns) > 1


def test_a_change_is_a_new_version_and_the_old_one_stays(town, builder):
    load()

    terms = terms_of([{"field": "state", "op": "eq", "value": "suspended"}], name="试")
    version = changed(builder, terms=terms)

    assert (version.number, version.by.username, version.at, version.why) == (2, "builder", AT, "改口径")
    first = ListVersion.objects.get(list__key="building", number=1)
    assert (first.filter[0]["value"], first.by) == ("building", None)
    assert held("building").definition.terms == terms


def test_the_same_again_is_no_change(town, builder):
    load()
    first = changed(builder)

    assert changed(builder, upon=1) == first
    assert ListVersion.objects.filter(list__key="building").count() == 2


def test_who_looked_at_an_older_version_is_asked_to_look_again(town, builder):
    load()
    changed(builder)

    with pytest.raises(LuoshiError) as error:
        changed(builder, upon=1, cycle="quarter")

    assert error.value.code == "list-stale"


@pytest.mark.parametrize("name", ["education_handler", "office", "monitor", "deputy"])
def test_only_those_who_keep_the_library_change_a_list(town, name):
    load()

    with pytest.raises(LuoshiError) as error:
        changed(town[name])

    assert error.value.code == "lists-not-yours"


def test_an_owner_is_an_organisation_there_is(town, builder):
    load()

    with pytest.raises(LuoshiError) as error:
        changed(builder, owner="nobody")

    assert error.value.code == "list-owner"


def test_a_file_with_faults_is_refused_whole_with_all_of_them(file):
    rewritten(file, "building", filter=[{"field": "cost", "op": "ge", "value": 1}], stage="end")
    rewritten(file, "ideas", columns=[], key="reserve", colour="red")

    with pytest.raises(LuoshiError) as error:
        load_lists(file, at=LOADED)

    for said in (
        "building 第1条：没有字段“cost”",
        "没有阶段“end”",
        "reserve 栏目",
        "不认识“colour”",
        "代码重复",
    ):
        assert said in error.value.zh
    assert not ProjectList.objects.exists()


def test_a_file_that_is_none_is_told(tmp_path):
    with pytest.raises(LuoshiError) as error:
        read_lists(tmp_path / "no.yaml")
    assert error.value.code == "lists-missing"
    for text in ("a: [", "- 1", "x"):
        (tmp_path / "bad.yaml").write_text(text, "utf-8")
        with pytest.raises(LuoshiError) as error:
            read_lists(tmp_path / "bad.yaml")
        assert error.value.code == "lists-invalid"


def test_the_command_loads_shows_and_keeps(capsys):
    call_command("projects", "lists", "load")
    call_command("projects", "lists", "show")
    call_command("projects", "lists", "keep")
    call_command("projects", "lists", "keep")

    said = capsys.readouterr().out
    assert "清单 16 张：新 16" in said
    assert "建设  在建项目清单  0" in said
    assert "留存 16 张清单，0 个条目" in said
    assert "本月已留存" in said
