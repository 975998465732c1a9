"""Several mailers at once, and one that is killed while it has a mail in its hands."""

from threading import Barrier

import pytest
from django.utils import timezone

from communications.models import Mail, MailChoice, Notice
from communications.services.mails import send_due
from tests.communications.factories import make_notice
from tests.communications.smtp import mail_server
from tests.factories import make_person
from tests.faults.processes import run_code

MAILERS, PEOPLE = 3, 12

DIE = """
import os
from communications.services import mails
mails.deliver = lambda claimed: os.kill(os.getpid(), 9)
mails.send_due()
"""


@pytest.fixture
def waiting(world):
    for _ in range(PEOPLE):
        unit = world.brigades[0]
        person = make_person(role="employee", unit=unit)
        make_notice(person, unit, world.kpis[0])
        # Without quiet hours, so that the mails leave at whatever hour this runs.
        MailChoice.objects.create(person=person, quiet_from=None, quiet_until=None)
        Mail.objects.create(
            person=person,
            kind="urgent",
            day=timezone.now().date(),
            not_before=timezone.now(),
            time_zone="UTC",
            message_id=f"<{person.pk}@osm.example>",
        )


@pytest.fixture
def post(settings):
    with mail_server(settings) as found:
        yield found


@pytest.mark.postgresql
def test_mailers_at_the_same_moment_send_each_mail_once(waiting, post, workers):
    start = Barrier(MAILERS)

    def send():
        start.wait(20)
        return send_due()

    mailers = [workers(send) for _ in range(MAILERS)]
    assert sum(mailer.done() for mailer in mailers) == PEOPLE
    assert len({tuple(mail.rcpt_tos) for mail in post.mails}) == len(post.mails) == PEOPLE
    assert not Mail.objects.exclude(state=Mail.SENT).exists()
    assert not Notice.objects.filter(mail=None).exists()


def test_of_a_mailer_that_is_killed_the_mail_is_sent_by_the_next_one(waiting, post):
    assert run_code(DIE).returncode == -9
    left = Mail.objects.get(state=Mail.CLAIMED)
    assert send_due() == PEOPLE - 1
    Mail.objects.filter(pk=left.pk).update(lease_until=timezone.now())
    assert send_due() == 1
    assert len({tuple(mail.rcpt_tos) for mail in post.mails}) == len(post.mails) == PEOPLE
    assert [mail.pk for mail in Mail.objects.filter(maybe_twice=True)] == [left.pk]
