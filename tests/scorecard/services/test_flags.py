"""Who raises a flag and ends it, who has read it, and what is refused."""

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.http import Http404

from audit.models import Record
from core.errors import DomainError, NotAllowedError
from organization.services.organization import present_organization
from scorecard.models import Flag, FlagReading
from scorecard.selectors.flags import flags_on, visible_flag
from scorecard.services.flags import end_flag, note_reading, raise_flag
from tests.factories import (
    make_deputy,
    make_flag,
    make_kpi,
    make_line,
    make_objective,
    make_owner,
    make_person,
    make_reporter,
)


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-12T08:00:00Z", tick=False):
        yield


def fear(actor, unit, matter, words="Snow"):
    return raise_flag(actor=actor, unit=unit, matter=matter, fear=words)


def standing(unit, matter):
    return flags_on(unit, matter, present_organization())[0]


@pytest.mark.parametrize("who", ["mara", "ada"])
def test_the_manager_and_the_office_raise_one_on_a_kpi(request, units, kpi, who):
    flag = fear(request.getfixturevalue(who), units.mara, kpi, " Snow\r\nand ice ")
    assert (flag.fear, flag.matter) == ("Snow\nand ice", kpi)
    record = Record.objects.get()
    assert (record.verb, record.subject) == ("raised flag", "MARA DAYS 2026-11-12")
    assert record.detail["fear"] == "Snow\nand ice"


@pytest.mark.parametrize("who", ["nils", "chief", "otto", "vera"])
def test_nobody_else_does(request, units, kpi, who):
    with pytest.raises(NotAllowedError, match="speak for it"):
        fear(request.getfixturevalue(who), units.mara, kpi)
    assert not Flag.objects.exists()


def test_its_owner_does_where_they_see_the_unit(units, otto, kpi):
    make_owner(kpi, otto)
    make_reporter(units.nils, kpi)
    assert fear(otto, units.mara, kpi)
    with pytest.raises(NotAllowedError):
        fear(otto, units.nils, kpi)


def test_its_owner_does_above_their_own_unit_and_ends_it(units, mara, nils, kpi):
    make_owner(kpi, mara)
    make_line(make_objective(unit=units.hq), kpi)
    flag = fear(mara, units.hq, kpi)
    assert visible_flag(mara, flag.pk) == flag
    with pytest.raises(Http404):
        visible_flag(nils, flag.pk)
    assert end_flag(actor=mara, flag=flag, kind="closed", reason="Thaw.")


def test_the_owner_of_a_line_does_at_that_unit_and_below(units, chief, kpi):
    line = make_line(make_objective(unit=units.command), kpi)
    line.owner = chief
    with pytest.raises(NotAllowedError):
        fear(chief, units.mara, kpi)
    make_line_of(line)
    assert fear(chief, units.mara, kpi)
    with pytest.raises(NotAllowedError):
        fear(chief, units.hq, kpi)


def make_line_of(line):
    """Append a revision of a line, as every change of a scorecard does."""
    line.pk, line._state.adding = None, True
    line.save()


def test_who_was_the_owner_of_a_line_is_no_longer(units, chief, kpi):
    line = make_line(make_objective(unit=units.command), kpi)
    for owner in (chief, None):
        line.owner = owner
        make_line_of(line)
    with pytest.raises(NotAllowedError):
        fear(chief, units.mara, kpi)


def test_a_deputy_of_the_owner_does_and_both_are_on_record(units, otto, kpi):
    make_owner(kpi, otto)
    deputy = make_person("Dora Lind", "employee", units.nils)
    make_deputy(otto, deputy)
    fear(deputy, units.mara, kpi)
    record = Record.objects.get()
    assert (record.actor, record.on_behalf_of) == (deputy, otto)


def test_an_objective_is_flagged_at_a_unit_that_has_it(units, mara):
    objective = make_objective("REPAIR", unit=units.hq)
    with pytest.raises(DomainError, match="has no “REPAIR”"):
        fear(mara, units.mara, objective)
    make_line(objective, make_kpi())
    assert fear(mara, units.mara, objective).matter == objective


def test_one_stands_at_a_time(units, mara, kpi):
    first = fear(mara, units.mara, kpi)
    with pytest.raises(DomainError, match="stands on this already"):
        fear(mara, units.mara, kpi)
    end_flag(actor=mara, flag=first, kind="closed", reason="Salt came.")
    assert fear(mara, units.mara, kpi, "Ice") != first


