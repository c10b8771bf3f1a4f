from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from luoshi.desk.models import SavedFilter
from luoshi.desk.queries.lists import COUNTED, Wanted, branches_of, counts, found
from luoshi.desk.queries.paging import page_of
from luoshi.desk.tests.factories import NOW, answered, assigned, at_case, proposed, text_of
from luoshi.desk.vocabulary import Section
from luoshi.kernel.cases.access import sight_of
from luoshi.kernel.cases.actions import act, tick
from luoshi.kernel.cases.models import Case
from luoshi.kernel.cases.tests.factories import moment


@pytest.mark.parametrize(
    ("name", "sees"),
    [
        ("office", "待交办"),
        ("education_handler", "办理中"),
        ("education_head", "办理中"),
        ("deputy", "已答复待评价"),
        ("transport_handler", None),
        ("monitor", None),
    ],
)
def test_everybody_finds_first_what_waits_for_them(town, sign_in, name, sees):
    proposed(town), assigned(town), answered(town)

    page = text_of(sign_in(name).get("/desk/"))

    if sees:
        assert "今天有 1 件轮到您办，都在期限内。" in page
        assert sees in page
        assert "您" in page
    else:
        assert "今天没有轮到您办的事。" in page


def test_a_missed_deadline_stays_at_the_top_until_its_act_is_done(town, sign_in, monkeypatch):
    late, calm = assigned(town), assigned(town, at="2026-03-09")
    tick(now=moment("2026-06-05"))
    late.refresh_from_db()
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment("2026-06-05"))

    page = sign_in("education_handler").get("/desk/")

    said = text_of(page)
    assert "其中 1 件已逾期" in said
    assert re.search(r"■ 逾期 \d+ 个工作日", said)
    body = page.content.decode()
    assert body.index(late.code) < body.index(calm.code)
    assert page.context["rows"][0].left.days > 0


def test_a_line_says_when_it_is_due_how_much_is_left_and_whose_turn_it_is(town, sign_in):
    assigned(town)

    page = text_of(sign_in("office").get("/desk/?section=all"))

    assert "退回 2026-03-17" in page
    assert "▶ 还剩 5 个工作日" in page
    assert "承办单位经办人、承办单位负责人" in page


def test_a_deadline_in_a_year_without_its_notice_is_provisional(town, sign_in, monkeypatch):
    case = assigned(town, at="2026-12-20")
    act(case, "accept", by=town["education_handler"], at=moment("2026-12-21"))
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment("2026-12-22"))

    assert "暂定" in text_of(sign_in("education_handler").get("/desk/"))


@pytest.mark.parametrize("section", Section.values)
@pytest.mark.parametrize("name", ["office", "education_handler", "deputy"])
def test_a_list_asks_as_many_questions_for_many_cases_as_for_few(town, sign_in, section, name):
    client, address = sign_in(name), f"/desk/?section={section}&q=操场"
    assigned(town), answered(town), proposed(town)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)

    for _ in range(6):
        assigned(town), answered(town), proposed(town)
    with CaptureQueriesContext(connection) as many:
        client.get(address)

    assert len(few) == len(many) <= 15


@pytest.mark.parametrize("stretch", [1000, 3, 0])
@pytest.mark.parametrize("sort", ["due", "new"])
def test_pages_hold_every_case_once(town, monkeypatch, sort, stretch):
    monkeypatch.setattr("luoshi.desk.queries.paging.STRETCH", stretch)
    for day in (2, 3, 3, 4, 5):
        assigned(town, at=f"2026-03-0{day} 10:00")
    proposed(town), proposed(town)
    sight = sight_of(town["office"])
    wanted = Wanted(section=Section.ALL)
    cases, branches = found(sight, wanted, NOW), branches_of(sight, wanted, NOW)

    pages, cursor = [], ""
    for _ in range(9):
        rows, cursor = page_of(cases, branches, sort=sort, after=cursor, size=2)
        pages.append(rows)
        if not cursor:
            break

    listed = [case.pk for rows in pages for case in rows]
    assert sorted(listed) == sorted(Case.objects.values_list("pk", flat=True))
    assert [len(rows) for rows in pages] == [2, 2, 2, 1]
    if sort == "due":
        dues = [case.due_at for rows in pages for case in rows]
        assert dues[:5] == sorted(due for due in dues if due)
        assert dues[5:] == [None, None]


@pytest.mark.parametrize("section", Section.values)
@pytest.mark.parametrize("name", ["office", "education_handler", "finance_head", "deputy", "colleague"])
@pytest.mark.parametrize("named", [500, 0])
def test_the_parts_of_a_section_are_its_cases_and_its_number(town, monkeypatch, section, name, named):
    monkeypatch.setattr("luoshi.kernel.cases.access._NAMED", named)
    assigned(town, assisting=["finance"]), answered(town), proposed(town)
    at = moment("2026-06-20")
    sight, wanted = sight_of(town[name]), Wanted(section=Section(section))

    whole = set(found(sight, wanted, at))

    parts = [set(cases) for cases in branches_of(sight, wanted, at)]
    assert set().union(*parts) == whole
    assert counts(sight, at).get(section, len(whole)) == len(whole)


