"""Importing a task list: three formats, every row placed or named, dry by default, kept by its hash."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.commitments.actions import Decomposed, adopt_tracking_file, decompose
from luoshi.kernel.commitments.models import (
    ChangeRecord,
    Check,
    Decomposition,
    DecompositionRow,
    Responsibility,
    TargetPlan,
)
from luoshi.kernel.commitments.tests.factories import MONDAY, TUESDAY
from luoshi.kernel.commitments.tests.tracking.factories import (
    IN_JULY,
    MERGED,
    REPORT,
    TASKS,
    as_csv,
    as_docx,
    as_xlsx,
    make_city,
    make_commitments,
    make_tracking,
)
from luoshi.kernel.commitments.tracking.limits import Limit, read_limit
from luoshi.kernel.commitments.tracking.matching import Promise, matches, nearest, pairs_of
from luoshi.kernel.commitments.tracking.queries import answerable, tracking_of
from luoshi.kernel.commitments.tracking.tasks import read_tasks
from luoshi.kernel.commitments.tracking.units import Named, Names, read_units

FORMATS = [(as_csv, 2), (as_xlsx, 3), (as_docx, 3)]
BODIES = [
    Named(code="city", name="测试市人民政府", short="市政府", kind="government"),
    Named(code="office", name="测试市人民政府办公室", short="市政府办", kind="department"),
    Named(code="works", name="测试市住房和城乡建设局", short="市住建局", kind="department"),
    Named(code="reform", name="测试市发展和改革委员会", short="市发改委", kind="department"),
    Named(
        code="old",
        name="测试市文化局",
        short="市文化局",
        kind="department",
        until=date(2026, 1, 1),
        successor="new",
    ),
    Named(code="new", name="测试市文化和旅游局", short="市文旅局", kind="department"),
    Named(code="gone", name="测试市粮食局", short="市粮食局", kind="department", until=date(2026, 1, 1)),
    Named(code="east", name="东区人民政府", short="东区", kind="district"),
    Named(code="west", name="西区人民政府", short="西区", kind="district"),
]
NAMES = Names.of(BODIES, on=date(2026, 3, 2))


def imported(content: bytes | None = None, *, commit: bool = True, at=TUESDAY) -> Decomposed:
    return decompose(content or as_csv(), name="分工方案.csv", report=REPORT, year=2026, at=at, commit=commit)


@pytest.mark.parametrize(("write", "first"), FORMATS)
def test_the_same_tasks_are_read_from_every_format(write: Callable[..., bytes], first: int) -> None:
    rows = read_tasks(write(), name="方案")

    assert [(row.task, row.responsible, row.limit) for row in rows] == [tuple(row[1:]) for row in TASKS[1:]]
    assert [row.number for row in rows] == list(range(first, first + 4))


def test_columns_for_each_part_are_told_apart() -> None:
    rows = [
        ("重点任务", "牵头单位", "责任单位", "配合单位", "完成时间"),
        ("甲", "市住建局", "市发改委", "东区", "年底"),
    ]

    (row,) = read_tasks(as_csv(rows), name="方案")

    assert (row.lead, row.responsible, row.support, row.limit) == ("市住建局", "市发改委", "东区", "年底")


def test_titles_in_two_rows_and_again_on_the_next_page_are_understood() -> None:
    rows = [
        ("任务", "责任单位", "", "完成时限"),
        ("", "牵头单位", "配合单位", ""),
        ("甲", "市住建局", "东区", "年底"),
        ("任务", "牵头单位", "配合单位", "完成时限"),
        ("乙", "市发改委", "西区", "全年"),
    ]

    read = read_tasks(as_xlsx(rows), name="方案")

    assert [(row.task, row.lead, row.responsible, row.support) for row in read] == [
        ("甲", "市住建局", "", "东区"),
        ("乙", "市发改委", "", "西区"),
    ]


@pytest.mark.parametrize("content", [as_csv([("甲", "乙"), ("1", "2")]), as_docx([("甲", "乙"), ("1", "2")])])
def test_a_table_without_tasks_says_what_its_titles_should_be(content: bytes) -> None:
    with pytest.raises(LuoshiError) as caught:
        read_tasks(content, name="方案")

    assert caught.value.code == "tasks-columns"


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("年底前", date(2026, 12, 31)),
        ("6月底前", date(2026, 6, 30)),
        ("2026年9月30日", date(2026, 9, 30)),
        ("2027 年 2 月底前完成", date(2027, 2, 28)),
        ("9月中旬", date(2026, 9, 20)),
        ("上半年", date(2026, 6, 30)),
        ("三季度末", date(2026, 9, 30)),
        ("全年", date(2026, 12, 31)),
        ("2026.10.1前", date(2026, 10, 1)),
        ("2026-11-30", date(2026, 11, 30)),
        ("4—10月", date(2026, 10, 31)),
    ],
)
def test_a_time_limit_is_read_as_a_day(words: str, day: date) -> None:
    assert read_limit(words, year=2026) == Limit(day)


@pytest.mark.parametrize("words", ["长期", "持续推进", "常态化开展"])
def test_what_goes_on_has_no_last_day(words: str) -> None:
    assert read_limit(words, year=2026) == Limit(None, ongoing=True)


@pytest.mark.parametrize("words", ["尽快", "2月30日", "", "13月底前", "适时"])
def test_a_limit_that_is_not_understood_is_never_guessed(words: str) -> None:
    assert not read_limit(words, year=2026).understood


@given(st.text(max_size=20))
def test_reading_a_limit_never_fails(words: str) -> None:
    limit = read_limit(words, year=2026)

    assert not (limit.day and limit.ongoing)


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("市住建局、市发改委", [("works", "lead"), ("reform", "responsible")]),
        (
            "市住建局牵头，市发改委、各县（市）区政府配合",
            [("works", "lead"), ("reform", "support"), ("east", "support"), ("west", "support")],
        ),
        (
            "牵头单位：市发改委；配合单位：东区、西区政府",
            [("reform", "lead"), ("east", "support"), ("west", "support")],
        ),
        ("住房城乡建设局和市政府办公室按职责分工负责", [("works", "lead"), ("office", "responsible")]),
        ("测试市发展改革委员会", [("reform", "lead")]),
        ("市文化局", [("new", "lead")]),
    ],
)
def test_units_are_known_by_their_names_in_the_order_listed(text: str, known: list[tuple[str, str]]) -> None:
    units = read_units(text, NAMES)

    assert [(unit.code, unit.part) for unit in units.known] == known
    assert units.unknown == ()


def test_a_unit_without_a_successor_or_a_name_is_unknown_and_the_next_is_no_lead() -> None:
    units = read_units("市粮食局、市外星局、市住建局", NAMES)

    assert units.unknown == ("市粮食局", "市外星局")
    assert read_units("市文化局", NAMES).known[0].former == "old"


def test_a_row_of_several_promises_is_about_each_of_them() -> None:
    promises = [
        Promise("1", "改造老旧供热管网23.5公里", "改造老旧供热管网 23.5 公里"),
        Promise("2", "供水管网12.9公里", "改造老旧供水管网 12.9 公里"),
        Promise("3", "新增市区车位2000个以上", "新增市区车位 2000 个以上"),
    ]

    both = matches("改造老旧供热管网23.5公里、供水管网12.9公里", promises)
    other = matches("改造老旧供热管网25公里", promises)

    assert [match.code for match in both] == ["1", "2"]
    assert other[0].missing == ("23.5",)
    assert matches("举办冰雪节", promises) == []
    assert nearest("增设市区公共停车位", promises) is not None


@given(st.text(max_size=40), st.lists(st.text(min_size=1, max_size=20), max_size=5))
def test_matching_gives_the_same_whatever_the_order(task: str, quotes: list[str]) -> None:
    promises = [Promise(str(n), quote, quote) for n, quote in enumerate(quotes)]

    assert matches(task, promises) == matches(task, reversed(promises))
    assert pairs_of(task) == pairs_of(f" {task} ")


@pytest.fixture
def _city(db: None, tmp_path: Path) -> None:
    make_city(tmp_path)
    make_commitments()
    adopt_tracking_file(make_tracking(), at=MONDAY)


@pytest.mark.usefixtures("_city")
def test_a_trial_names_what_has_no_place_and_writes_nothing() -> None:
    done = imported(commit=False)

    said = "\n".join(done.lines())
    assert "任务 4 行，落位 2 行，对应承诺 2 条" in said
    assert "第 4 行 未能落位：没有足够相似的承诺" in said
    assert "第 5 行 未能落位：不认识的单位“市外星局”" in said
    assert "第 5 行 未能落位：不能理解的时限“尽快”" in said
    assert said.endswith("加上 --commit 写入")
    assert not Decomposition.objects.exists()
    assert not Responsibility.objects.exclude(source="suggestion").exists()


@pytest.mark.usefixtures("_city")
@pytest.mark.parametrize(("write", "first"), FORMATS)
def test_a_committed_list_confirms_who_answers_and_by_when(write: Callable[..., bytes], first: int) -> None:
    content = write()
    done = imported(content)

    document = Decomposition.objects.get()
    assert bytes(document.content) == content
    assert document.sha256 == hashlib.sha256(content).hexdigest()
    assert DecompositionRow.objects.count() == 4
    row = DecompositionRow.objects.get(number=first)
    assert [one.code for one in row.commitments.all()] == ["2026-002"]
    found = {
        (one.part, one.organisation.code): one.confirmed
        for one in answerable(REPORT, on=date(2026, 3, 3))
        if one.commitment == "2026-002"
    }
    assert found == {
        ("lead", "education"): True,
        ("support", "works"): True,
        ("support", "east"): True,
        ("support", "west"): True,
    }
    tracking = tracking_of(REPORT, on=date(2026, 3, 3))
    assert {t.plan.deadline for t in tracking["2026-002"].targets} == {date(2026, 9, 30)}
    assert tracking["2026-003"].check.deadline_from == "decomposition"  # type: ignore[union-attr]
    assert "时限 3" in "\n".join(done.lines())
    assert set(ChangeRecord.objects.values_list("origin", flat=True)) == {"decomposition"}


@pytest.mark.usefixtures("_city")
def test_the_same_document_again_writes_nothing_and_an_adoption_keeps_it() -> None:
    imported()
    counts = [model.objects.count() for model in (Responsibility, TargetPlan, Check, ChangeRecord)]

    again = imported(at=IN_JULY)
    adopted = adopt_tracking_file(make_tracking(), at=IN_JULY)

    assert again.known
    assert (adopted.added, adopted.changed, adopted.assigned, adopted.ended) == ([], [], [], [])
    assert [m.objects.count() for m in (Responsibility, TargetPlan, Check, ChangeRecord)] == counts


@pytest.mark.usefixtures("_city")
def test_a_later_list_does_not_move_a_day_that_stands() -> None:
    imported()
    later = [list(row) for row in TASKS]
    later[1][3] = "11月底前"

    done = imported(as_csv(later), at=IN_JULY)

    assert [each.split(" 现为")[0] for each in done.refused] == ["2026-002 12所", "2026-002 30所"]
    assert "改期请走目标调整" in "\n".join(done.lines())
    assert {t.plan.deadline for t in tracking_of(REPORT, on=date(2026, 8, 1))["2026-002"].targets} == {
        date(2026, 9, 30)
    }


@pytest.mark.usefixtures("_city")
def test_a_merged_department_is_listed_by_its_old_name_and_its_successor_answers(tmp_path: Path) -> None:
    make_city(tmp_path, MERGED)

    done = imported(at=IN_JULY)

    assert "“市文化局”的职责已由 culture-tourism 承继" in "\n".join(done.lines())
    leads = [
        one.organisation.code
        for one in answerable(REPORT, on=date(2026, 7, 10))
        if (one.commitment, one.part) == ("2026-003", "lead")
    ]
    assert leads == ["culture-tourism"]


@pytest.mark.usefixtures("_city")
def test_an_import_takes_the_same_queries_whatever_it_brings() -> None:
    sizes = []
    for times in (1, 9):
        report = f"city{times}-2026"
        make_commitments(times, report)
        adopt_tracking_file(make_tracking(times, report), at=MONDAY)
        rows = [TASKS[0], *([str(n), *row[1:]] for n in range(times) for row in TASKS[1:])]
        with CaptureQueriesContext(connection) as queries:
            decompose(as_csv(rows), name="方案", report=report, year=2026, at=TUESDAY, commit=True)
        sizes.append(len(queries))

    assert sizes[0] == sizes[1]


@pytest.mark.django_db
def test_a_list_before_any_commitment_says_what_to_do() -> None:
    with pytest.raises(LuoshiError) as caught:
        imported()

    assert caught.value.code == "tracking-unadopted"
