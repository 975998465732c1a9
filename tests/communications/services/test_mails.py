"""Mails leave once, say only what one may see, and none is lost where a mailer or server dies."""

from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from communications.models import Mail, MailSwitch, Notice
from communications.services import mails
from communications.services.mail_plans import plan_mails
from communications.services.mail_switches import pause, resume
from communications.services.mails import Outcome, claim_next, deliver, finish, send_due
from scorecard.services.comments import withdraw_comment
from tests.communications.factories import make_notice
from tests.communications.smtp import mail_server
from tests.factories import give_role, make_comment, make_flag, make_kpi, make_person, make_reporter


@pytest.fixture
def clock(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)
    return time_machine


@pytest.fixture
def kpi(clock, units):
    kpi = make_kpi("DAYS", name="Days lost")
    make_reporter(units.mara, kpi)
    return kpi


@pytest.fixture
def post(settings):
    with mail_server(settings) as found:
        yield found


@pytest.fixture
def mail(units, mara, otto, kpi):
    """Otto's digest of one flag, due tomorrow at seven."""
    flag = make_flag(units.mara, kpi, mara, fear="Snow <b>and</b> ice")
    make_notice(otto, units.mara, kpi, flag=flag, by=mara)
    plan_mails([(otto.pk, False)])
    return Mail.objects.get()


@pytest.fixture
def due(clock, mail):
    clock.move_to("2026-11-13 07:00Z", tick=False)
    return mail


def state():
    return Mail.objects.get().state


def parsed(post):
    return [message_from_bytes(each.content, policy=default) for each in post.mails]


def test_what_was_held_up_until_the_quiet_hours_leaves_after_them(clock, due, post):
    clock.move_to("2026-11-13 19:58Z", tick=False)
    assert claim_next() is not None
    clock.move_to("2026-11-13 20:05Z", tick=False)
    assert send_due() == 0
    clock.move_to("2026-11-14 06:59Z", tick=False)
    assert send_due() == 0
    clock.move_to("2026-11-14 07:00Z", tick=False)
    assert (send_due(), len(post.mails)) == (1, 1)


def test_what_waited_for_the_server_until_the_quiet_hours_leaves_after_them(clock, due, post):
    clock.move_to("2026-11-13 21:00Z", tick=False)
    assert (send_due(), state()) == (0, Mail.NEW)
    clock.move_to("2026-11-14 07:00Z", tick=False)
    assert send_due() == 1


def later(clock, **by):
    clock.move_to(timezone.now() + timedelta(**by), tick=False)


