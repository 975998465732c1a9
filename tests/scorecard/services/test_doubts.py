"""What is asked about figures before they are stored, and what answers."""

from decimal import Decimal

import pytest

from scorecard.models import CheckRule, Entry, EntryQuestion, Result
from scorecard.services.check_rules import decide_checks
from scorecard.services.doubts import doubts_about
from scorecard.services.entries import Figure, RefusedError, submit_entries
from tests.factories import calendar, make_entry, make_kpi, make_rebasing, make_reporter

QUIET = [10, 12, 11, 13, 10, 12, 11, 13]


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=True)


@pytest.fixture
def quiet(units, kpi):
    """A KPI whose figures of January to August move between 10 and 13."""
    for month, value in enumerate(QUIET, 1):
        make_entry(units.mara, kpi, f"2026-0{month}", value)
    return kpi


@pytest.fixture
def share(units):
    kpi = make_kpi("SHARE", unit_rule="ratio", unit_of_measure="%")
    make_reporter(units.mara, kpi)
    return kpi


def number(text, comment=""):
    return Figure(Decimal(text), comment=comment)


def cell(kpi, period="2026-09"):
    return kpi, calendar().parse(period)


def submit(actor, unit, kpi, figure, period="2026-09"):
    return submit_entries(actor=actor, unit=unit, figures={cell(kpi, period): figure})


def asked(unit, kpi, figure, period="2026-09"):
    """Return the kinds of doubt about a figure, and the first sentence."""
    found = doubts_about(unit, {cell(kpi, period): figure})
    return [
        (doubt.kind, doubt.sentence, doubt.instead) for each in found.values() for doubt in each
    ]


def decide(ada, kpi, reason="Agreed", **effects):
    return decide_checks(actor=ada, kpi=kpi, effects=effects, reason=reason)


@pytest.mark.parametrize("text", ["10", "13", "16.43", "19.06", "6.94"])
def test_a_figure_within_what_is_usual_is_taken_and_marked_as_checked(mara, units, quiet, text):
    (entry,) = submit(mara, units.mara, quiet, number(text))
    assert entry.is_checked
    assert not EntryQuestion.objects.exists()


@pytest.mark.parametrize("text", ["19.08", "6.55", "0"])
def test_one_outside_is_asked_about_and_nothing_is_stored(mara, units, quiet, text):
    with pytest.raises(RefusedError) as refused:
        submit(mara, units.mara, quiet, number(text))
    key = (quiet.pk, cell(quiet)[1].ordinal)
    assert list(refused.value.asked) == [key]
    assert "is unusual here: 7 to 16 is" in refused.value.problems[key]
    assert "say why" in refused.value.problems[key]
    assert not Entry.objects.filter(period=key[1]).exists()


def test_a_comment_answers_and_stays_with_the_figure(mara, units, quiet):
    (entry,) = submit(mara, units.mara, quiet, number("40", "The bridge was closed."))
    assert (entry.comment, entry.author) == ("The bridge was closed.", mara)
    assert [each.kind for each in entry.questions.all()] == [CheckRule.JUMP]


def test_what_somebody_corrects_is_held_against_the_months_before_it(mara, units, quiet):
    make_entry(units.mara, quiet, "2026-09", 40)
    (entry,) = submit(mara, units.mara, quiet, number("12"))
    assert entry.revision == 2


def test_new_limits_forget_what_was_usual_before(ada, units, quiet):
    make_rebasing(units.mara, quiet, "2026-05", ada)
    assert asked(units.mara, quiet, number("40")) == []


@pytest.mark.parametrize(
    ("typed", "kinds", "instead"),
    [("1300", ["slip", "jump"], "13"), ("0.13", ["slip", "jump"], "13"), ("60", ["jump"], "")],
)
def test_a_slip_of_two_places_offers_what_was_meant(units, quiet, typed, kinds, instead):
    found = asked(units.mara, quiet, number(typed), "2026-09")
    assert [kind for kind, _sentence, _instead in found] == kinds
    assert found[0][2] == instead


