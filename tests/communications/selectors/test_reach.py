import doctest

from django.utils import timezone

from communications.models import Delivery
from communications.selectors import reach as module
from communications.selectors.reach import Area, Counts, protected, reach
from tests.communications.factories import make_delivered, make_soldiers
from tests.factories import make_unit


def names(found):
    return [area.name for area in found.areas]


def test_the_examples_in_the_docstrings_hold():
    assert doctest.testmod(module).failed == 0


def test_five_people_are_enough_to_be_shown_alone():
    found = protected([Area("East", Counts(5, 3)), Area("West", Counts(6, 6))])
    assert names(found) == ["East", "West"]
    assert found.others is None


def test_areas_of_fewer_than_five_people_stand_in_one_line_together():
    found = protected(
        [Area("East", Counts(9, 4)), Area("A", Counts(4, 1)), Area("B", Counts(3, 3))]
    )
    assert names(found) == ["East"]
    assert found.others == Counts(7, 4)


def test_a_single_small_area_cannot_be_found_out_by_subtracting():
    found = protected([Area("East", Counts(9, 4)), Area("West", Counts(20)), Area("A", Counts(2))])
    assert names(found) == ["West"]
    assert found.others == Counts(11, 4)


def test_nothing_is_shown_of_an_audience_of_four():
    found = protected([Area("A", Counts(3, 1)), Area("B", Counts(1, 1))])
    assert names(found) == []
    assert not found.total.are_shown


def test_areas_without_people_are_left_out():
    assert protected([Area("East", Counts(5)), Area("Empty", Counts())]).others is None


def test_what_is_read_least_comes_first():
    found = protected([Area("Good", Counts(10, 9)), Area("Bad", Counts(10, 1))])
    assert names(found) == ["Bad", "Good"]


def test_a_hundred_per_cent_means_everybody():
    assert Counts(1000, 999).read_percent == 99
    assert Counts(1000, 1000).read_percent == 100


def test_counts_are_of_the_units_through_which_people_got_it(
    ada, chief, units, django_assert_num_queries
):
    reserve = make_unit("RES", units.hq, name="Reserve")
    make_soldiers(units.mara, 3)
    make_soldiers(units.nils, 3)
    make_soldiers(reserve, 5)
    version = make_delivered(ada, chief, units.command, reserve)
    read = Delivery.objects.filter(version=version, unit__in=[units.mara, reserve])
    read.update(read_at=timezone.now())
    with django_assert_num_queries(2):
        found = reach(version.publication)
    assert found.areas == (
        Area("Eastern Field Command", Counts(6, 3)),
        Area("Reserve", Counts(5, 5)),
    )
    assert found.total == Counts(11, 8)


def test_two_units_of_the_same_name_are_two_lines(ada, chief, units):
    twins = [make_unit(code, units.hq, name="Signals") for code in ("T1", "T2")]
    for twin in twins:
        make_soldiers(twin, 5)
    version = make_delivered(ada, chief, *twins)
    assert names(reach(version.publication)) == ["Signals", "Signals"]


def test_a_unit_that_is_moved_later_stays_counted_where_it_was(ada, chief, units):
    make_soldiers(units.mara, 5)
    make_soldiers(units.nils, 5)
    version = make_delivered(ada, chief, units.hq)
    units.mara.path = f"{units.hq.path}{units.mara.pk}/"
    units.mara.save()
    found = reach(version.publication)
    assert (
        sum(area.counts.people for area in found.areas)
        + (found.others.people if found.others else 0)
        == found.total.people
    )
    assert "1st Armoured Brigade" not in names(found)
