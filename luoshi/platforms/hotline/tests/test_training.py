"""A city trains on its own closed requests; what it learnt has a version and a file that is checked."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.actions import act, open_case
from luoshi.kernel.cases.tests.factories import moment
from luoshi.platforms.hotline.actions import recount, recount_due, train_classifier
from luoshi.platforms.hotline.modelfiles import classifier
from luoshi.platforms.hotline.models import Bigram, ClassifierVersion, DispatchCount
from luoshi.platforms.hotline.suggesting.grams import document
from luoshi.platforms.hotline.tests.factories import COLD, finished
from luoshi.platforms.hotline.tests.suggesting.invented import invented

AT = moment("2026-03-10")


@pytest.fixture
def state(settings, tmp_path):
    settings.ENV = settings.ENV.model_copy(update={"state": tmp_path})
    return tmp_path


def closed(town, many=108, **more):
    """Requests of six matters, each answered at once by the agent who took it."""
    for title, category in invented()[:many]:
        data = COLD | {"title": title, "content": f"{title}。", "category": category}
        case = open_case("hotline", by=town["agent"], data=data, at=moment("2026-03-02"), **more)
        reply = {"outcome": "solved", "reply": "已解答。"}
        act(case, "reply_now", by=town["agent"], data=reply, at=moment("2026-03-02 09:10"))


def test_closed_requests_make_a_model_that_is_used(town, state):
    closed(town)

    row, new = train_classifier(at=AT, least=100)

    assert (new, row.active, row.rows, row.classes, row.simulated) == (True, True, 108, 2, False)
    assert row.macro_f1 > 0.8
    assert (state / "models" / "hotline" / f"{row.version}.npz").is_file()
    model = classifier()
    assert model is not None
    assert model.suggest(document("暖气不热，家里很冷", "")).choices[0].label.startswith("01")


def test_equal_requests_make_no_new_version(town, state):
    closed(town)
    first, _ = train_classifier(at=AT, least=100)

    again, new = train_classifier(at=moment("2026-03-11"), least=100)

    assert (again, new) == (first, False)
    assert ClassifierVersion.objects.count() == 1


def test_other_requests_make_a_version_that_takes_the_place_of_the_one_before(town, state):
    closed(town)
    first, _ = train_classifier(at=AT, least=100)
    closed(town, many=40)

    second, new = train_classifier(at=AT, least=100)

    first.refresh_from_db()
    assert (new, first.active, second.active) == (True, False, True)


def test_too_few_requests_are_refused_in_words(town, state):
    closed(town, many=30)

    with pytest.raises(LuoshiError, match="只有 30 件") as refused:
        train_classifier(at=AT)

    assert refused.value.code == "training-few"
    assert not ClassifierVersion.objects.exists()


def test_invented_requests_are_learnt_from_only_where_asked_for(town, state):
    closed(town, simulated=True)

    with pytest.raises(LuoshiError, match="只有 0 件"):
        train_classifier(at=AT, least=100)
    row, _ = train_classifier(at=AT, least=100, simulated=True)

    assert row.simulated


def test_a_file_that_was_changed_is_not_used(town, state):
    closed(town)
    row, _ = train_classifier(at=AT, least=100)

    (state / "models" / "hotline" / f"{row.version}.npz").write_bytes(b"other")

    assert classifier() is None


def test_a_request_that_was_answered_counts_for_its_unit_on_every_level(town):
    finished(town)

    done = recount(at=AT)

    assert done.dispatched == 1
    rows = DispatchCount.objects.values_list("category", "place", "unit", "count")
    assert set(rows) == {(code, "", "transport", 1) for code in ("01", "0101", "010101")}
    assert recount(at=AT) == done


def test_words_are_counted_once_a_request(town):
    finished(town)

    recount(at=AT)

    counts = dict(Bigram.objects.values_list("word", "requests"))
    assert (counts[""], counts["暖气"]) == (1, 1)


def test_the_command_tells_what_it_learnt(town, state):
    closed(town)
    said = StringIO()

    call_command("hotline", "train", "--least", "100", stdout=said)
    call_command("hotline", "train", "--least", "100", stdout=said)
    call_command("hotline", "versions", stdout=said)

    lines = said.getvalue().splitlines()
    assert lines[0].startswith("已训练")
    assert "macro-F1" in lines[1]
    assert lines[3].startswith("工单没有变化")
    assert sum("在用" in line for line in lines) == 3


def test_counting_is_done_once_a_day_and_not_for_nothing(town):
    assert recount_due(now=AT) is None
    finished(town)

    assert recount_due(now=AT) is not None
    assert recount_due(now=moment("2026-03-10 23:00")) is None
    assert recount_due(now=moment("2026-03-11 00:01")) is not None
