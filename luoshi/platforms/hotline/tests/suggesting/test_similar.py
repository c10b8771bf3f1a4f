from __future__ import annotations

from collections import Counter

from luoshi.platforms.hotline.suggesting.similar import (
    OpenRequests,
    Request,
    Spread,
    any_of,
    ranked,
    telling,
    words_of,
)

from .invented import invented

REQUESTS = [Request(id=f"r{n}", title=text, place="220302") for n, (text, _) in enumerate(invented())]


def index() -> OpenRequests:
    found = OpenRequests()
    for request in REQUESTS:
        found.add(request)
    return found


def asked(title: str, **more: str) -> Request:
    return Request(id="new", title=title, **more)


def test_the_same_matter_at_the_same_place_comes_first():
    matches = index().find(asked("东盛花园的出租车总是拒载"))

    assert next(r.title for r in REQUESTS if r.id == matches[0].id) == "东盛花园出租车拒载不打表"
    assert "拒载" in matches[0].words


def test_a_closed_request_is_found_no_more():
    open_requests = index()
    first = open_requests.find(asked("东盛花园出租车拒载"))[0].id

    open_requests.remove(first)
    open_requests.remove(first)

    assert first not in {match.id for match in open_requests.find(asked("东盛花园出租车拒载"))}
    assert len(open_requests) == len(REQUESTS) - 1


def test_a_request_is_not_similar_to_itself():
    assert REQUESTS[0].id not in {match.id for match in index().find(REQUESTS[0])}


def test_place_and_person_add_to_words_but_never_replace_them():
    open_requests = index()
    open_requests.add(Request(id="mine", title="滨河路出租车绕路", place="220302003", person="a"))

    (same, *_) = open_requests.find(asked("出租车绕路多收钱", place="220302", person="a"))
    other = open_requests.find(asked("咨询户口迁移材料", place="220302", person="a"))

    assert (same.id, same.same_person, same.same_place) == ("mine", True, True)
    assert "mine" not in {match.id for match in other}


def test_an_edited_request_is_found_by_its_new_words():
    open_requests = index()
    open_requests.add(Request(id="r0", title="广场舞音响太吵"))

    assert [m.id for m in open_requests.find(asked("广场舞的音响太吵了"), most=1)] == ["r0"]


def test_candidates_from_a_database_are_ranked_as_those_from_memory():
    spread = Spread(Counter(word for request in REQUESTS for word in words_of(request)), len(REQUESTS))

    from_rows = ranked(asked("东盛花园出租车拒载"), REQUESTS, spread=spread)

    assert from_rows[0] == index().find(asked("东盛花园出租车拒载"))[0]


def test_an_index_is_asked_for_rare_words_that_occur():
    spread = Spread({"东盛": 9, "拒载": 2, "打表": 1}, 100)

    words = telling({"东盛", "拒载", "打表", "没有"}, spread=spread)

    assert words == ["打表", "拒载", "东盛"]
    assert any_of(words) == "'打表' | '拒载' | '东盛'"
