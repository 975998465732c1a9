"""Who approved what stands behind a number."""

from datetime import UTC, datetime

import pytest

from scorecard.engine.types import Status
from scorecard.models import EntryEvent
from scorecard.selectors.checks import Checked, checked_words, checks_of
from scorecard.selectors.context import read_context
from scorecard.selectors.figures import Figure
from tests.factories import calendar, make_entry, make_kpi

MOMENT = datetime(2026, 11, 12, 8, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _november(time_machine):
    time_machine.move_to(MOMENT, tick=False)


def approve(kpi, unit, period, actor):
    entry = make_entry(unit, kpi, period, 5)
    EntryEvent.objects.create(entry=entry, kind="approved", actor=actor, recorded_at=MOMENT)


def figure(period):
    return Figure(calendar().parse(period), 5.0, None, None, None, Status.GREEN, 1, 1)


def checks(person, kpi, period="2026-10", unit="MARA"):
    context = read_context(person, {"unit": unit, "period": period})
    found = checks_of(context, {kpi.pk: figure(period)}, {kpi.pk: kpi.current})
    return found.get(kpi.pk), context


def test_only_approvals_at_and_below_the_unit_and_of_the_period_count(units, ada, mara):
    kpi = make_kpi(approved_only=True)
    approve(kpi, units.mara, "2026-10", ada)
    approve(kpi, units.nils, "2026-10", mara)
    approve(kpi, units.mara, "2026-09", mara)
    assert checks(ada, kpi)[0] == Checked(1, ada.name, MOMENT)
    assert checks(ada, kpi, unit="HQ")[0].people == 2


def test_an_approval_of_what_was_withdrawn_since_counts_no_more(units, ada):
    kpi = make_kpi(approved_only=True)
    approve(kpi, units.mara, "2026-10", ada)
    entry = kpi.entries.get()
    EntryEvent.objects.create(entry=entry, kind="withdrawn", actor=ada, recorded_at=MOMENT)
    assert checks(ada, kpi)[0] is None


def test_nothing_is_told_above_ones_own_unit_or_where_nobody_approves(units, ada, mara):
    kpi, free = make_kpi(approved_only=True), make_kpi()
    approve(kpi, units.mara, "2026-10", ada)
    approve(free, units.mara, "2026-10", ada)
    assert checks(mara, kpi, unit="HQ")[0] is None
    assert checks(mara, free)[0] is None


def test_it_is_said_in_words(units, ada):
    kpi = make_kpi(approved_only=True)
    context = checks(ada, kpi)[1]
    assert checked_words(None, context) == ""
    assert (
        checked_words(Checked(1, "Ada", MOMENT), context) == "approved by Ada, the last on 12 Nov"
    )
    words = checked_words(Checked(3, "Ada", MOMENT), context)
    assert words == "approved by 3 people, the last on 12 Nov"
