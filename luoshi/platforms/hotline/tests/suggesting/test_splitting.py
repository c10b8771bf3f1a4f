from __future__ import annotations

import pytest

from luoshi.platforms.hotline.suggesting.splitting import split

LISTED = "领导您好，反映三件事：1、东盛花园暖气一直不热；2、门口路灯坏了两个月；3、公交车半小时不来一趟。"


@pytest.mark.parametrize(
    "text",
    [
        LISTED,
        "一、东盛花园暖气一直不热。二、门口路灯坏了两个月。",
        "反映：（1）东盛花园暖气一直不热（2）门口路灯坏了两个月。",
        "①东盛花园暖气一直不热；②门口路灯坏了两个月",
        "第一，东盛花园暖气一直不热。第二，门口路灯坏了两个月。",
    ],
)
def test_a_counted_list_is_proposed_as_parts_with_their_spans(text):
    parts = split(text)

    assert len(parts) == text.count("；") + 1 if "；" in text else len(parts) == 2
    assert all(text[part.start : part.end] == part.text for part in parts)
    assert "暖气" in parts[0].text
    assert "路灯" in parts[1].text


def test_turns_of_speech_begin_a_part():
    parts = split("东盛花园暖气一直不热。另外门口路灯坏了两个月，晚上看不清。")

    assert [part.sign for part in parts] == ["", "另外"]


def test_one_matter_is_not_split():
    assert split("东盛花园1号楼2单元暖气不热，室温12.5度，已经3天了。") == []
    assert split("") == []


def test_a_list_that_does_not_count_from_one_is_no_list():
    assert split("收费项目：3、垃圾费每月十元；5、电梯费每月二十元一户。") == []


def test_reasons_of_one_topic_stay_together():
    def topic(text: str) -> str | None:
        return "供热" if "暖气" in text else "交通" if "公交" in text else None

    text = "一、东盛花园暖气一直不热。二、维修后暖气还是冰凉。三、公交车半小时不来一趟。"

    parts = split(text, topic=topic)

    assert [part.text[:2] for part in parts] == ["一、", "三、"]
    assert split("一、东盛花园暖气一直不热。二、维修后暖气还是冰凉。", topic=topic) == []