@pytest.mark.parametrize("stretch", [1000, 0])
def test_a_page_is_at_most_two_questions(town, monkeypatch, django_assert_max_num_queries, stretch):
    monkeypatch.setattr("luoshi.desk.queries.paging.STRETCH", stretch)
    assigned(town), assigned(town), proposed(town)
    sight, wanted = sight_of(town["office"]), Wanted(section=Section.ALL)

    for sort, size in (("due", 1), ("new", 1), ("due", 9), ("new", 9)):
        with django_assert_max_num_queries(2):
            places, following = page_of(
                found(sight, wanted, NOW), branches_of(sight, wanted, NOW), sort=sort, after="", size=size
            )
        assert len(places) == min(size, 3)
        assert bool(following) == (size < 3)


@pytest.mark.parametrize("cursor", ["x", "~", "~x", "2026-01-01~5", "2026-01-01T00:00:00+00:00~x", "5~"])
def test_a_cursor_that_is_none_of_ours_gives_the_first_page(town, sign_in, cursor):
    case = assigned(town)

    page = sign_in("education_handler").get("/desk/", {"after": cursor, "sort": "due"})

    assert case.code in page.content.decode()


def test_filters_narrow_and_what_is_unknown_is_ignored(town, sign_in):
    ours, theirs, new = assigned(town), assigned(town, unit="transport"), proposed(town)
    client = sign_in("office")

    def listed(query):
        page = client.get(f"/desk/?section=all&{query}").content.decode()
        return {case for case in (ours, theirs, new) if case.code in page}

    assert listed("") == listed("type=nonsense&unit=nowhere&due=never&state=x.y") == {ours, theirs, new}
    assert listed("state=proposals.submitted") == {new}
    assert listed("unit=transport") == {theirs}
    assert listed("due=none") == {new}
    assert listed("due=overdue") == set()
    assert listed("q=操场") == {ours, theirs, new}
    assert listed("q=游泳馆") == set()


def test_found_words_are_marked_wherever_they_stand(town, sign_in):
    propose = proposed(town, title="关于ＡＢ路的<b>建议", body="路面积水，出行不便。")

    page = sign_in("office").get("/desk/", {"section": "all", "q": "ab路 积水"}).content.decode()

    assert propose.code in page
    assert "<mark>ＡＢ路</mark>的&lt;b&gt;建议" in page
    assert "路面<mark>积水</mark>，出行不便。" in page


def test_a_count_stops_where_nobody_reads_on(town, monkeypatch, sign_in):
    for _ in range(3):
        assigned(town)
    monkeypatch.setattr("luoshi.desk.queries.lists.COUNTED", 1)

    page = text_of(sign_in("education_handler").get("/desk/"))

    assert COUNTED == 999
    assert "今天有 1+ 件轮到您办" in page


def test_counting_every_section_is_one_question(town, django_assert_num_queries):
    assigned(town)
    sight = sight_of(town["education_handler"])

    with django_assert_num_queries(1):
        numbers = counts(sight, NOW)

    assert numbers["turn"] == numbers["unit"] == 1
    assert numbers["check"] == numbers["late"] == numbers["mine"] == 0


def test_a_part_of_the_page_is_given_to_a_script_that_asks_for_it(town, sign_in):
    assigned(town)

    page = sign_in("education_handler").get("/desk/?q=操场", headers={"HX-Request": "true"}).content.decode()

    assert "<mark>操场</mark>" in page
    assert "<html" not in page


def test_a_filter_is_kept_found_again_and_forgotten(town, sign_in):
    client = sign_in("office")

    answer = client.post(
        "/desk/filters/", {"name": " 教育局 ", "query": "section=all&unit=education&after=9&evil=1"}
    )

    saved = SavedFilter.objects.get()
    assert (saved.name, saved.query) == ("教育局", "section=all&unit=education")
    assert answer.headers["Location"] == "/desk/?section=all&unit=education"
    assert "教育局" in client.get("/desk/").content.decode()
    assert "教育局" not in sign_in("deputy").get("/desk/").content.decode()

    sign_in("deputy").post(f"/desk/filters/{saved.pk}/delete/")
    assert SavedFilter.objects.exists()
    client.post(f"/desk/filters/{saved.pk}/delete/")
    assert not SavedFilter.objects.exists()


def test_a_filter_without_a_name_is_refused_in_words(town, sign_in):
    answer = sign_in("office").post("/desk/filters/", {"name": " ", "query": "q=1"})

    assert answer.status_code == 409
    assert "40 字以内" in text_of(answer)
    assert not SavedFilter.objects.exists()


def test_simulated_cases_say_so(town, sign_in):
    case = assigned(town)
    Case.objects.filter(pk=case.pk).update(simulated=True)

    for address in ("/desk/", at_case(case), at_case(case, "audit"), "/desk/board/"):
        assert "模拟数据" in text_of(sign_in("education_handler").get(address))
