"""Invented firms on the city's chains: marked, the same for a seed, and told once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from luoshi.platforms.investment.models import Capacity, Firm, Survey
from luoshi.platforms.investment.simulate_chain import simulate_chain
from luoshi.platforms.investment.tests.chain_factories import NOW

pytestmark = pytest.mark.usefixtures("limits")


def test_the_rehearsal_is_marked_and_told_once():
    first, again = simulate_chain(year=2026, until=NOW), simulate_chain(year=2026, until=NOW)

    assert first > 100
    assert again == 0
    assert not Capacity.objects.filter(simulated=False).exists()
    assert not Survey.objects.filter(simulated=False).exists()
    assert all(firm.simulated and firm.name.endswith("（虚构）") for firm in Firm.objects.all())
    assert all(firm.uscc.startswith("SIM") for firm in Firm.objects.all())


def test_nothing_is_told_of_a_year_to_come():
    assert simulate_chain(year=2027, until=NOW + timedelta(days=1)) == 0
