from datetime import date

from initiatives.models import InitiativeVersion
from initiatives.selectors.parts import MilestoneFact
from initiatives.selectors.roads import on_road, road_words, six_quarters, whole_life
from tests.initiatives.factories import TODAY


def fact(name, due, state):
    return MilestoneFact(1, name, due, None, state)


def test_the_list_shows_the_last_quarter_this_one_and_four_more():
    horizon = six_quarters(date(2026, 1, 31))
    assert (horizon.first, horizon.last) == (date(2025, 10, 1), date(2027, 3, 31))


def test_what_was_missed_long_ago_stays_in_the_picture():
    horizon = six_quarters(TODAY)
    missed = fact("Old", date(2025, 1, 1), "missed")
    gone = [
        fact("Done", date(2025, 1, 1), "done"),
        fact("Far", date(2029, 1, 1), "planned"),
    ]
    assert on_road([missed, *gone], horizon) == (missed,)
    assert horizon.place(missed.due) == 0


def test_the_page_shows_the_whole_life_and_today():
    version = InitiativeVersion(starts_on=date(2026, 2, 10), ends_on=date(2026, 6, 1))
    horizon = whole_life(version, [fact("Late", date(2026, 8, 3), "planned")], TODAY)
    assert (horizon.first, horizon.last) == (date(2026, 1, 1), date(2026, 12, 31))


def test_the_words_say_what_the_picture_shows():
    done, next_one = fact("A", TODAY, "done"), fact("B", date(2027, 3, 1), "planned")
    assert road_words([done, next_one], TODAY) == (
        "1 of 2 milestones reached, next is “B” on 1 Mar 2027"
    )
    assert road_words([done], TODAY) == "1 of 1 milestone reached"
    assert road_words([], TODAY) == "No milestones planned"
