"""Which next steps are shown to whom, in which order, in how many queries."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from initiatives.selectors.action_page import action_page
from initiatives.selectors.actions import (
    action_list,
    key_of,
    matters_at,
    open_actions,
    person_meant,
    visible_action,
)
from tests.factories import make_deputy, make_objective, make_person
from tests.initiatives.factories import TODAY, make_action, make_action_event

pytestmark = pytest.mark.usefixtures("november")

LATER, YESTERDAY = date(2026, 12, 1), date(2026, 11, 11)


def texts(facts):
    return [fact.text for fact in facts]


def test_what_is_being_done_is_found_by_its_matter(units, mara, kpi, objective):
    make_action(units.mara, kpi, mara, LATER, text="Later")
    make_action(units.mara, kpi, mara, YESTERDAY, text="Late")
    make_action(units.mara, objective, "Depot", text="About all", added_by=mara)
    make_action_event(make_action(units.mara, kpi, mara, text="Over"), "done", mara)
    found = open_actions(mara, [units.mara], [key_of(kpi), key_of(objective)])
    assert texts(found["kpi", kpi.pk]) == ["Late", "Later"]
    assert [fact.lateness for fact in found["kpi", kpi.pk]] == ["1 day late", "due in 19 days"]
    assert found["objective", objective.pk][0].owner == "Depot"
    assert open_actions(mara, [units.mara], [key_of(objective)]).keys() == {key_of(objective)}


def test_it_takes_two_queries_however_many_there_are(
    units, mara, kpi, objective, django_assert_num_queries
):
    keys = [key_of(kpi), key_of(objective)]
    for _ in range(3):
        action = make_action(units.mara, kpi, mara)
        make_action_event(action, "moved", mara, due_on=LATER, reason="Snow.")
        make_action(units.nils, objective, mara)
    open_actions(mara, [units.mara], keys)
    with django_assert_num_queries(2):
        found = open_actions(mara, [units.mara, units.nils], keys, today=TODAY)
    assert {fact.due for fact in found["kpi", kpi.pk]} == {LATER}


def test_nobody_reads_of_a_unit_that_they_do_not_see_into(units, mara, nils, otto, chief, kpi):
    make_action(units.mara, kpi, mara)
    keys = [key_of(kpi)]
    assert open_actions(nils, [units.mara], keys) == {}
    assert open_actions(otto, [units.mara], keys)
    assert open_actions(chief, [units.mara], keys)
    assert not action_list(nils).open
    assert action_list(chief).open


def test_as_known_earlier_it_is_open_with_its_day_of_then(units, mara, kpi):
    action = make_action(units.mara, kpi, mara, TODAY)
    with time_machine.travel("2026-11-20T08:00:00Z", tick=False):
        make_action_event(action, "moved", mara, due_on=LATER, reason="Snow.")
        make_action_event(action, "done", mara)
    keys, day = [key_of(kpi)], datetime(2026, 11, 15, tzinfo=UTC)
    (fact,) = open_actions(mara, [units.mara], keys, as_of=day)[key_of(kpi)]
    assert fact.due == TODAY
    assert open_actions(mara, [units.mara], keys) == {}
    before = datetime(2026, 11, 1, tzinfo=UTC)
    assert open_actions(mara, [units.mara], keys, as_of=before) == {}


def test_overdue_come_first_then_by_day_and_what_is_over_stands_apart(units, mara, kpi):
    for text, due in (("Later", LATER), ("Late", YESTERDAY), ("Today", TODAY)):
        make_action(units.mara, kpi, mara, due, text=text)
    first, second = (make_action(units.mara, kpi, mara, text=text) for text in "AB")
    make_action_event(second, "dropped", mara, reason="No.")
    make_action_event(first, "done", mara, reason="It flew.")
    page = action_list(mara, units.mara)
    assert texts(page.open) == ["Late", "Today", "Later"]
    assert [fact.is_overdue for fact in page.open] == [True, False, False]
    assert [(fact.text, fact.ending) for fact in page.over] == [("A", "done"), ("B", "dropped")]
    assert (page.overdue, page.over[0].outcome) == (1, "It flew.")


def test_a_unit_is_shown_alone_or_with_those_below(units, chief, mara, kpi):
    make_action(units.mara, kpi, mara, text="Below")
    make_action(units.command, kpi, chief, text="Here")
    assert texts(action_list(chief, units.command).open) == ["Here"]
    both = action_list(chief, units.command, with_below=True)
    assert sorted(texts(both.open)) == ["Below", "Here"]


def test_mine_are_those_that_i_have_now_and_those_of_whom_i_am_a_deputy(units, mara, otto, kpi):
    make_action(units.mara, kpi, mara, text="Hers")
    handed = make_action(units.mara, kpi, mara, text="Handed to him")
    make_action_event(handed, "handed_over", mara, owner=otto)
    back = make_action(units.mara, kpi, otto, text="Given away")
    make_action_event(back, "handed_over", mara, owner=otto)
    make_action_event(back, "handed_over", mara, owner_name="Depot")
    make_action(units.mara, kpi, otto, text="His")
    assert sorted(texts(action_list(otto, only_mine=True).open)) == ["Handed to him", "His"]
    stand_in = make_person(role="employee", unit=units.mara)
    assert not action_list(stand_in, only_mine=True).open
    make_deputy(otto, stand_in)
    again = type(stand_in).objects.get(pk=stand_in.pk)
    assert len(action_list(again, only_mine=True).open) == 2


def test_one_may_add_where_one_speaks_for_something(units, mara, otto, chief, kpi, objective):
    assert action_list(mara, units.mara).can_add
    assert not action_list(mara).can_add
    assert not action_list(otto, units.mara).can_add
    kpi.current.owner = otto
    kpi.current.save()
    assert matters_at(otto, units.mara) == (kpi,)
    assert matters_at(mara, units.mara) == (objective, kpi)
    assert matters_at(chief, units.mara) == ()


def test_an_objective_elsewhere_is_nothing_to_speak_for(units, mara):
    make_objective(unit=units.nils)
    assert matters_at(mara, units.mara) == ()


def test_an_address_means_only_somebody_of_a_unit_that_one_knows(units, mara, otto, nils):
    assert person_meant(mara, f" {otto.email.upper()} ") == otto
    assert person_meant(mara, nils.email) is None
    assert person_meant(mara, "Depot East") is None


def test_the_page_tells_what_happened_the_last_first(units, mara, otto, ada, kpi):
    action = make_action(units.mara, kpi, mara, LATER)
    make_action_event(action, "moved", mara, due_on=date(2027, 1, 5), reason="Snow.")
    make_action_event(action, "handed_over", mara, owner=otto)
    page = action_page(ada, visible_action(ada, action.pk))
    assert [line.words for line in page.lines] == [
        f"Handed over to {otto.name}.",
        "Moved to 5 Jan 2027.",
        f"Added: {mara.name} does it by 1 Dec.",
    ]
    assert (page.can_finish, page.can_change) == (True, True)


@pytest.mark.parametrize(
    ("who", "may"),
    [("mara", (True, True)), ("otto", (True, False)), ("chief", (False, False))],
)
def test_buttons_are_there_for_who_may_until_it_is_over(request, units, mara, otto, kpi, who, may):
    action = make_action(units.mara, kpi, otto, added_by=mara)
    person = request.getfixturevalue(who)
    page = action_page(person, visible_action(person, action.pk))
    assert (page.can_finish, page.can_change) == may
    make_action_event(action, "done", mara)
    page = action_page(person, visible_action(person, action.pk))
    assert (page.can_finish, page.can_change) == (False, False)