def test_percentages_are_offered_as_people_type_them(units):
    kpi = make_kpi("READY", unit_rule="mean", unit_of_measure="%", decimals=1)
    make_entry(units.mara, kpi, "2026-08", Decimal("0.66"))
    ((kind, sentence, instead),) = asked(units.mara, kpi, number("64"))
    assert (kind, instead) == ("slip", "64")
    assert sentence == "6,400.0 is about a hundred times the last figure, 66.0."


def test_a_part_is_not_larger_than_its_whole(mara, units, share):
    figure = Figure(numerator=Decimal(340), denominator=Decimal(300))
    assert asked(units.mara, share, figure) == [("part", "340 of 300 is more than all.", "")]
    whole = Figure(numerator=Decimal(300), denominator=Decimal(300))
    assert asked(units.mara, share, whole) == []


def test_a_ratio_that_is_no_share_may_be_more_than_one(units):
    kpi = make_kpi("PER_VEHICLE", unit_rule="ratio", unit_of_measure="days")
    figure = Figure(numerator=Decimal(340), denominator=Decimal(300))
    assert asked(units.mara, kpi, figure) == []


@pytest.mark.parametrize(("text", "kinds"), [("20", ["red"]), ("19.9", []), ("4", [])])
def test_off_target_asks_where_the_office_decided_so(ada, units, kpi, text, kinds):
    cells = {"kpi": kpi, "unit": units.mara, "period": calendar().parse("2026-09").ordinal}
    counts = {"reported": 0, "expected": 1, "carried": 0, "overridden": False}
    Result.objects.create(**cells, **counts, status=0, goal=10, red_flag=20)
    assert asked(units.mara, kpi, number(text)) == []
    decide(ada, kpi, red="ask")
    assert [kind for kind, *_words in asked(units.mara, kpi, number(text))] == kinds


def test_a_rule_that_stops_is_answered_by_no_comment(ada, mara, units, quiet):
    decide(ada, quiet, jump="stop")
    with pytest.raises(RefusedError) as refused:
        submit(mara, units.mara, quiet, number("40", "But it is so."))
    (sentence,) = refused.value.problems.values()
    assert sentence.endswith("Correct it.")
    assert not refused.value.asked


def test_a_rule_that_is_off_asks_nothing(ada, mara, units, quiet):
    decide(ada, quiet, jump="off", slip="off")
    (entry,) = submit(mara, units.mara, quiet, number("1300"))
    assert not entry.questions.exists()


def test_what_cannot_be_stored_is_said_beside_what_is_doubtful(mara, units, quiet, share):
    figures = {cell(quiet): number("40"), cell(share): Figure(numerator=Decimal(1))}
    with pytest.raises(RefusedError) as refused:
        submit_entries(actor=mara, unit=units.mara, figures=figures)
    assert len(refused.value.problems) == 2
    assert list(refused.value.asked) == [(quiet.pk, cell(quiet)[1].ordinal)]


def test_a_repeated_submission_is_the_same_whatever_its_comment(mara, units, quiet):
    figures = {cell(quiet): number("40", "So it is.")}
    first = submit_entries(actor=mara, unit=units.mara, figures=figures, idempotency_key="a")
    again = submit_entries(
        actor=mara, unit=units.mara, figures={cell(quiet): number("40")}, idempotency_key="a"
    )
    assert again == first


def test_figures_of_another_unit_are_nothing_to_hold_one_against(units, quiet):
    assert asked(units.nils, quiet, number("4000")) == []


def test_it_takes_five_questions_however_many_figures(
    units, quiet, share, django_assert_num_queries
):
    pair = Figure(numerator=Decimal(1), denominator=Decimal(2))
    figures = {cell(quiet): number("40"), cell(share): pair}
    # As whoever reads the form has them.
    assert quiet.definition != share.definition
    with django_assert_num_queries(5):
        doubts_about(units.mara, figures)
    with django_assert_num_queries(0):
        doubts_about(units.mara, {})
