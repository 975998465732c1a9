"""What a change would do is what it then does; nothing is stored that was not looked at."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.models import Record
from core.errors import DomainError, NotAllowedError
from jobs.models import OutboxRow
from organization.models import Placement, Unit
from osm.shaping.lists import LISTS
from osm.shaping.services.changes import Change, OvertakenError, rehearse, stated, store
from osm.shaping.typed import lines_of_text
from scorecard.models import ObjectiveVersion, Reporter
from tests.factories import make_entry, make_kpi, make_objective, make_person, make_perspective
from tests.packages import bring_in_small

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(units):
    return make_person("Olga Lind", "osm_staff", units.hq)


def change(name, text, valid_from=None):
    return Change(LISTS[name], lines_of_text(text, LISTS[name].schema), valid_from)


def shape(office, wanted, reason="All agreed."):
    outlook = rehearse(actor=office, change=wanted)
    return store(actor=office, change=wanted, seen=outlook.mark, reason=reason)


def test_a_rehearsal_says_what_would_change_and_stores_nothing(office, units):
    before = stated(LISTS["units"])
    outlook = rehearse(
        actor=office, change=change("units", "code,name,parent\nNEW,A new one,HQ\nHQ,Centre,\n")
    )
    assert (outlook.n_new, outlook.n_changed, outlook.problems) == (1, 1, ())
    (said,) = [each for each in outlook.differences if not each.is_new]
    assert [(cell.column, cell.after) for cell in said.changes] == [("name", "Centre")]
    assert stated(LISTS["units"]) == before
    assert not OutboxRow.objects.exists()
    assert not Record.objects.filter(verb="imported").exists()


def test_what_is_wrong_is_told_with_its_row_and_nothing_is_stored(office, units):
    wanted = change("units", "NEW\tA new one\tHQ\nLOST\tSomewhere\tNOWHERE")
    outlook = rehearse(actor=office, change=wanted)
    (problem,) = outlook.problems
    assert (problem.row, problem.column, problem.value) == (3, "parent", "NOWHERE")
    with pytest.raises(OvertakenError):
        store(actor=office, change=wanted, seen=outlook.mark, reason="")
    assert not Unit.objects.filter(code="NEW").exists()


def test_what_was_looked_at_is_stored_with_its_reason_and_rolled_up(office, units):
    make_entry(units.mara, make_kpi("DAYS"), "2026-01", 3)
    shape(office, change("units", "NEW\tA new one\tHQ"))
    assert Unit.objects.get(code="NEW").parent == units.hq
    assert Record.objects.get(verb="imported").reason == "All agreed."
    assert OutboxRow.objects.filter(topic="rollup").exists()


def test_a_move_holds_from_its_day_and_what_was_before_stays(office, units):
    text = f"unit,parent,valid_from\n{units.mara.code},HQ,2026-07-01"
    shape(office, change("placements", text))
    places = Placement.objects.filter(unit=units.mara)
    assert {str(place.valid_from) for place in places} >= {"0001-01-01", "2026-07-01"}


def test_rows_that_name_no_day_hold_from_the_day_of_the_change_where_they_say_something_new(
    office, units
):
    people = make_perspective("PEOPLE")
    for code in ("HIRE", "KEEP"):
        make_objective(code, unit=units.hq, perspective=people, name=code.title())
    text = "code,name,unit,perspective\nHIRE,Hire well,HQ,PEOPLE\nKEEP,Keep,HQ,PEOPLE"
    done = shape(office, change("objectives", text, date(2026, 7, 1)))
    (new,) = done.differences
    assert "HIRE" in new.key
    days = ObjectiveVersion.objects.filter(objective__code="HIRE").order_by("valid_from")
    assert [version.name for version in days] == ["Hire", "Hire well"]
    assert ObjectiveVersion.objects.filter(objective__code="KEEP").count() == 1


def test_who_stores_second_is_told_and_sees_what_it_would_change_now(office, units):
    mine, theirs = (change("units", f"code,name,parent\nHQ,{name},") for name in ("Centre", "Top"))
    seen = rehearse(actor=office, change=mine).mark
    shape(office, theirs)
    with pytest.raises(OvertakenError) as refused:
        store(actor=office, change=mine, seen=seen, reason="All agreed.")
    (said,) = refused.value.outlook.differences
    assert (said.changes[0].before, said.changes[0].after) == ("Top", "Centre")
    assert Unit.objects.get(pk=units.hq.pk).name == "Top"
    store(actor=office, change=mine, seen=refused.value.outlook.mark, reason="All agreed.")
    assert Unit.objects.get(pk=units.hq.pk).name == "Centre"


def test_a_change_needs_a_reason_and_something_new_does_not(office, units):
    shape(office, change("themes", "GROWTH\tGrowth"), reason="")
    with pytest.raises(DomainError) as refused:
        shape(office, change("themes", "GROWTH\tMore growth"), reason=" ")
    assert refused.value.field == "reason"
    with pytest.raises(DomainError, match="stored already"):
        shape(office, change("themes", "GROWTH\tGrowth"))


@pytest.mark.parametrize("role", ["unit_manager", "executive", "auditor", "administrator"])
def test_only_the_office_of_the_whole_organisation_shapes(units, role):
    person = make_person("Somebody", role, units.hq)
    for act in (
        lambda asked: rehearse(actor=person, change=asked),
        lambda asked: store(actor=person, change=asked, seen="", reason=""),
    ):
        with pytest.raises(NotAllowedError):
            act(change("themes", "GROWTH\tGrowth"))


def test_the_office_of_a_unit_does_not_shape_the_whole(units):
    person = make_person("Somebody", "osm_staff", units.mara)
    with pytest.raises(NotAllowedError):
        rehearse(actor=person, change=change("themes", "GROWTH\tGrowth"))


def test_who_reports_is_listed_also_where_it_is_read_off_the_values(tmp_path):
    bring_in_small(tmp_path)
    assert Reporter.objects.filter(inferred=True).exists()
    assert {key[0] for key in stated(LISTS["reporters"])} == {"MARA", "NILS"}


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["HQ", "A", "B", "C", "D"]),
        st.sampled_from(["North", "South", "ŁÓDŹ – “east”"]),
        st.sampled_from(["", "HQ", "A", "B", "NOWHERE"]),
        st.sampled_from(["", "region"]),
    ),
    min_size=1,
    max_size=5,
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=ROWS)
def test_the_state_after_a_change_is_the_one_that_was_foretold(office, units, rows):
    wanted = Change(LISTS["units"], [["code", "name", "parent", "kind"], *map(list, rows)])
    before = stated(LISTS["units"])
    outlook = rehearse(actor=office, change=wanted)
    assert stated(LISTS["units"]) == before
    if outlook.differences and not outlook.problems:
        store(actor=office, change=wanted, seen=outlook.mark, reason="All agreed.")
    after = stated(LISTS["units"])
    foretold = {key: dict(cells) for key, cells in before.items()}
    for each in outlook.differences:
        cells = foretold.setdefault((each.key,), dict.fromkeys(LISTS["units"].schema.names, ""))
        for cell in each.changes:
            assert cells[cell.column] == cell.before
            cells[cell.column] = cell.after
    assert foretold == {key: dict(cells) for key, cells in after.items()}
