"""The round trip: what the rehearsed year is drafted as, luoshi reads back figure for figure."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

import docx
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.commitments.actions.judge import judge
from luoshi.kernel.commitments.models import Commitment, Happening, HappeningKind
from luoshi.kernel.commitments.nextreport.checking import Place, read_back
from luoshi.kernel.commitments.nextreport.gather import contents_of
from luoshi.kernel.commitments.nextreport.items import Kind
from luoshi.kernel.commitments.nextreport.layout import Draft, Rank, lay_out
from luoshi.kernel.commitments.nextreport.markdown import to_markdown
from luoshi.kernel.commitments.nextreport.word import to_docx
from luoshi.kernel.commitments.tests.city import adopt_city
from luoshi.kernel.measures.outside.rehearsal import rehearse_observations
from luoshi.reader import read_text
from luoshi.reader.figures.units import canonical
from luoshi.reader.inputs import decode_bytes

pytestmark = pytest.mark.django_db
REPORT = "siping-2026"
RULES = settings.CITY.folder / "rules"
EVE = date(2026, 12, 31)


def moment(day: str) -> datetime:
    return datetime.fromisoformat(f"{day} 20:00").replace(tzinfo=ZoneInfo("Asia/Shanghai"))


def judged(known: str) -> None:
    """Rehearse what is published by the day, and judge the year's end with it."""
    rehearse_observations(year=2026, until=moment(known))
    judge(REPORT, year=2026, rules_folder=RULES, on=EVE, known_at=moment(known))


def drafted() -> Draft:
    return lay_out(contents_of(REPORT, rules_folder=RULES, on=EVE))


def said(draft: Draft) -> str:
    return "\n".join(sentence.text for line in draft.lines for sentence in line.sentences)


def told(place: Place) -> tuple[object, ...]:
    one = place.figure
    return (one.value, canonical(one.unit), one.cmp, one.form, one.sign, "review", one.period)


@pytest.fixture
def city() -> None:
    adopt_city(moment("2026-01-15"))


@pytest.mark.parametrize("known", ["2026-12-31", "2027-02-28"])
def test_the_rehearsed_year_reads_back_figure_for_figure_from_word_and_markdown(
    city: None, known: str
) -> None:
    judged(known)
    draft = drafted()

    markdown, in_markdown = to_markdown(draft)
    word, in_word = to_docx(draft, at=moment(known))

    for text, places in ((markdown, in_markdown), (decode_bytes(word, name="draft.docx")[0], in_word)):
        reading = read_text(text, name="draft")
        found = [
            (one.value, one.unit, one.cmp, one.form, one.sign, one.half, one.period)
            for one in reading.quantities
        ]
        assert len(found) == draft.figures > 65
        assert found == [told(place) for place in places]
        assert read_back(text, places) == []
        assert (reading.year, reading.place) == (2027, "四平市")


def test_every_commitment_is_told_of_and_every_actual_figure_has_its_sentence(city: None) -> None:
    judged("2027-02-28")
    contents = contents_of(REPORT, rules_folder=RULES, on=EVE)
    draft = lay_out(contents)

    codes = {sentence.code for line in draft.lines for sentence in line.sentences}
    stated = [
        sentence.code
        for line in draft.lines
        if line.rank is Rank.TEXT
        for sentence in line.sentences
        if sentence.figures
    ]
    measured = [
        item.promise.code for item in contents.items if item.series and item.assessment.actual is not None
    ]

    assert codes == set(Commitment.objects.filter(withdrawn=False).values_list("code", flat=True))
    assert sorted(stated) == sorted(measured)
    assert Kind.UNWRITTEN.value not in {line.words.rstrip("：") for line in draft.lines}


def test_what_is_not_met_behind_or_unknown_stands_in_a_section_of_its_own(city: None) -> None:
    judged("2027-02-28")
    draft = drafted()

    sections = [line.words for line in draft.lines if line.rank is Rank.SECTION]
    missed = "推广绿色防控技术面积（“2026-021”）：未完成年度目标，实际数低于目标数"

    assert sections[-1].endswith("未完成和无法判断的事项")
    assert missed in said(draft).splitlines()
    assert "推广绿色防控技术257.202万亩，为年度目标的47.6%，未完成年度目标" in said(draft)


