"""Who explains a figure, what the office adds, and what is refused."""

from datetime import date

import pytest
import time_machine
from django.db import DatabaseError, transaction

from audit.models import Record
from core.errors import DomainError, NotAllowedError
from scorecard.models import OwnerExplanation
from scorecard.selectors.owner_explanations import explanations_of, newest_by_kpi
from scorecard.services.owner_explanations import Words, add_office_line, explain
from tests.factories import calendar, make_explanation, make_objective

OCTOBER = "2026-10"


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-12T08:00:00Z", tick=False):
        yield


def say(actor, unit, matter, period=OCTOBER, **words):
    said = {"happened": "Brakes wore out.", "next_step": "Fly sets in."} | words
    return explain(
        actor=actor,
        unit=unit,
        matter=matter,
        period=calendar().parse(period),
        words=Words(**said),
    )


def test_the_newest_counts_and_earlier_ones_stay(units, mara, ada, kpi):
    first = say(mara, units.mara, kpi, cause="Winter ")
    with time_machine.travel("2026-11-13T08:00:00Z", tick=False):
        second = say(ada, units.mara, kpi, due_on=date(2026, 12, 1), help_asked="Money.")
    period = calendar().parse(OCTOBER)
    assert [line.pk for line in explanations_of(units.mara, kpi, period)] == [second.pk, first.pk]
    earlier = explanations_of(units.mara, kpi, period, first.recorded_at)
    assert [line.cause for line in earlier] == ["Winter"]
    assert newest_by_kpi(units.mara, {kpi.pk: period})[kpi.pk].pk == second.pk
    assert newest_by_kpi(units.mara, {kpi.pk: calendar().parse("2026-Q4")}) == {}


def test_of_objectives_the_newest_counts_as_well(units, mara, kpi):
    objective = make_objective(unit=units.mara)
    rows = [say(mara, units.mara, objective, happened=words) for words in ("One.", "Two.")]
    other = say(mara, units.mara, kpi)
    assert set(OwnerExplanation.objects.newest()) == {rows[1], other}


def test_the_same_words_sent_twice_are_one_revision(units, mara, kpi):
    assert say(mara, units.mara, kpi) == say(mara, units.mara, kpi)
    assert Record.objects.count() == 1


def test_it_leaves_a_record_with_its_words(units, mara, kpi):
    say(mara, units.mara, kpi, due_on=date(2026, 12, 1))
    record = Record.objects.get()
    assert (record.verb, record.subject) == ("explained", "MARA DAYS 2026-10")
    assert record.detail["happened"] == "Brakes wore out."
    assert record.detail["due_on"] == "2026-12-01"


@pytest.mark.parametrize("who", ["nils", "chief", "otto", "vera"])
def test_who_does_not_answer_for_it_explains_nothing(request, units, kpi, who):
    with pytest.raises(NotAllowedError):
        say(request.getfixturevalue(who), units.mara, kpi)
    assert not OwnerExplanation.objects.exists()


@pytest.mark.parametrize(
    ("refused", "field"),
    [
        ({"happened": " "}, "happened"),
        ({"next_step": ""}, "next_step"),
        ({"cause": "x" * 1001}, "cause"),
        ({"help_asked": "x" * 1001}, "help_asked"),
        ({"due_on": date(2026, 9, 30)}, "due_on"),
        ({"period": "2026-12"}, "period"),
        ({"period": "2026-W40"}, "period"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(units, mara, kpi, refused, field):
    with pytest.raises(DomainError) as refusal:
        say(mara, units.mara, kpi, **refused)
    assert refusal.value.field == field
    assert not OwnerExplanation.objects.exists()


@pytest.mark.parametrize("period", ["2026-10", "2026-Q3", "FY2026", "2026-11"])
def test_every_period_that_has_begun_can_be_explained(units, mara, kpi, period):
    assert say(mara, units.mara, kpi, period)


def test_the_office_adds_a_line_in_its_own_name_and_the_newest_counts(units, mara, ada, kpi):
    row = say(mara, units.mara, kpi)
    for text in ("The depot confirms it.", "The depot delivers on 2 December."):
        add_office_line(actor=ada, explanation=row, text=text)
    (line,) = explanations_of(units.mara, kpi, calendar().parse(OCTOBER))
    assert (line.remark.text, line.remark.by) == ("The depot delivers on 2 December.", ada.name)
    assert line.by == mara.name


@pytest.mark.parametrize("who", ["mara", "chief", "nils"])
def test_nobody_else_adds_a_line(request, units, mara, kpi, who):
    row = make_explanation(units.mara, kpi, OCTOBER, mara)
    with pytest.raises(NotAllowedError):
        add_office_line(actor=request.getfixturevalue(who), explanation=row, text="So it is.")


@pytest.mark.parametrize("text", ["", "x" * 301])
def test_a_line_has_words_and_not_too_many(units, mara, ada, kpi, text):
    row = make_explanation(units.mara, kpi, OCTOBER, mara)
    with pytest.raises(DomainError) as refusal:
        add_office_line(actor=ada, explanation=row, text=text)
    assert refusal.value.field == "text"


def test_the_database_lets_nobody_change_what_was_said(units, mara, kpi):
    say(mara, units.mara, kpi)
    with pytest.raises(DatabaseError), transaction.atomic():
        OwnerExplanation.objects.update(happened="Nothing")
