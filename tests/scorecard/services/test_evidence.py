"""Files of evidence are appended to figures, within limits, and withdrawn with a reason."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from audit.models import Record
from core.errors import DomainError, NotAllowedError
from scorecard.engine.periods import FiscalCalendar
from scorecard.models import Evidence, EvidenceWithdrawal
from scorecard.selectors.places import Place
from scorecard.services.entries import Figure, RefusedError, submit_entries
from scorecard.services.evidence import attach_evidence, withdraw_evidence
from scorecard.services.locks import lock_month
from tests.factories import make_check_rule, make_entry, make_kpi, make_reporter, recorded
from tests.scorecard.checked import make_evidence

PDF = b"%PDF-1.7 88 t"
OCTOBER = FiscalCalendar().parse("2026-10")


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


@pytest.fixture
def place(units):
    fuel = make_kpi("FUEL", name="Fuel in store")
    make_reporter(units.mara, fuel)
    return Place(units.mara, fuel, OCTOBER)


def attach(actor, place, name="weigh.pdf", content=PDF, note=""):
    return attach_evidence(actor=actor, place=place, name=name, content=content, note=note)


def withdraw(actor, evidence, reason="Another month."):
    return withdraw_evidence(actor=actor, evidence=evidence, reason=reason)


def submit(actor, place, comment=""):
    figures = {(place.kpi, place.period): Figure(Decimal(7), comment=comment)}
    return submit_entries(actor=actor, unit=place.unit, figures=figures)


def test_a_file_is_kept_as_it_is_before_the_figure_is_submitted(mara, place):
    file = attach(mara, place, "C:\\lists\\weigh\u202e.pdf", note=" Signed ")
    kept = Evidence.objects.get()
    assert (kept.name, kept.kind, kept.size) == ("weigh.pdf", "pdf", len(PDF))
    assert (bytes(kept.content), kept.note, kept.author) == (PDF, "Signed", mara)
    row = Record.objects.get(verb="attached evidence")
    assert row.subject == "MARA FUEL 2026-10 weigh.pdf"
    assert row.detail["sha256"] == file.sha256


def test_the_same_file_twice_is_one_and_after_it_was_withdrawn_a_new_one(mara, place):
    first = attach(mara, place)
    assert attach(mara, place, "again.pdf") == first
    withdraw(mara, first)
    assert attach(mara, place) != first


def test_there_are_ten_at_most_that_stand(mara, place):
    for number in range(10):
        file = make_evidence(place.unit, place.kpi, "2026-10", mara, content=b"%d" % number)
    with pytest.raises(DomainError, match="has 10 files"):
        attach(mara, place)
    withdraw(mara, file)
    attach(mara, place)


@pytest.mark.parametrize("who", ["chief", "vera", "nils", "otto"])
def test_only_who_may_enter_attaches_and_withdraws(request, mara, place, who):
    person, file = request.getfixturevalue(who), attach(mara, place)
    with pytest.raises(NotAllowedError):
        attach(person, place, content=PDF + b"!")
    with pytest.raises(NotAllowedError):
        withdraw(person, file)


def test_a_figure_that_the_unit_does_not_report_takes_none(units, mara, place):
    for wrong, sentence in (
        (Place(units.mara, make_kpi("AMMO"), OCTOBER), "does not report"),
        (Place(units.mara, place.kpi, FiscalCalendar().parse("2027-03")), "has not begun"),
    ):
        with pytest.raises(DomainError, match=sentence):
            attach(mara, wrong)
    make_entry(units.mara, wrong.kpi, "2025-01", 7)
    attach(mara, Place(units.mara, wrong.kpi, FiscalCalendar().parse("2025-01")))


def test_a_locked_month_takes_files_and_gives_none_up(mara, ada, place):
    file = attach(mara, place)
    lock_month(actor=ada, month=OCTOBER, reason="The book is frozen.")
    attach(mara, place, content=PDF + b" signed")
    with pytest.raises(DomainError, match="locked"):
        withdraw(mara, file)


def test_it_is_withdrawn_once_with_a_reason_and_recorded(mara, place):
    file = attach(mara, place)
    with pytest.raises(DomainError, match="Say why"):
        withdraw(mara, file, " ")
    withdraw(mara, file)
    with pytest.raises(DomainError, match="already"):
        withdraw(mara, file)
    assert Record.objects.get(verb="withdrew evidence").reason == "Another month."


def test_the_database_lets_nobody_change_or_remove_one(mara, place):
    withdraw(mara, attach(mara, place))
    for rows in (Evidence.objects.all(), EvidenceWithdrawal.objects.all()):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            rows.update(recorded_at=recorded())
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            rows._raw_delete("default")


def test_a_figure_that_needs_evidence_is_not_submitted_without(mara, ada, place):
    make_check_rule(place.kpi, ada, kind="evidence", effect="stop")
    with pytest.raises(RefusedError) as refused:
        submit(mara, place, "It is right.")
    said = refused.value.problems[place.kpi.pk, OCTOBER.ordinal]
    assert said == "No file of evidence is attached. Attach one, then submit."
    file = attach(mara, place)
    submit(mara, place)
    with pytest.raises(DomainError, match="with evidence only"):
        withdraw(mara, file)
    attach(mara, place, content=PDF + b" signed")
    withdraw(mara, file)


def test_where_evidence_is_asked_for_a_comment_answers(mara, ada, place):
    make_check_rule(place.kpi, ada, kind="evidence", effect="ask")
    with pytest.raises(RefusedError) as refused:
        submit(mara, place)
    assert refused.value.asked == [(place.kpi.pk, OCTOBER.ordinal)]
    assert "or say why there is none" in refused.value.problems[refused.value.asked[0]]
    (entry,) = submit(mara, place, "The list is lost.")
    assert [question.kind for question in entry.questions.all()] == ["evidence"]
