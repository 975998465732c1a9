"""The command that looks after the mails about notices."""

from io import StringIO

import pytest
from django.core import mail as outbox
from django.core.management import call_command

from audit.models import Record
from communications.services.mail_plans import plan_mails
from tests.communications.factories import make_notice
from tests.factories import make_kpi, make_reporter


@pytest.fixture
def waiting(units, otto, time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)
    kpi = make_kpi("DAYS")
    make_reporter(units.mara, kpi)
    make_notice(otto, units.mara, kpi)
    plan_mails([(otto.pk, True)])


def run(*arguments):
    out = StringIO()
    call_command("mail", *arguments, stdout=out)
    return out.getvalue()


def test_it_sends_what_is_due_and_counts(waiting):
    assert "waits: 1" in run("status")
    assert run("send") == "Sent: 1\nsent: 1\n"
    assert len(outbox.outbox) == 1


def test_it_holds_mails_back_and_lets_them_go_both_on_record(waiting):
    assert "`manage.py mail resume` lets them go" in run("pause", "--reason", "It moves.")
    assert "Sent: 0" in run("send")
    run("resume")
    assert "Sent: 1" in run("send")
    said = Record.objects.filter(subject_kind="mail").order_by("id")
    assert [(row.verb, row.reason) for row in said] == [
        ("paused mail", "It moves."),
        ("resumed mail", "Let go by an administrator."),
    ]
