from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from luoshi.platforms.hotline.clustering.clusters import Clusters, same_place
from luoshi.platforms.hotline.clustering.heat import heat, issue, issues
from luoshi.platforms.hotline.clustering.messages import Message, State, Strictness

START = datetime(2026, 11, 2, 8, tzinfo=UTC)
HEATING = ("{}暖气不热室温只有十四度", "{}供暖不达标暖气冰凉", "{}暖气一直不热请供热公司来人")
OTHERS = (
    "咨询新生儿医保怎么办理",
    "滨河路路灯坏了一周",
    "出租车司机拒载",
    "建议站前广场增加座椅",
    "学校门口小摊贩占道",
    "河道垃圾没人清理",
    "快递丢件不赔偿",
    "公交车半小时不来",
)


STREETS = ("文化路", "解放街", "康宁家园", "河西村", "铁东市场", "南湖公园")
BACKGROUND = [f"{street}{other}" for other in OTHERS for street in STREETS]


def message(number: int, title: str, **more: Any) -> Message:
    values: dict[str, Any] = {"at": START + timedelta(hours=number), "person": f"p{number}"} | more
    return Message(id=f"m{number:03d}", title=title, **values)


def invented() -> list[Message]:
    titles = [
        pattern.format(place)
        for pattern in HEATING
        for place in ("东盛花园", "平安小区", "东盛花园", "平安小区")
    ]
    return [message(number, title) for number, title in enumerate([*titles, *BACKGROUND])]


def filed(messages: list[Message], **more: Any) -> Clusters:
    clusters = Clusters(Strictness(**more))
    for each in messages:
        clusters.add(each)
    clusters.settle()
    return clusters


def test_one_matter_in_two_places_is_two_issues():
    clusters = filed(invented())

    first, second = clusters.cluster_of["m000"], clusters.cluster_of["m001"]
    assert first != second
    assert {clusters.messages[m].title[:4] for m in clusters.members[first]} == {"东盛花园"}
    assert {clusters.messages[m].title[:4] for m in clusters.members[second]} == {"平安小区"}


def test_equal_messages_in_equal_order_give_equal_clusters():
    assert filed(invented()).members == filed(invented()).members


def test_a_message_filed_twice_counts_once():
    clusters = filed(invented())
    before = clusters.state()

    again = clusters.add(invented()[0])

    assert again == clusters.cluster_of["m000"]
    assert clusters.state() == before


def test_clusters_go_on_from_kept_state_as_if_never_stopped():
    messages = invented()
    clusters = filed(messages)
    state = State(**asdict(clusters.state()))

    restored = Clusters.restore(messages, state)

    new = message(90, "东盛花园暖气还是不热")
    assert restored.cluster_of == clusters.cluster_of
    assert restored.add(new) == clusters.add(new) == clusters.cluster_of["m000"]


def test_known_places_that_differ_keep_likely_texts_apart():
    texts = ["小区暖气不热室温只有十四度"] * 6
    messages = [
        message(n, text, place="220302" if n % 2 else "220303")
        for n, text in enumerate([*texts, *BACKGROUND])
    ]

    clusters = filed(messages)

    assert clusters.cluster_of["m000"] != clusters.cluster_of["m001"]
    assert same_place("220302", "220302003")
    assert same_place("", "220302")


def test_a_full_cluster_takes_near_copies_only():
    messages = [
        message(n, title)
        for n, title in enumerate(
            [
                *(["东盛花园暖气不热"] * 6),
                "东盛花园物业收费不开发票",
                *BACKGROUND,
            ]
        )
    ]

    clusters = filed(messages, largest=3)

    assert len(clusters.members[clusters.cluster_of["m005"]]) == 6
    assert clusters.cluster_of["m006"] != clusters.cluster_of["m005"]


def test_what_nobody_spoke_of_for_long_is_forgotten_with_its_words_still_counted():
    clusters = filed(invented())
    seen = clusters.state().seen

    clusters.forget(before=START + timedelta(hours=12))

    assert "m000" not in clusters.messages
    assert clusters.state().seen == seen
    assert clusters.add(message(91, "东盛花园暖气不热")) == "m091"


def test_a_message_that_joins_others_changes_nothing_that_is_known_of_them():
    clusters = filed(invented())
    alone = clusters.add(message(90, "铁路桥洞积水车辆过不去"))
    before = {each: dict(known) for each, known in clusters.signatures.items()}

    joined = clusters.add(message(91, "铁路桥洞积水车辆过不去"))

    assert clusters.members[joined] == [alone, "m091"]
    assert {each: clusters.signatures[each] for each in before} == before


def test_heat_counts_a_person_once_and_fades():
    once = [message(1, "暖气不热", person="a")]
    often = [message(n, "暖气不热", person="a", at=START + timedelta(hours=1)) for n in range(10)]
    at = START + timedelta(hours=1)

    assert heat(often, at=at, half_life=14) == heat(once, at=at, half_life=14) == 1
    assert heat(once, at=at + timedelta(days=14), half_life=14) == pytest.approx(0.5)


def test_many_likes_weigh_like_a_few_persons():
    liked = [message(1, "暖气不热", likes=2000)]

    assert 8 < heat(liked, at=START + timedelta(hours=1), half_life=14) < 9


def test_an_issue_tells_its_words_persons_span_and_growth():
    clusters = filed(invented())

    found = issue(clusters, clusters.cluster_of["m000"], at=START + timedelta(days=1))

    assert any("东盛" in word for word in found.words)
    assert (found.messages, found.persons, found.growth) == (6, 6, 6)
    assert found.representative in clusters.members[found.cluster]
    assert (found.first, found.last) == (START, START + timedelta(hours=10))


def test_issues_need_several_persons():
    one_voice = [message(n, f"东盛花园暖气不热第{n}次", person="a") for n in range(5)]
    clusters = filed([*one_voice, *(message(50 + n, text) for n, text in enumerate(BACKGROUND))])

    shown = {one.cluster for one in issues(clusters, at=START + timedelta(days=3))}

    assert clusters.cluster_of["m000"] not in shown
    assert shown