@pytest.mark.parametrize("words", ["", "  ", "x" * 1001])
def test_no_words_and_too_many_are_refused_beside_the_field(units, mara, kpi, words):
    with pytest.raises(DomainError) as refusal:
        fear(mara, units.mara, kpi, words)
    assert refusal.value.field == "fear"


def test_the_longest_text_is_taken(units, mara, kpi):
    assert len(fear(mara, units.mara, kpi, "x" * 1000).fear) == 1000


def test_a_kpi_that_the_unit_does_not_have_is_refused(units, mara):
    with pytest.raises(DomainError, match="has no"):
        fear(mara, units.mara, make_kpi("OTHER"))


def test_it_ends_with_a_reason_and_stays_as_it_was(units, mara, ada, kpi):
    flag = fear(mara, units.mara, kpi)
    with pytest.raises(DomainError, match="what was done"):
        end_flag(actor=mara, flag=flag, kind="closed", reason=" ")
    with pytest.raises(DomainError, match="dealt with or withdrawn"):
        end_flag(actor=mara, flag=flag, kind="forgotten", reason="So.")
    end_flag(actor=ada, flag=flag, kind="withdrawn", reason="No snow.")
    with pytest.raises(DomainError, match="over already"):
        end_flag(actor=mara, flag=flag, kind="closed", reason="So.")
    assert standing(units.mara, kpi) is None
    assert Record.objects.order_by("id").last().reason == "No snow."


@pytest.mark.parametrize("who", ["nils", "chief", "otto"])
def test_who_may_not_raise_one_ends_none(request, units, mara, kpi, who):
    flag = fear(mara, units.mara, kpi)
    with pytest.raises(NotAllowedError):
        end_flag(actor=request.getfixturevalue(who), flag=flag, kind="closed", reason="Not so bad.")
    assert standing(units.mara, kpi)


def test_who_above_opened_it_counts_once_and_nobody_at_the_unit(
    units, mara, otto, chief, vera, kpi
):
    flag = fear(mara, units.mara, kpi)
    for person in (mara, otto):
        assert not note_reading(actor=person, flag=flag)
    assert note_reading(actor=chief, flag=flag)
    assert not note_reading(actor=chief, flag=flag)
    with time_machine.travel("2026-11-13T08:00:00Z", tick=False):
        assert note_reading(actor=vera, flag=flag)
    line = standing(units.mara, kpi)
    assert (line.readers, line.first_read.day) == ((chief.name, vera.name), 12)
    assert line.age == "raised today"


def test_above_the_unit_at_the_top_is_who_leads_it(units, ada, chief, vera, kpi):
    make_line(make_objective(unit=units.hq), kpi)
    flag = fear(ada, units.hq, kpi)
    assert not note_reading(actor=vera, flag=flag)
    assert note_reading(actor=chief, flag=flag)
    assert standing(units.hq, kpi).readers == (chief.name,)


def test_a_reading_is_on_record(units, mara, chief, kpi):
    note_reading(actor=chief, flag=make_flag(units.mara, kpi, mara))
    record = Record.objects.get()
    assert (record.verb, record.actor) == ("read", chief)


def test_who_may_not_see_the_unit_reads_nothing(units, mara, nils, kpi):
    with pytest.raises(NotAllowedError):
        note_reading(actor=nils, flag=make_flag(units.mara, kpi, mara))


def test_as_known_earlier_a_flag_that_ended_later_stands(units, mara, kpi):
    flag = fear(mara, units.mara, kpi)
    with time_machine.travel("2026-11-20T08:00:00Z", tick=False):
        end_flag(actor=mara, flag=flag, kind="closed", reason="Done.")
    assert not Flag.objects.standing().exists()
    assert list(Flag.objects.standing(flag.recorded_at)) == [flag]


def test_the_database_lets_nobody_change_a_flag_or_its_readers(units, mara, chief, kpi):
    note_reading(actor=chief, flag=fear(mara, units.mara, kpi))
    for model, change in ((Flag, {"fear": "Nothing"}), (FlagReading, {"person": mara})):
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.update(**change)


def test_a_flag_is_about_one_thing(units, mara, kpi):
    objective = make_objective(unit=units.mara)
    for matter in ({}, {"kpi": kpi, "objective": objective}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Flag.objects.create(
                unit=units.mara,
                fear="Snow",
                raised_by=mara,
                recorded_at="2026-11-12T08:00Z",
                **matter,
            )
