"""Files of no case are found and removed; nothing that a case, an event or a form may need ever is."""

from __future__ import annotations

import io
import os
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from luoshi.kernel.cases.actions import act
from luoshi.kernel.cases.actions.sweep import _referring, sweep_evidence
from luoshi.kernel.cases.errors import ActRefused
from luoshi.kernel.cases.evidence import Store
from luoshi.kernel.cases.models import Evidence
from luoshi.kernel.cases.tests.calling import ANSWER
from luoshi.kernel.cases.tests.factories import assign, make_town, moment, propose

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture
def town(settings, tmp_path):
    settings.ENV = settings.ENV.model_copy(update={"state": tmp_path})
    return make_town(settings)


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "evidence")


@pytest.fixture
def before():
    return timezone.now() - timedelta(days=30)


def put(store, content=PDF, *, days=0):
    """Hand a content in, so many days ago."""
    file = store.put(io.BytesIO(content), name="答复.pdf", limit=1000, kind="答复件")
    age(store.path(file.sha256), days)
    return file


def age(path, days):
    at = (timezone.now() - timedelta(days=days)).timestamp()
    os.utime(path, (at, at))


def answer(town, case, file, *, by="education_head"):
    act(case, "answer", by=town[by], data=ANSWER, evidence=[file], at=moment("2026-03-09"))


def run(*arguments):
    out = io.StringIO()
    call_command("evidence", "sweep", *arguments, stdout=out)
    return out.getvalue()


def test_the_file_of_a_refused_act_is_found_and_removed_when_told_to(town, store):
    case = propose(town)
    file = put(store, days=31)
    with pytest.raises(ActRefused):
        answer(town, case, file)

    looked = run()
    assert store.intact(file.sha256)
    removed = run("--remove")

    assert file.sha256 in looked
    assert "加 --remove 删除" in looked
    assert "已删除 1 个" in removed
    assert not store.path(file.sha256).exists()
    assert "无事项引用 0 个" in run("--remove")


def test_what_a_case_refers_to_stays_however_old_it_is(town, store):
    case = propose(town)
    assign(town, case)
    file = put(store, days=4000)
    answer(town, case, file)

    run("--days", "1", "--remove")
    assert store.intact(file.sha256)
    Evidence.objects.all().delete()  # the event still names it
    run("--days", "1", "--remove")

    assert store.intact(file.sha256)


def test_columns_that_name_a_content_are_found_in_every_app():
    referring = _referring()

    for column, table in (
        ("sha256", "cases_evidence"),
        ("evidence", "commitments_happening"),
        ("evidence", "measures_observation"),
    ):
        assert f"EXCEPT SELECT {column} FROM {table}" in referring
    assert "jsonb_path_query(evidence" in referring


def test_what_was_handed_in_lately_stays(town, store):
    file = put(store, days=29)

    assert file.sha256 not in run()


def test_a_content_handed_in_again_while_the_sweep_runs_is_kept(store, before):
    file = put(store, days=31)
    [found] = store.older(before)
    put(store)

    assert not store.discard(found.sha256, before=before)
    assert store.intact(file.sha256)


def test_two_sweeps_at_once_remove_a_file_once(store, before):
    file = put(store, days=31)

    assert store.discard(file.sha256, before=before)
    assert not store.discard(file.sha256, before=before)


def test_what_a_killed_sweep_moved_aside_comes_back_and_cut_off_uploads_go(town, store, before):
    file = put(store, days=31)
    store.path(file.sha256).rename(store.folder / f"aside-{file.sha256}")
    for name, days in (("upload-old", 31), ("upload-new", 0)):
        (store.folder / name).write_bytes(b"%PDF")
        age(store.folder / name, days)

    swept = sweep_evidence(store, before=before, remove=True)

    assert (swept.removed, swept.uploads) == (0, 1)
    assert store.intact(file.sha256)
    assert (store.folder / "upload-new").exists()
    assert sweep_evidence(store, before=before, remove=True).removed == 1


def test_a_store_that_nobody_has_used_is_empty(store, before):
    assert sweep_evidence(store, before=before, remove=True).found == ()


def test_what_a_form_may_still_bring_is_never_asked_for():
    with pytest.raises(CommandError):
        run("--days", "0")
