import threading
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from audit.models import Record
from core.errors import DomainError, NotAllowedError
from jobs.models import OutboxRow
from jobs.services import hints
from jobs.services.drain import drain
from scorecard.engine.periods import FiscalCalendar
from scorecard.models import Draft, Entry, Result
from scorecard.services.drafts import Typed, save_drafts
from scorecard.services.entries import Figure, RefusedError, submit_entries
from tests.factories import make_kpi, make_organization, make_reporter, make_unit, ordinal


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=True)


@pytest.fixture
def kpi(units):
    kpi = make_kpi("DAYS", name="Days lost")
    make_reporter(units.mara, kpi)
    return kpi


@pytest.fixture
def share(units):
    limits = {"minimum": Decimal(0), "maximum": Decimal(1)}
    kpi = make_kpi("SHARE", unit_rule="ratio", name="Share", unit_of_measure="%", **limits)
    make_reporter(units.mara, kpi)
    return kpi


def month(text="2026-10"):
    return FiscalCalendar().parse(text)


def number(text):
    return Figure(Decimal(text))


def pair(numerator, denominator):
    return Figure(numerator=Decimal(numerator), denominator=Decimal(denominator))


def submit(actor, unit, figures, period="2026-10", **fields):
    placed = {(kpi, month(period)): figure for kpi, figure in figures.items()}
    return submit_entries(actor=actor, unit=unit, figures=placed, **fields)


def refusal(actor, unit, kpi, figure, period="2026-10"):
    with pytest.raises(RefusedError) as refused:
        submit(actor, unit, {kpi: figure}, period)
    assert not Entry.objects.filter(unit=unit).exists()
    assert not OutboxRow.objects.exists()
    return refused.value.problems[kpi.pk, month(period).ordinal]


def test_a_figure_becomes_the_first_revision_with_its_author(mara, units, kpi):
    (entry,) = submit(mara, units.mara, {kpi: number("12.50")})
    stored = Entry.objects.get()
    assert stored == entry
    assert (stored.value, stored.revision, stored.author, stored.source) == (
        Decimal("12.50"),
        1,
        mara,
        "typed",
    )
    assert stored.period == ordinal("2026-10")


def test_a_corrected_figure_is_the_second_revision_and_counts(mara, units, kpi):
    submit(mara, units.mara, {kpi: number(5)})
    drain()
    submit(mara, units.mara, {kpi: number(8)})
    drain()
    assert list(Entry.objects.order_by("revision").values_list("revision", "value")) == [
        (1, Decimal(5)),
        (2, Decimal(8)),
    ]
    values = Result.objects.filter(kpi=kpi, period=ordinal("2026-10"), unit=units.hq)
    assert [result.value for result in values] == [8.0]


def test_not_applicable_is_stored_as_such_and_not_as_zero(mara, units, kpi):
    (entry,) = submit(mara, units.mara, {kpi: Figure(not_applicable=True)})
    assert entry.not_applicable
    assert Entry.objects.get().value is None


def test_each_figure_leaves_one_line_in_the_audit(mara, units, kpi, share):
    submit(mara, units.mara, {kpi: number(5), share: pair(1, 2)})
    records = Record.objects.filter(verb="submitted")
    assert {record.subject for record in records} == {"MARA DAYS 2026-10", "MARA SHARE 2026-10"}
    assert {record.actor for record in records} == {mara}


def test_the_roll_up_is_promised_in_the_same_transaction(mara, units, kpi):
    submit(mara, units.mara, {kpi: number(5)})
    assert list(OutboxRow.objects.values_list("topic", "key")) == [("rollup", f"{kpi.pk}:2026")]


