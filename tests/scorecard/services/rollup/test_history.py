from datetime import date, timedelta

import numpy as np
import pytest
import time_machine
from django.db import transaction

from jobs.services.keeping import keeping
from organization.models import Placement, Unit, UnitWindow
from scorecard.engine.periods import Period
from scorecard.engine.types import Frequency
from scorecard.services.rollup.history import load_history, present_history
from tests.factories import make_organization, make_unit, move_unit, ordinal, recorded

pytestmark = pytest.mark.django_db

ROOT, OUTSIDE = -1, -2


def month(text):
    return Period(Frequency.MONTHLY, ordinal(text))


def parents(history, text):
    """Return the code of each unit's parent in a month, by the code of the unit."""
    codes = dict(Unit.objects.values_list("pk", "code"))
    names = [codes[unit_id] for unit_id in history.unit_ids.tolist()]
    found = history._parents_in(month(text)).tolist()
    words = {ROOT: None, OUTSIDE: "outside"}
    return {
        name: words[above] if above < 0 else names[above]
        for name, above in zip(names, found, strict=True)
    }


def test_units_stand_in_the_order_of_their_codes(units):
    make_unit("ABLE", units.hq)
    history = load_history()
    found = history.index_of(np.array([units.nils.pk, units.command.pk, units.hq.pk]))
    assert found.tolist() == [4, 1, 2]


def test_a_unit_hangs_where_it_hung_on_the_last_day_of_the_period(units):
    move_unit(units.nils, units.mara, date(2026, 2, 28))
    move_unit(units.nils, units.hq, date(2026, 3, 31))
    history = load_history()
    assert parents(history, "2026-01")["NILS"] == "CMD"
    assert parents(history, "2026-02")["NILS"] == "MARA"
    assert parents(history, "2026-03")["NILS"] == "HQ"


def test_a_closed_unit_hangs_where_it_hung_on_its_last_open_day(units):
    depot = make_unit("DEPOT", units.mara, closed_on=date(2026, 2, 10))
    move_unit(depot, units.nils, date(2026, 2, 20))
    history = load_history()
    assert parents(history, "2026-02")["DEPOT"] == "MARA"
    assert parents(history, "2026-03")["DEPOT"] == "outside"


def test_a_unit_is_outside_before_it_opens_and_in_its_first_month_it_is_in(units):
    make_unit("NEW", units.hq, opened_on=date(2026, 2, 28))
    history = load_history()
    assert parents(history, "2026-01")["NEW"] == "outside"
    assert parents(history, "2026-02")["NEW"] == "HQ"


def test_a_unit_without_a_place_yet_is_outside(units):
    late = make_unit("LATE", units.hq)
    Placement.objects.filter(unit=late).update(valid_from=date(2026, 2, 1))
    history = load_history()
    assert parents(history, "2026-01")["LATE"] == "outside"
    assert parents(history, "2026-02")["LATE"] == "HQ"


def test_the_newest_revision_of_a_placement_and_of_a_window_counts(units):
    move_unit(units.nils, units.mara, date(2026, 1, 1))
    move_unit(units.nils, units.hq, date(2026, 1, 1))
    for closed_on in (date(2025, 1, 1), None):
        UnitWindow.objects.create(unit=units.mara, closed_on=closed_on, recorded_at=recorded())
    history = load_history()
    assert parents(history, "2026-01") == {
        "HQ": None,
        "CMD": "HQ",
        "MARA": "CMD",
        "NILS": "HQ",
    }


def test_periods_with_the_same_tree_share_one(units):
    move_unit(units.nils, units.hq, date(2026, 3, 1))
    history = load_history()
    months = [month(f"2026-{number:02}") for number in range(1, 7)]
    spans = history.spans(months)
    assert [(span.first, span.stop) for span in spans] == [(0, 2), (2, 6)]
    assert history.spans(months)[0].tree is spans[0].tree


def test_open_on_any_day_of_a_period_is_open_in_it(units):
    make_unit("DEPOT", units.hq, opened_on=date(2026, 1, 31), closed_on=date(2026, 3, 1))
    history = load_history()
    months = [month(f"2026-{number:02}") for number in range(1, 5)] + [month("2025-12")]
    assert history.open_in(months)[1].tolist() == [True, True, True, False, False]


def test_a_period_begins_in_the_time_zone_of_the_organisation(units):
    make_organization(time_zone="Pacific/Auckland")
    with time_machine.travel("2026-01-31 12:00Z", tick=False):
        assert load_history().begun([month("2026-02"), month("2026-03")]).tolist() == [True, False]
    make_organization(time_zone="America/New_York")
    with time_machine.travel("2026-02-01 03:00Z", tick=False):
        assert load_history().begun([month("2026-02")]).tolist() == [False]


def test_the_newest_organisation_gives_calendar_and_cut_scores(units):
    make_organization(fiscal_year_start_month=10, score_at_red_flag=20, score_at_goal=40)
    history = load_history()
    assert (history.calendar.start_month, history.cuts.red, history.cuts.goal) == (10, 20, 40)


def test_an_organisation_that_nobody_described_has_the_defaults(db):
    history = load_history()
    assert (history.n_units, history.calendar.start_month) == (0, 1)


def test_one_unit_of_the_organisation_has_only_its_own_days(units):
    history = load_history().only(units.mara.pk)
    assert history.unit_ids.tolist() == [units.mara.pk]
    assert not history.is_whole


def present():
    """Return the organisation as the work on a key sees it."""
    with transaction.atomic(), keeping():
        return present_history()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("change", ["organisation", "unit", "place", "window"])
def test_it_is_read_again_where_anything_was_added(units, change):
    history = present()
    assert present() is history
    match change:
        case "organisation":
            make_organization()
        case "unit":
            make_unit("NEW", units.hq)
        case "place":
            move_unit(units.nils, units.hq, date(2026, 3, 1))
        case "window":
            UnitWindow.objects.create(unit=units.nils, recorded_at=recorded())
    assert present() is not history


@pytest.mark.django_db(transaction=True)
def test_it_is_read_again_on_the_next_day(units):
    history = present()
    with time_machine.travel(history.today + timedelta(days=1, hours=12)):
        assert present().today == history.today + timedelta(days=1)