def test_a_mail_arrives_as_text_and_html_with_its_fixed_number(post, otto, due):
    assert send_due() == 1
    (arrived,) = parsed(post)
    assert arrived["Message-ID"] == due.message_id
    assert (arrived["To"], arrived["Subject"]) == (otto.email, "1 notice in OSM")
    assert arrived["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in arrived.iter_parts()] == ["text/plain", "text/html"]
    text, page = (part.get_content() for part in arrived.iter_parts())
    address = "http://127.0.0.1:8000/kpis/DAYS/?unit=MARA#own-words"
    assert "Mara Hartley raised a flag on “Days lost”" in text
    assert "Snow <b>and</b> ice" in text
    assert address in text
    assert "Snow &lt;b&gt;and&lt;/b&gt; ice" in page
    assert f'href="{address}"' in page
    assert "<img" not in page
    for each in (text, page):
        assert "http://127.0.0.1:8000/notices/mail/" in each
    assert state() == Mail.SENT
    assert Notice.objects.get().mail == due


def test_before_its_time_nothing_leaves(post, clock, mail):
    assert send_due() == 0
    clock.move_to("2026-11-13 06:59:59Z", tick=False)
    assert send_due() == 0
    assert not post.mails


def test_what_was_sent_is_not_sent_again(post, due, clock):
    send_due()
    later(clock, days=3)
    assert send_due() == 0
    assert len(post.mails) == 1


def test_what_was_read_meanwhile_is_not_mailed(post, due):
    Notice.objects.update(read_at=timezone.now())
    assert send_due() == 0
    assert state() == Mail.DROPPED


def test_a_right_that_was_lost_meanwhile_leaks_nothing(post, otto, units, due):
    give_role(otto, "employee", units.mara, valid_until=date(2026, 11, 12))
    assert send_due() == 0
    assert (state(), post.mails) == (Mail.DROPPED, [])


def test_who_may_not_sign_in_any_more_gets_no_mail(post, otto, due):
    otto.is_active = False
    otto.save()
    assert send_due() == 0
    assert post.mails == []


def test_a_comment_that_was_taken_back_is_not_mailed(post, ada, otto, units, kpi, due):
    comment = make_comment(units.mara, kpi, "2026-10", ada, "Secret", mentioned=[otto])
    make_notice(otto, units.mara, kpi, kind="mention", comment=comment, by=ada)
    withdraw_comment(actor=ada, comment=comment)
    send_due()
    assert "1 notice" in parsed(post)[0]["Subject"]


def test_no_mail_holds_the_words_of_a_comment(post, ada, otto, units, kpi, due):
    comment = make_comment(units.mara, kpi, "2026-10", ada, "Quite secret", mentioned=[otto])
    make_notice(otto, units.mara, kpi, kind="mention", comment=comment, by=ada)
    send_due()
    assert "2 notices" in parsed(post)[0]["Subject"]
    assert b"secret" not in post.mails[0].content


def test_a_mailer_that_dies_after_its_claim_loses_nothing(post, due, clock):
    claim_next()
    assert state() == Mail.CLAIMED
    assert send_due() == 0
    later(clock, minutes=6)
    assert send_due() == 1
    assert [each["Message-ID"] for each in parsed(post)] == [due.message_id]
    assert Mail.objects.get().maybe_twice


def test_a_mailer_that_dies_after_sending_sends_it_twice_at_most_under_the_same_number(
    post, due, clock
):
    deliver(claim_next())
    later(clock, minutes=6)
    send_due()
    later(clock, hours=6)
    assert send_due() == 0
    assert [each["Message-ID"] for each in parsed(post)] == [due.message_id] * 2
    assert (state(), Mail.objects.get().maybe_twice) == (Mail.SENT, True)


def test_a_mailer_whose_lease_was_lost_says_nothing_of_the_mail(post, due, clock):
    first = claim_next()
    later(clock, minutes=6)
    second = claim_next()
    assert not finish(first.mail, Outcome(Mail.BOUNCED))
    assert state() == Mail.CLAIMED
    assert finish(second.mail, Outcome(Mail.SENT))
    assert state() == Mail.SENT


def test_without_a_server_it_waits_and_is_never_given_up(settings, due, clock):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    for _ in range(8):
        assert send_due() == 0
        assert state() == Mail.NEW
        later(clock, hours=1)
    assert "refused" in Mail.objects.get().reason
    with mail_server(settings) as post:
        assert send_due() == 1
    assert len(post.mails) == 1


def test_without_a_setting_for_a_server_it_waits(settings, due):
    settings.EMAIL_BACKEND = "core.mail.NoServerBackend"
    assert send_due() == 0
    assert state() == Mail.NEW
    assert "EMAIL_URL" in Mail.objects.get().reason


def test_an_address_that_is_refused_for_good_is_not_tried_again(post, otto, due, clock):
    post.refused[otto.email] = "550 no such person"
    send_due()
    assert state() == Mail.BOUNCED
    assert "no such person" in Mail.objects.get().reason
    later(clock, days=1)
    post.refused.clear()
    assert send_due() == 0


@pytest.mark.parametrize("answer", ["451 later", "452 full"])
def test_a_server_that_says_later_is_asked_later(post, due, clock, answer):
    post.answers.append(answer)
    send_due()
    assert state() == Mail.NEW
    assert send_due() == 0
    later(clock, minutes=3)
    assert send_due() == 1


def test_a_server_that_refuses_what_is_said_has_bounced_it(post, due):
    post.answers.append("554 not here")
    send_due()
    assert state() == Mail.BOUNCED


def test_where_the_line_breaks_it_is_sent_again_until_five_tries_are_over(
    due, clock, monkeypatch, settings
):
    class Broken:
        def open(self):
            """Let in."""

        def close(self):
            """Hang up."""

        def send_messages(self, _messages):
            raise ConnectionResetError("gone")

    monkeypatch.setattr(mails, "get_connection", Broken)
    for _ in range(7):
        send_due()
        assert state() == Mail.AMBIGUOUS
        later(clock, hours=2)
    row = Mail.objects.get()
    assert (row.attempts, row.maybe_twice) == (5, True)


@pytest.mark.parametrize("name", ["Kim\r\nBcc: x@y.example", "Kim\x01\x0b\u2028Lee", "“Kim” <a@b>"])
def test_a_hostile_name_forges_no_line_of_the_head(post, units, otto, kpi, clock, name):
    flag = make_flag(units.mara, kpi, make_person(), fear="Snow")
    flag.raised_by.name = name
    flag.raised_by.save()
    make_notice(otto, units.mara, kpi, flag=flag, by=flag.raised_by, urgent=True)
    plan_mails([(otto.pk, True)])
    assert send_due() == 1
    (arrived,) = parsed(post)
    assert arrived["Bcc"] is None
    assert arrived["Subject"].strip().startswith("Urgent: ")
    assert not any(ord(char) < 32 for char in arrived["Subject"])
    assert post.mails[0].rcpt_tos == [otto.email]


def test_an_urgent_mail_tells_all_that_waits_and_the_digest_then_has_nothing(
    post, units, otto, kpi, mail, clock
):
    make_notice(otto, units.mara, kpi, urgent=True)
    plan_mails([(otto.pk, True)])
    assert send_due() == 1
    assert parsed(post)[0]["Subject"] == "Urgent: 2 notices in OSM"
    clock.move_to("2026-11-13 07:00Z", tick=False)
    assert send_due() == 0
    assert sorted(Mail.objects.values_list("state", flat=True)) == ["dropped", "sent"]


def test_of_very_many_urgent_ones_the_digest_tells_the_rest(post, units, otto, kpi, clock):
    for _ in range(7):
        make_notice(otto, units.mara, kpi, urgent=True)
        plan_mails([(otto.pk, True), (otto.pk, False)])
        send_due()
    assert len(post.mails) == 5
    plan_mails([(otto.pk, False)])
    clock.move_to("2026-11-13 07:00Z", tick=False)
    send_due()
    assert parsed(post)[-1]["Subject"] == "2 notices in OSM"


def test_no_more_leave_in_a_minute_than_are_allowed(post, units, kpi, clock, settings):
    settings.MAILS_A_MINUTE = 3
    for _ in range(5):
        person = make_person(role="employee", unit=units.mara)
        make_notice(person, units.mara, kpi)
        plan_mails([(person.pk, True)])
    assert send_due() == 3
    assert send_due() == 0
    later(clock, minutes=1)
    assert send_due() == 2


def test_what_is_paused_waits_and_then_goes(post, due):
    pause("The server moves.")
    assert send_due() == 0
    assert state() == Mail.NEW
    resume("It has moved.")
    assert send_due() == 1


@pytest.mark.parametrize(("bounces", "is_paused"), [(1, False), (2, True)])
def test_more_than_one_bounce_in_twenty_pauses_all(post, units, kpi, clock, bounces, is_paused):
    for number in range(21):
        person = make_person(role="employee", unit=units.mara)
        make_notice(person, units.mara, kpi)
        plan_mails([(person.pk, True)])
        if number >= 21 - bounces:
            post.refused[person.email] = "550 no such person"
    send_due()
    assert MailSwitch.objects.filter(is_paused=True).exists() is is_paused


def test_after_a_pause_was_ended_only_what_was_sent_since_counts(otto, due, clock):
    for number in range(30):
        Mail.objects.create(
            person=otto,
            kind="digest",
            day=date(2026, 1, 1) + timedelta(days=number),
            not_before=timezone.now(),
            message_id=f"<{number}>",
            state="bounced",
            finished_at=timezone.now(),
        )
    resume("All addresses are corrected.")
    later(clock, minutes=1)
    finish(claim_next().mail, Outcome(Mail.BOUNCED))
    assert not MailSwitch.objects.filter(is_paused=True).exists()


def test_the_database_itself_refuses_a_second_digest_of_a_day(otto, mail):
    values = {"person": otto, "kind": "digest", "day": mail.day, "not_before": mail.not_before}
    with pytest.raises(IntegrityError), transaction.atomic():
        Mail.objects.create(message_id="<2>", **values)
    Mail.objects.create(message_id="<3>", state="dropped", **values)
