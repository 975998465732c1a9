from communications.selectors import objectives_for, speaker_choices, write_page
from communications.selectors.writing import unit_nodes
from tests.factories import make_objective, make_person


def test_the_reading_time_is_counted_at_150_words_a_minute(ada):
    page = write_page(ada, text="word " * 38)
    assert (page.words, page.seconds, page.is_long) == (38, 15, False)


def test_more_than_sixty_words_are_called_long(ada):
    assert not write_page(ada, text="word " * 60).is_long
    assert write_page(ada, text="word " * 61).is_long


def test_the_units_offered_are_those_of_the_writers_reach(ada, units):
    office = make_person("Olga", "osm_staff", units.command)
    (top,) = unit_nodes(office, ())
    assert top.name == "Eastern Field Command"
    assert [child.name for child in top.children] == [
        "1st Armoured Brigade",
        "4th Mechanised Brigade",
    ]
    assert top.count == 2


def test_a_branch_is_open_above_what_is_chosen(ada, units):
    (closed,) = unit_nodes(ada, ())[0].children
    assert not closed.is_open
    (opened,) = unit_nodes(ada, {units.nils.pk})[0].children
    assert opened.is_open
    assert [child.is_chosen for child in opened.children] == [False, True]


def test_who_writes_nowhere_is_offered_nothing(otto):
    assert unit_nodes(otto, ()) == ()
    assert speaker_choices(otto) == []
    assert not objectives_for(otto).exists()


def test_speakers_are_offered_highest_first_and_never_oneself(ada, chief, mara, nils, units):
    both = make_person("Bo", "executive", units.hq)
    offered = [label for _, label in speaker_choices(ada)]
    assert offered == [
        "Bo, Army HQ",
        "Chief Lindqvist, Army HQ",
        "Mara Hartley, 1st Armoured Brigade",
        "Nils Falk, 4th Mechanised Brigade",
    ]
    assert both.pk not in dict(speaker_choices(both))


def test_an_office_is_offered_no_sisters_speaker(chief, mara, nils, units):
    office = make_person("Olga", "osm_staff", units.mara)
    offered = [label for _, label in speaker_choices(office)]
    assert offered == ["Chief Lindqvist, Army HQ", "Mara Hartley, 1st Armoured Brigade"]


def test_an_office_is_offered_no_sisters_objective(units):
    office = make_person("Olga", "osm_staff", units.mara)
    top = make_objective("TOP", unit=units.hq)
    own = make_objective("OWN", unit=units.mara)
    make_objective("SIS", unit=units.nils)
    assert set(objectives_for(office)) == {top, own}