def test_simulated_figures_are_said_to_be_so_at_the_top(city: None) -> None:
    judged("2026-12-31")
    markdown, _ = to_markdown(drafted())

    assert "模拟数据" in markdown.splitlines()[3]


def test_a_claim_is_told_as_a_claim_and_a_check_as_a_result(city: None) -> None:
    for title, kind in (("市大剧院", HappeningKind.REPORTED), ("生命纪念园", HappeningKind.VERIFIED)):
        Happening.objects.create(
            commitment=Commitment.objects.get(title__startswith=title),
            kind=kind,
            on=date(2026, 9, 1),
            ref="四建验〔2026〕13号",
            known_at=moment("2026-09-02"),
            key=title,
        )
    judged("2026-12-31")

    text = said(drafted())

    assert "生命纪念园项目投入使用已完成（依据：四建验〔2026〕13号）" in text
    assert "市大剧院、滑冰馆建设完工报送已完成，尚未核验" in text
    assert "市大剧院、滑冰馆建设完工已完成" not in text


def test_every_figure_links_to_a_note_that_names_its_reading_and_light(city: None) -> None:
    judged("2027-02-28")
    draft = drafted()

    markdown, _ = to_markdown(draft)
    jobs = re.search(r"城镇新增就业15788人\[(\d+)\]", markdown)
    assert jobs is not None
    note = re.search(rf'<a id="n{jobs[1]}"></a>\[{jobs[1]}\] (.*)', markdown)
    assert note is not None

    assert f"[{jobs[1]}]: #n{jobs[1]}" in markdown.splitlines()
    for part in (
        "outside.urban_jobs",
        "时期2026年",
        "值“15788”（人）",
        "observation:",
        "知悉于2027年",
        "light:",
    ):
        assert part in note[1]
    assert all(note.lit for note in draft.notes)


def test_the_word_document_has_real_footnotes(city: None) -> None:
    judged("2027-02-28")
    draft = drafted()

    data, _ = to_docx(draft, at=moment("2027-02-28"))

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        notes = archive.read("word/footnotes.xml").decode("utf-8")
        marks = re.findall(
            r'footnoteReference w:id="(\d+)"', archive.read("word/document.xml").decode("utf-8")
        )
    assert marks == [str(number) for number in range(1, len(marks) + 1)]
    assert all(f'<w:footnote w:id="{mark}">' in notes for mark in marks)
    assert docx.Document(io.BytesIO(data)).paragraphs[0].text == "四平市2027年政府工作报告（回顾部分初稿）"


def test_drafting_takes_the_same_queries_whatever_there_is(city: None) -> None:
    counts = []
    for known in ("2026-03-31", "2027-02-28"):
        judged(known)
        with CaptureQueriesContext(connection) as asked:
            drafted()
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 25


def test_the_same_lights_give_the_same_draft(city: None) -> None:
    judged("2027-02-28")

    assert to_markdown(drafted()) == to_markdown(drafted())


def test_the_command_writes_and_reads_back(city: None, tmp_path: Path) -> None:
    judged("2026-12-31")
    out = StringIO()

    call_command("report", "draft", "2027", "--out", str(tmp_path / "draft.docx"), stdout=out)
    call_command("report", "draft", "2027", "--on", "2026-12-31", stdout=out)

    assert "数字 69" in out.getvalue()
    assert "城镇新增就业14737人" in out.getvalue()
    assert (tmp_path / "draft.docx").read_bytes().startswith(b"PK")


def test_what_cannot_be_drafted_says_why(city: None, tmp_path: Path) -> None:
    for arguments, code in ((("2030",), "report-unknown"), (("2027",), "draft-not-judged")):
        with pytest.raises(LuoshiError) as error:
            call_command("report", "draft", *arguments)
        assert error.value.code == code

    with pytest.raises(CommandError, match="--out"):
        call_command("report", "draft", "2027", "--format", "docx")