@pytest.mark.django_db(transaction=True)
def test_a_submission_that_fails_halfway_leaves_nothing(mara, units, kpi, monkeypatch):
    save_drafts(actor=mara, unit=units.mara, typed={(kpi, month()): Typed("5")})

    def fail(*_args):
        raise ZeroDivisionError

    monkeypatch.setattr("scorecard.services.entries.post", fail)
    with pytest.raises(ZeroDivisionError):
        submit(mara, units.mara, {kpi: number(5)})
    assert not Entry.objects.exists()
    assert not Record.objects.exists()
    assert Draft.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_dead_broker_loses_no_figure(mara, units, kpi, monkeypatch):
    tried = []

    def die(task, **_options):
        tried.append(task)
        raise ConnectionError

    monkeypatch.setattr(hints.current_app, "send_task", die)
    monkeypatch.setattr(hints.broker, "silent_until", 0.0)
    submit(mara, units.mara, {kpi: number(5)})
    assert tried
    assert Entry.objects.count() == 1
    drain()
    assert Result.objects.filter(kpi=kpi, unit=units.hq, value=5).exists()


def test_submitting_removes_the_drafts_of_these_cells_only(mara, units, kpi, share):
    typed = {(kpi, month()): Typed("5"), (share, month()): Typed(numerator="1")}
    save_drafts(actor=mara, unit=units.mara, typed=typed)
    submit(mara, units.mara, {kpi: number(5)})
    assert [draft.kpi for draft in Draft.objects.all()] == [share]


def test_a_repeat_with_the_same_key_stores_once_and_answers_the_same(mara, units, kpi):
    first = submit(mara, units.mara, {kpi: number(5)}, idempotency_key="k")
    second = submit(mara, units.mara, {kpi: number("5.0")}, idempotency_key="k")
    assert first == second
    assert Entry.objects.count() == Record.objects.count() == OutboxRow.objects.count() == 1


def test_a_key_that_was_used_for_another_figure_is_refused_and_not_swallowed(mara, units, kpi):
    submit(mara, units.mara, {kpi: number(5)}, idempotency_key="k")
    with pytest.raises(DomainError, match="with other figures"):
        submit(mara, units.mara, {kpi: number(6)}, idempotency_key="k")
    assert Entry.objects.count() == 1


@pytest.mark.parametrize("who", ["nils", "otto", "vera", "chief"])
def test_who_may_not_enter_for_the_unit_stores_nothing(request, units, kpi, who):
    with pytest.raises(NotAllowedError):
        submit(request.getfixturevalue(who), units.mara, {kpi: number(5)})
    assert not Entry.objects.exists()


def test_a_manager_enters_for_no_unit_above(mara, units, kpi):
    make_reporter(units.command, kpi)
    with pytest.raises(NotAllowedError):
        submit(mara, units.command, {kpi: number(5)})


def test_a_kpi_that_the_unit_does_not_report_is_refused(mara, units):
    other = make_kpi("OTHER", name="Fuel")
    assert refusal(mara, units.mara, other, number(5)).startswith(
        "1st Armoured Brigade does not report Fuel for October 2026."
    )


@pytest.mark.parametrize("window", [(None, "2026-09"), ("2026-11", None)])
def test_a_period_outside_the_window_is_refused(mara, units, window):
    kpi = make_kpi()
    make_reporter(units.mara, kpi, *window)
    assert "does not report" in refusal(mara, units.mara, kpi, number(5))


def test_the_newest_window_counts(mara, units, kpi):
    make_reporter(units.mara, kpi, None, "2026-09")
    assert "does not report" in refusal(mara, units.mara, kpi, number(5))


def test_a_period_that_has_not_begun_is_refused(mara, units, kpi):
    assert refusal(mara, units.mara, kpi, number(5), "2026-12").startswith(
        "December 2026 has not begun."
    )


def test_the_present_period_can_be_entered(mara, units, kpi):
    assert submit(mara, units.mara, {kpi: number(5)}, "2026-11")


