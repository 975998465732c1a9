"""A period that begins makes figures due."""

import time_machine

from jobs.models import OutboxRow
from jobs.services.drain import drain
from scorecard.models import Result
from scorecard.services.rollup.openings import post_begun_periods
from tests.factories import make_entry, make_kpi, make_reporter, ordinal


def test_a_new_month_makes_a_figure_due_that_nobody_has_entered_yet(units):
    kpi = make_kpi("MEN")
    make_reporter(units.mara, kpi, "2026-01")
    with time_machine.travel("2026-01-31T12:00Z"):
        make_entry(units.mara, kpi, "2026-01", 5)
        post_begun_periods()
        drain()
        assert list(Result.objects.values_list("period", flat=True).distinct()) == [
            ordinal("2026-01")
        ]
        assert post_begun_periods() == []
    with time_machine.travel("2026-02-01T12:00Z"):
        assert post_begun_periods() == [f"{kpi.pk}:2026"]
        drain()
        due = Result.objects.get(kpi=kpi, unit=units.hq, period=ordinal("2026-02"))
        assert (due.value, due.reported, due.expected) == (None, 0, 1)


def test_a_window_that_has_closed_asks_for_nothing(units):
    kpi = make_kpi("MEN")
    make_reporter(units.mara, kpi, "2025-01", "2025-12")
    with time_machine.travel("2026-02-01T12:00Z"):
        assert post_begun_periods() == []
    assert not OutboxRow.objects.exists()
