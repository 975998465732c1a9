"""What was entered, by whom and when."""

from scorecard.models import EntryEvent
from scorecard.selectors.revisions import NEWEST, revisions
from tests.factories import make_entry, recorded

OCTOBER = 2026 * 12 + 9


def said(world, kpi, unit=None):
    lines = revisions(unit or world.units.hq, kpi.current, [OCTOBER])
    return [line.text.replace("\N{NO-BREAK SPACE}", " ") for line in lines]


def test_a_pair_is_shown_as_it_was_entered_the_newest_first(world):
    assert said(world, world.vehicles) == [
        "4th Mechanised Brigade entered 70 of 100",
        "1st Armoured Brigade entered 50 of 100",
    ]


def test_a_later_revision_is_called_a_correction(world):
    make_entry(world.units.mara, world.staff, "2026-10", 26)
    assert said(world, world.staff)[0] == "1st Armoured Brigade corrected it to 26 people"


def test_not_applicable_withdrawn_and_rejected_are_said(world):
    entry = make_entry(world.units.nils, world.staff, "2026-10", not_applicable=True)
    assert said(world, world.staff)[0] == "4th Mechanised Brigade said that it does not apply"
    first = world.staff.entries.get(unit=world.units.mara, period=OCTOBER)
    EntryEvent.objects.create(entry=first, kind="withdrawn", recorded_at=recorded())
    assert "1st Armoured Brigade withdrew 25 people" in said(world, world.staff)
    EntryEvent.objects.create(entry=entry, kind="rejected", reason="Not so", recorded_at=recorded())
    assert "which was rejected" in said(world, world.staff)[0]


def test_only_entries_of_the_unit_and_below_are_shown(world):
    assert len(said(world, world.vehicles, world.units.mara)) == 1


def test_the_author_is_named(world, mara):
    make_entry(world.units.mara, world.staff, "2026-10", 26, author=mara)
    assert revisions(world.units.mara, world.staff.current, [OCTOBER])[0].by == "Mara Hartley"


def test_many_revisions_are_cut_at_the_newest_in_four_queries(world, django_assert_num_queries):
    for number in range(NEWEST + 3):
        make_entry(world.units.mara, world.staff, "2026-10", number)
    with django_assert_num_queries(4):
        assert len(said(world, world.staff)) == NEWEST