def test_the_day_of_the_organisation_decides_what_has_begun(mara, units, kpi, time_machine):
    time_machine.move_to("2026-11-30 23:30Z")
    assert "has not begun" in refusal(mara, units.mara, kpi, number(5), "2026-12")
    make_organization(time_zone="Europe/Oslo")
    assert submit(mara, units.mara, {kpi: number(5)}, "2026-12")


@pytest.mark.parametrize(
    "days", [{"closed_on": "2026-09-30"}, {"opened_on": "2026-11-01", "closed_on": "2026-11-30"}]
)
def test_a_unit_that_was_closed_is_refused(ada, units, days):
    closed = make_unit("GONE", units.command, name="Gone", **days)
    kpi = make_kpi()
    make_reporter(closed, kpi)
    assert "Gone was not open in October 2026" in refusal(ada, closed, kpi, number(5))


def test_a_unit_that_closed_during_the_period_can_be_entered(ada, units):
    closed = make_unit("GONE", units.command, closed_on="2026-10-01")
    kpi = make_kpi()
    make_reporter(closed, kpi)
    assert submit(ada, closed, {kpi: number(5)})


@pytest.mark.parametrize("text", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_what_is_no_finite_number_is_refused(mara, units, kpi, text):
    assert "not a number" in refusal(mara, units.mara, kpi, number(text))


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (Figure(numerator=Decimal(1)), "needs both numbers"),
        (Figure(denominator=Decimal(1)), "needs both numbers"),
        (number(1), "needs both numbers"),
        (Figure(), "needs both numbers"),
        (pair(3, 2), "This is over 100 %, the highest possible value"),
        (pair(-1, 2), "This is below 0 %, the lowest possible value"),
        (Figure(numerator=Decimal(1), not_applicable=True), "stands beside"),
    ],
)
def test_what_is_no_ratio_is_refused(mara, units, share, figure, words):
    assert words in refusal(mara, units.mara, share, figure)


@pytest.mark.parametrize("figure", [Figure(), pair(1, 2), Figure(Decimal(1), Decimal(1))])
def test_a_kpi_of_one_number_takes_one_number(mara, units, kpi, figure):
    assert "Days lost is one number" in refusal(mara, units.mara, kpi, figure)


def test_the_limits_themselves_are_allowed(mara, units, share):
    assert submit(mara, units.mara, {share: pair(2, 2)})
    assert submit(mara, units.mara, {share: pair(0, 2)})


def test_a_limit_is_named_as_people_type_it(mara, units):
    kpi = make_kpi(unit_rule="mean", unit_of_measure="%", maximum=Decimal("0.9950"))
    make_reporter(units.mara, kpi)
    assert "over 99.5 %," in refusal(mara, units.mara, kpi, number("0.996"))


def test_one_refused_figure_keeps_all_others_out(mara, units, kpi, share):
    with pytest.raises(RefusedError) as refused:
        submit(mara, units.mara, {kpi: number(5), share: pair(3, 2)})
    assert list(refused.value.problems) == [(share.pk, month().ordinal)]
    assert not Entry.objects.exists()


def test_the_database_itself_refuses_the_same_revision_twice(mara, units, kpi):
    (entry,) = submit(mara, units.mara, {kpi: number(5)})
    entry.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.save()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_get_two_revisions_in_order(mara, ada, units, kpi):
    start, failures = threading.Barrier(6), []

    def send(actor, value):
        start.wait()
        try:
            submit(actor, units.mara, {kpi: number(value)})
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    people = [threading.Thread(target=send, args=(who, n)) for n in range(3) for who in (mara, ada)]
    for person in people:
        person.start()
    for person in people:
        person.join(30)
    assert failures == []
    entries = Entry.objects.order_by("revision")
    assert [entry.revision for entry in entries] == [1, 2, 3, 4, 5, 6]
    assert [entry.pk for entry in entries] == sorted(entry.pk for entry in entries)
    drain()
    result = Result.objects.get(kpi=kpi, unit=units.mara, period=ordinal("2026-10"))
    assert result.value == float(entries.last().value)
