"""Figures at odds with each other are asked about once, as soon as all of them are there."""

from datetime import date
from decimal import Decimal

import pytest

from scorecard.models import EntryQuestion
from scorecard.services.doubts import doubts_about
from scorecard.services.entries import Figure, RefusedError, submit_entries
from tests.factories import calendar, make_entry, make_kpi, make_reporter
from tests.scorecard.checked import make_cross_check

SPACE = "\N{NO-BREAK SPACE}"


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=True)


@pytest.fixture
def kpis(units):
    found = [
        make_kpi(name.upper(), name=name, unit_of_measure="people")
        for name in ("Men", "Women", "People")
    ]
    for kpi in found:
        make_reporter(units.mara, kpi)
    return found


def number(text, comment=""):
    return Figure(Decimal(text), comment=comment)


def cell(kpi, period="2026-09"):
    return kpi, calendar().parse(period)


def said(unit, *figures):
    """Return the sentences about some figures, by the name of the KPI that is asked about."""
    found = doubts_about(unit, {cell(kpi): number(text) for kpi, text in figures})
    names = {kpi.pk: str(kpi) for kpi, _text in figures}
    return {
        names[kpi_id]: doubt.sentence.replace(SPACE, " ")
        for (kpi_id, _period), doubts in found.items()
        for doubt in doubts
    }


def test_a_part_is_not_more_than_its_whole_whichever_comes_last(ada, units, kpis):
    men, _women, people = kpis
    make_cross_check(ada, [men], people)
    assert said(units.mara, (men, "50")) == {}
    make_entry(units.mara, people, "2026-09", 40)
    sentence = "Men, 50 people, is more than People, 40 people."
    assert said(units.mara, (men, "50")) == {"Men": sentence}
    assert said(units.mara, (men, "40")) == {}
    make_entry(units.mara, men, "2026-09", 50)
    assert said(units.mara, (people, "40")) == {"People": sentence}
    assert said(units.mara, (people, "50")) == {}


def test_what_is_entered_together_is_held_against_each_other_and_asked_once(ada, units, kpis):
    men, women, people = kpis
    make_cross_check(ada, [men, women], people)
    make_entry(units.mara, people, "2026-09", 10)
    asked = said(units.mara, (women, "30"), (men, "25"), (people, "40"))
    assert asked == {
        "Men": "Men, 25 people, and Women, 30 people, are together more than People, 40 people."
    }
    assert said(units.mara, (women, "15"), (men, "25"), (people, "40")) == {}


def test_exactly_means_neither_more_nor_less_and_forgives_the_dust_of_floats(ada, units, kpis):
    men, women, people = kpis
    make_cross_check(ada, [men, women], people, relation="exactly")
    assert said(units.mara, (men, "0.1"), (women, "0.2"), (people, "0.3")) == {}
    assert (
        "are together not People"
        in said(units.mara, (men, "0.1"), (women, "0.1"), (people, "0.3"))["Men"]
    )


def test_a_figure_of_another_unit_or_period_is_nothing_to_hold_one_against(ada, units, kpis):
    men, _women, people = kpis
    make_cross_check(ada, [men], people)
    make_entry(units.mara, people, "2026-08", 10)
    make_entry(units.nils, people, "2026-09", 10)
    assert said(units.mara, (men, "50")) == {}


def test_a_figure_that_does_not_apply_or_was_rejected_is_none(ada, units, kpis):
    men, _women, people = kpis
    make_cross_check(ada, [men], people)
    figures = {cell(men): number("50"), cell(people): Figure(not_applicable=True)}
    assert doubts_about(units.mara, figures) == {}


def test_a_rule_asks_nothing_in_periods_before_its_day(ada, units, kpis):
    men, _women, people = kpis
    make_cross_check(ada, [men], people, valid_from=date(2026, 10, 1))
    assert said(units.mara, (men, "50"), (people, "40")) == {}
    figures = {cell(men, "2026-10"): number("50"), cell(people, "2026-10"): number("40")}
    assert len(doubts_about(units.mara, figures)) == 1


def test_the_comment_answers_and_the_mark_stays_with_the_figure(ada, mara, units, kpis):
    men, _women, people = kpis
    make_cross_check(ada, [men], people)
    make_cross_check(ada, [men], people, relation="exactly")
    figures = {cell(men): number("50"), cell(people): number("40")}
    with pytest.raises(RefusedError) as refused:
        submit_entries(actor=mara, unit=units.mara, figures=figures)
    assert [*refused.value.asked] == [(men.pk, cell(men)[1].ordinal)]
    figures[cell(men)] = number("50", "Two are on leave.")
    entries = submit_entries(actor=mara, unit=units.mara, figures=figures)
    assert [(each.entry, each.kind) for each in EntryQuestion.objects.all()] == [
        (entries[0], "cross")
    ]


def test_a_rule_that_stops_is_answered_by_no_comment(ada, mara, units, kpis):
    men, _women, people = kpis
    make_cross_check(ada, [men], people, effect="stop")
    make_entry(units.mara, people, "2026-09", 40)
    with pytest.raises(RefusedError) as refused:
        submit_entries(actor=mara, unit=units.mara, figures={cell(men): number("50", "So it is.")})
    assert not refused.value.asked
    assert refused.value.problems[men.pk, cell(men)[1].ordinal].endswith("Correct it.")
