"""Hot issues: gathered as requests come in, kept through kills and restarts, told of nobody."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from luoshi.kernel.cases.errors import ActRefused
from luoshi.kernel.cases.models import Case
from luoshi.kernel.cases.tests.factories import Town, moment
from luoshi.kernel.notices.models import Notice
from luoshi.kernel.orgs.models import Organisation
from luoshi.platforms.hotline import holding
from luoshi.platforms.hotline.actions import gather, gathering, raise_issue
from luoshi.platforms.hotline.actions.issuing import redirect
from luoshi.platforms.hotline.clustering.messages import Message
from luoshi.platforms.hotline.models import HotIssue, HotMember, HotState, HotSurge, Request
from luoshi.platforms.hotline.tests.factories import asked
from luoshi.platforms.hotline.topics.populations import population_of
from luoshi.platforms.hotline.wording import common_words

NOW = moment("2026-03-20 12:00")
COLD = ("东盛花园暖气不热室温只有十四度", "东盛花园暖气不热供暖不达标", "东盛花园暖气一直不热请来人")
OTHERS = (
    *("咨询新生儿医保怎么办理", "滨河路路灯坏了一周", "出租车司机拒载", "建议站前广场增加座椅"),
    *("学校门口小摊贩占道", "河道垃圾没人清理", "快递丢件不赔偿", "公交车半小时不来"),
)


def call(town: Town, title: str, caller: int, at: str = "2026-03-19", **more: Any) -> Case:
    said = {"title": title, "content": f"{title}，请处理。", "phone": f"1390000{caller:04}", "name": None}
    return asked(town, at, **(said | more))


@pytest.fixture
def background(town: Town) -> Town:
    for number, title in enumerate(OTHERS):
        call(town, title, 900 + number)
    return town


def complain(town: Town, callers: range, **more: Any) -> list[Case]:
    return [call(town, COLD[caller % 3], caller, **more) for caller in callers]


def the_issue() -> HotIssue:
    return HotIssue.objects.listed().get()


def test_three_persons_make_an_issue_and_two_do_not(background: Town):
    complain(background, range(2))
    gather(at=NOW)
    assert not HotIssue.objects.exists()

    complain(background, range(2, 4))
    done = gather(at=NOW)

    issue = the_issue()
    assert (done.filed, issue.persons, issue.messages, issue.code) == (2, 4, 4, "hot-2026-0001")
    assert issue.category == "010101"
    assert any("暖气" in word for word in issue.words)


def test_who_calls_often_is_one_person_and_so_are_all_who_call_unnamed(background: Town):
    for _ in range(3):
        call(background, COLD[0], 1)
        call(background, COLD[1], 2, phone=None, anonymous=True)

    gather(at=NOW)

    assert not HotIssue.objects.exists()


def test_a_sweep_with_nothing_new_does_nothing(background: Town):
    complain(background, range(4))
    gather(at=NOW)
    before = HotState.objects.get().mark, list(HotMember.objects.values_list("number", flat=True))

    again = gather(at=NOW + timedelta(minutes=1))

    assert not again
    assert (HotState.objects.get().mark, list(HotMember.objects.values_list("number", flat=True))) == before


def test_what_comes_in_late_is_not_passed_over(background: Town):
    complain(background, range(3), at="2026-03-19")
    gather(at=NOW)

    complain(background, range(3, 5), at="2026-03-10")
    gather(at=NOW)

    assert (the_issue().persons, the_issue().first_at) == (5, moment("2026-03-10"))


def test_a_sweep_that_is_killed_loses_nothing(background: Town, monkeypatch):
    complain(background, range(4))

    def killed(*args: Any, **more: Any) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(gathering, "note_surges", killed)
        with pytest.raises(KeyboardInterrupt):
            gather(at=NOW)

    assert not HotMember.objects.exists()
    assert gather(at=NOW).filed == len(OTHERS) + 4
    assert the_issue().persons == 4


def test_a_process_that_held_the_clusters_and_one_that_reads_them_find_the_same(
    background: Town, django_capture_on_commit_callbacks
):
    complain(background, range(4))
    with django_capture_on_commit_callbacks(execute=True):
        gather(at=NOW)
    state = HotState.objects.get()
    held = holding.taken(state)

    read = holding.restored(state)

    assert held.cluster_of == read.cluster_of
    assert held.state().spread == read.state().spread
    assert held.messages == read.messages


def test_the_spread_of_terms_is_kept_and_what_came_after_is_counted(background: Town, monkeypatch):
    monkeypatch.setattr(gathering, "_COUNTED", 8)
    complain(background, range(2))
    gather(at=NOW)
    complain(background, range(2, 4))
    gather(at=NOW)

    state = HotState.objects.get()
    spread = holding.restored(state).state().spread
    assert (state.filed, state.spread_filed) == (12, 10)
    assert spread["暖气"] == 4


def test_the_spread_of_terms_waits_for_a_sweep_with_little_to_do(background: Town, monkeypatch):
    monkeypatch.setattr(gathering, "_COUNTED", 1)
    monkeypatch.setattr(gathering, "_QUIET", 3)

    def kept(hours: int) -> int:
        gather(at=NOW + timedelta(hours=hours))
        return HotState.objects.get().spread_filed

    assert kept(0) == 0  # eight at once
    complain(background, range(2))
    assert kept(0) == 0  # no hour has passed since heat was written
    complain(background, range(2, 4))
    assert kept(2) == HotState.objects.get().filed == 12


def test_requests_are_taken_in_portions_the_oldest_first(background: Town):
    complain(background, range(4))

    filed = [gather(at=NOW, most=5).filed for _ in range(4)]

    assert filed == [5, 5, 2, 0]
    assert the_issue().persons == 4


def test_an_issue_that_is_forgotten_is_past_and_its_old_requests_are_let_go(background: Town):
    complain(background, range(4))
    gather(at=NOW)

    later = gather(at=NOW + timedelta(days=70))

    issue = HotIssue.objects.get()
    assert (later.ended, issue.ended) == (1, True)
    assert set(HotMember.objects.values_list("cluster", flat=True)) == {issue.cluster}
    complain(background, range(4), at="2026-05-28")
    gather(at=NOW + timedelta(days=70))
    assert the_issue().code == "hot-2026-0002"


def test_heat_falls_with_time_though_nobody_speaks(background: Town):
    complain(background, range(4))
    gather(at=NOW)
    hot = the_issue().heat

    gather(at=NOW + timedelta(days=14))

    assert the_issue().heat == pytest.approx(hot / 2)
    assert the_issue().growth == 0


def test_two_places_are_two_issues(background: Town):
    city = background.units["siping"]
    for code in ("tiexi", "tiedong"):
        Organisation.objects.create(
            code=code, name=code, short=code, kind="district", parent=city,
            path=f"{city.path}{code}/", valid_from=moment("2020-01-01").date(),
        )  # fmt: skip
    complain(background, range(3), locality="tiexi")
    complain(background, range(3, 6), locality="tiedong")

    gather(at=NOW)

    places = HotIssue.objects.values_list("place", "persons").order_by("place")
    assert list(places) == [("siping/tiedong/", 3), ("siping/tiexi/", 3)]


def test_a_merged_issue_keeps_its_code_and_hands_on_its_question(background: Town):
    complain(background, range(6))
    gather(at=NOW)
    kept = the_issue()
    topic = Case.objects.first()
    gone = HotIssue.objects.get(pk=kept.pk)
    gone.pk, gone.code, gone.cluster, gone.topic = None, "hot-2026-0009", -1, topic
    gone.save()
    older = HotIssue.objects.get(pk=gone.pk)
    older.pk, older.code, older.cluster, older.topic, older.into = None, "hot-2026-0008", -2, None, gone
    older.save()
    clusters = holding.restored(HotState.objects.get())
    clusters.cluster_of["-1"] = str(kept.cluster)

    redirect(clusters, ["-1"])

    assert set(kept.gone.values_list("code", flat=True)) == {"hot-2026-0008", "hot-2026-0009"}
    assert the_issue().topic == topic


def test_words_of_fewer_than_three_persons_are_not_shown(background: Town):
    cases = complain(background, range(4))
    call(background, "东盛花园暖气不热王建国家有瘫痪老人", 7, confidential=True)

    gather(at=NOW)

    said = "".join(the_issue().words)
    assert the_issue().messages == len(cases) + 1
    assert not any(word in said for word in ("王建", "建国", "瘫痪"))


def test_the_map_shows_no_single_home(background: Town):
    complain(background, range(2), point="124.351234,43.161234")
    call(background, COLD[2], 5)
    gather(at=NOW)
    assert the_issue().longitude is None

    complain(background, range(6, 8), point="124.353234,43.163234")
    gather(at=NOW)

    assert (the_issue().longitude, the_issue().latitude) == (124.352, 43.162)


def test_terms_that_overlap_become_one_word():
    messages = [Message(id=str(n), at=NOW, person=str(n), title="小区暖气不热") for n in range(3)]

    assert common_words({"暖气": 2.0, "气不": 1.0, "不热": 1.0}, messages, least=3) == ["暖气不热"]
    assert common_words({"暖气": 2.0}, messages[:2], least=3) == []


def surging(town: Town, seen: int, at: str = "2026-03-19") -> None:
    for back in range(1, 9):
        day = datetime.fromisoformat(at) - timedelta(weeks=back)
        call(town, OTHERS[0], 500 + back, at=f"{day:%Y-%m-%d}")
    for number in range(seen):
        call(town, f"第{number}处暖气不热", 100 + number, at=at)


def test_a_day_that_stands_out_is_announced_once_with_what_it_was_compared_with(town: Town):
    surging(town, 14)

    assert gather(at=NOW).surges == 1
    call(town, "又一处暖气不热", 300, at="2026-03-19")
    assert gather(at=NOW).surges == 0

    row = HotSurge.objects.get()
    assert (row.seen, row.category, row.compared) == (15, "0101", [1] * 8)
    told = Notice.objects.filter(topic="hotline.surge").exclude(recipient=None)
    readers = set(told.values_list("recipient__username", flat=True))
    assert readers == {"dispatcher", "second", "office"}
    assert told[0].title == "诉求突增：未注明区县 供热"
    assert told[0].body == "当日 14 件，此前 8 个同星期日平均 1.0 件"


def test_an_old_day_is_listed_and_not_announced(town: Town):
    surging(town, 14, at="2026-03-05")

    gather(at=NOW)

    assert HotSurge.objects.count() == 1
    assert not Notice.objects.filter(topic="hotline.surge").exists()


def test_an_issue_becomes_a_question_once_and_tells_no_request(background: Town):
    complain(background, range(3))
    call(background, COLD[0], 3, content="我叫李某，住三单元")
    gather(at=NOW)
    code = the_issue().code
    hidden = Request.objects.order_by("-pk")[0]
    Request.objects.filter(pk=hidden.pk).update(confidential=True)

    case = raise_issue(code, by=background["dispatcher"], at=NOW)
    again = raise_issue(code, by=background["second"], at=NOW + timedelta(days=1))

    assert again == case
    assert (case.data["source"], case.data["cluster"]) == ("cluster", code)
    assert "4 人 4 次反映" in case.data["question"]
    assert "李某" not in f"{case.data}"
    assert the_issue().topic == case
    tied = set(case.links.values_list("other_id", flat=True))
    assert len(tied) == 3
    assert hidden.pk not in tied
    assert len(population_of(case, until=NOW)) == 3


def test_a_question_is_raised_by_those_who_may(background: Town):
    complain(background, range(4))
    gather(at=NOW)

    with pytest.raises(ActRefused):
        raise_issue(the_issue().code, by=background["agent"], at=NOW)

    assert the_issue().topic is None
