"""T7: a revision changes today's light and leaves that of then."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from luoshi.kernel.commitments.assessing import canonical, flipped
from luoshi.kernel.commitments.assessing.codes import Data, Progress
from luoshi.kernel.commitments.tests.assessing.factories import judge, make_target, months, point, said
from luoshi.kernel.measures.points import Status

OCTOBER = date(2026, 10, 31)
THEN = datetime(2026, 11, 12, tzinfo=UTC)
REVISION = point("2026-10", 0, known=datetime(2026, 11, 20, tzinfo=UTC))
POINTS = months(*[7] * 9, 20)


def test_a_revision_flips_the_light_and_the_old_one_still_shows_as_known_then():
    before = judge(make_target(), POINTS, on=OCTOBER, known_at=THEN)
    as_known_then = judge(make_target(), [*POINTS, REVISION], on=OCTOBER, known_at=THEN)
    now = judge(make_target(), [*POINTS, REVISION], on=OCTOBER)

    assert before.progress is Progress.ON_PACE
    assert canonical(as_known_then) == canonical(before)
    assert (now.progress, now.data) == (Progress.BEHIND, Data.REVISED)
    assert "由“达序时”改为“欠进度”" in flipped(before, now)
    assert flipped(before, as_known_then) == ""
    assert "2026年10月的数2026年11月20日08:00由20人修订为0人" in said(now)


def test_the_latest_of_several_revisions_counts():
    again = point("2026-10", 20, known=datetime(2026, 12, 1, tzinfo=UTC))

    assert judge(make_target(), [again, *POINTS, REVISION], on=OCTOBER).actual == 83


def test_a_figure_taken_back_is_missing_and_not_zero():
    taken = point("2026-10", None, known=datetime(2026, 11, 20, tzinfo=UTC))

    found = judge(make_target(), [*POINTS, taken], on=OCTOBER)

    assert (found.actual, found.data) == (Decimal(63), Data.MISSING)


def test_a_provisional_figure_says_so():
    found = judge(make_target(), [*months(*[9] * 5), point("2026-06", 9, status=Status.PROVISIONAL)])

    assert found.data is Data.PROVISIONAL
    assert "定案后重新研判" in said(found)
