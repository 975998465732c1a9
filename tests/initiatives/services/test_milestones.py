from datetime import date

import pytest

from audit.models import Record
from core.errors import DomainError, NotAllowedError
from initiatives.models import Milestone
from initiatives.services.milestones import complete_milestone, drop_milestone, set_milestone
from tests.initiatives.factories import TODAY, make_initiative, make_milestone

MARCH, MAY = date(2027, 3, 1), date(2027, 5, 1)


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


@pytest.fixture
def initiative(units):
    return make_initiative(unit=units.mara)


def test_moving_a_milestone_keeps_the_day_it_was_due_before(initiative, mara):
    set_milestone(actor=mara, initiative=initiative, name="Wave 2", due_on=MARCH)
    set_milestone(actor=mara, initiative=initiative, name="Wave 2", due_on=MAY)
    assert list(Milestone.objects.order_by("id").values_list("due_on", flat=True)) == [MARCH, MAY]
    assert Milestone.objects.standing().get().due_on == MAY
    assert Record.objects.first().detail["due_before"] == "2027-03-01"


def test_setting_the_same_day_again_writes_nothing(initiative, mara):
    first = set_milestone(actor=mara, initiative=initiative, name="Wave 2", due_on=MARCH)
    again = set_milestone(actor=mara, initiative=initiative, name=" Wave 2 ", due_on=MARCH)
    assert again == first
    assert Record.objects.count() == 1


def test_a_milestone_without_a_name_is_refused(initiative, mara):
    with pytest.raises(DomainError) as refusal:
        set_milestone(actor=mara, initiative=initiative, name=" ", due_on=MARCH)
    assert refusal.value.field == "name"


def test_a_reached_milestone_keeps_its_due_day(initiative, mara):
    milestone = make_milestone(initiative, due_on=MARCH)
    complete_milestone(actor=mara, milestone=milestone, done_on=TODAY)
    standing = Milestone.objects.standing().get()
    assert (standing.due_on, standing.done_on) == (MARCH, TODAY)


def test_moving_a_reached_milestone_does_not_forget_that_it_was_reached(initiative, mara):
    make_milestone(initiative, name="Wave 2", due_on=MARCH, done_on=TODAY)
    set_milestone(actor=mara, initiative=initiative, name="Wave 2", due_on=MAY)
    assert Milestone.objects.standing().get().done_on == TODAY


def test_a_milestone_cannot_be_reached_tomorrow(initiative, mara):
    milestone = make_milestone(initiative)
    with pytest.raises(DomainError, match="2026-11-13") as refusal:
        complete_milestone(actor=mara, milestone=milestone, done_on=date(2026, 11, 13))
    assert refusal.value.field == "done_on"


def test_an_older_page_completes_the_milestone_as_it_stands_now(initiative, mara):
    shown = make_milestone(initiative, name="Wave 2", due_on=MARCH)
    make_milestone(initiative, name="Wave 2", due_on=MAY)
    assert complete_milestone(actor=mara, milestone=shown, done_on=TODAY).due_on == MAY


def test_a_dropped_milestone_is_gone_and_its_rows_stay(initiative, mara):
    milestone = make_milestone(initiative)
    drop_milestone(actor=mara, milestone=milestone)
    assert not Milestone.objects.standing().exists()
    assert Milestone.objects.count() == 2
    with pytest.raises(DomainError, match="dropped"):
        complete_milestone(actor=mara, milestone=milestone, done_on=TODAY)


@pytest.mark.parametrize("who", ["nils", "otto", "vera", "chief"])
def test_nobody_else_touches_a_milestone(request, initiative, who):
    actor, milestone = request.getfixturevalue(who), make_milestone(initiative)
    with pytest.raises(NotAllowedError):
        set_milestone(actor=actor, initiative=initiative, name="", due_on=MARCH)
    with pytest.raises(NotAllowedError):
        complete_milestone(actor=actor, milestone=milestone, done_on=MARCH)
    with pytest.raises(NotAllowedError):
        drop_milestone(actor=actor, milestone=milestone)
    assert Milestone.objects.get() == milestone
