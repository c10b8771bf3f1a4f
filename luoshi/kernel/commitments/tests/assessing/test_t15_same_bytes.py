"""T15: the same inputs and rule version give the same bytes."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from decimal import Context, Decimal, localcontext

import pytest

from luoshi.kernel.commitments.assessing import canonical
from luoshi.kernel.commitments.tests.assessing.factories import judge, make_target, months

POINTS = months("7.1", "7.2", "7.3", "7.4", "7.5", "7.6")


def test_repetition_and_order_change_nothing():
    first = canonical(judge(make_target(), POINTS))

    assert canonical(judge(make_target(), POINTS)) == first
    assert canonical(judge(make_target(), reversed(POINTS))) == first


def test_the_caller_s_decimal_context_changes_nothing():
    first = canonical(judge(make_target(value=7), POINTS))

    with localcontext(Context(prec=3)):
        assert canonical(judge(make_target(value=7), POINTS)) == first


def test_one_moment_in_two_time_zones_gives_the_same_bytes():
    here, there = (
        datetime(2026, 7, 20, hour, tzinfo=zone)
        for hour, zone in ((1, UTC), (9, timezone(timedelta(hours=8))))
    )

    assert canonical(judge(make_target(), POINTS, known_at=here)) == canonical(
        judge(make_target(), POINTS, known_at=there)
    )


def test_the_text_is_json_with_fixed_decimals_and_the_rule_s_version():
    values = json.loads(canonical(judge(make_target(), POINTS)))

    assert values["actual"] == "44.100000"
    assert (values["rule"], values["rule_version"]) == ("luoshi", 1)
    assert list(values) == sorted(values)
    assert len(values["derivation"]) >= 4


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        judge(make_target(), POINTS, known_at=datetime(2026, 7, 1))  # noqa: DTZ001


def test_trailing_zeros_of_a_figure_change_nothing():
    one, other = (months(*[Decimal(text)] * 6) for text in ("7.5", "7.500"))

    assert canonical(judge(make_target(), one)) == canonical(judge(make_target(), other))
