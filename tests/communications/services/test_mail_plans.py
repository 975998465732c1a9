"""Which mails are promised to whom, and what a choice changes."""

from datetime import date, time

import pytest

from audit.models import Record
from communications.models import Mail, MailChoice
from communications.services.mail_plans import Wish, choose_mail, plan_mails
from scorecard.services.flags import raise_flag
from tests.communications.factories import make_notice
from tests.communications.services.test_notices import told


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


def wish(frequency="daily", hour=7, quiet_from=None, quiet_until=None, time_zone=""):
    return Wish(frequency, hour, quiet_from, quiet_until, time_zone)


def promised():
    """Return the mails that wait: to whom, which kind, when on their clock."""
    rows = Mail.objects.filter(state="new").order_by("id").select_related("person")
    return [(row.person.name.split()[0], row.kind, row.wall_time) for row in rows]


def test_who_is_told_gets_one_digest_and_the_chief_an_urgent_mail_at_once(
    units, ada, chief, mara, kpi
):
    raise_flag(actor=mara, unit=units.mara, matter=kpi, fear="Snow")
    told()
    assert sorted(promised()) == [
        ("Ada", "digest", "2026-11-13 07:00"),
        ("Chief", "urgent", "2026-11-12 08:00"),
    ]


def test_more_notices_are_told_by_the_mail_that_waits(otto):
    for _ in range(3):
        plan_mails([(otto.pk, False)])
        plan_mails([(otto.pk, True)])
    assert sorted(kind for _who, kind, _at in promised()) == ["digest", "urgent"]


def test_after_the_digest_of_a_day_the_next_is_for_the_day_after(otto):
    plan_mails([(otto.pk, False)])
    Mail.objects.update(state="sent")
    plan_mails([(otto.pk, False)])
    assert promised() == [("Otto", "digest", "2026-11-14 07:00")]


def test_an_urgent_mail_waits_for_the_end_of_the_quiet_hours(otto, time_machine):
    time_machine.move_to("2026-11-12 22:30Z", tick=False)
    plan_mails([(otto.pk, True)])
    assert promised() == [("Otto", "urgent", "2026-11-13 07:00")]


def test_who_wants_none_is_promised_none_not_even_an_urgent_one(otto):
    choose_mail(actor=otto, wish=wish("never"))
    plan_mails([(otto.pk, False)])
    plan_mails([(otto.pk, True)])
    assert promised() == []


def test_a_choice_is_kept_and_on_record(otto):
    choose_mail(actor=otto, wish=wish("weekly", 9, time(22), time(6), "Europe/Oslo"))
    choice = MailChoice.objects.get()
    assert (choice.frequency, choice.hour, choice.time_zone) == ("weekly", 9, "Europe/Oslo")
    assert (choice.quiet_from, choice.quiet_until) == (time(22), time(6))
    row = Record.objects.get()
    assert (row.verb, row.actor, row.detail) == ("chose mail", otto, {"frequency": "weekly"})


def test_a_choice_plans_anew_what_waits(units, otto, kpi):
    make_notice(otto, units.mara, kpi)
    plan_mails([(otto.pk, False)])
    choose_mail(actor=otto, wish=wish("weekly", 9, time_zone="Europe/Oslo"))
    assert promised() == [("Otto", "digest", "2026-11-16 09:00")]
    choose_mail(actor=otto, wish=wish("never"))
    assert promised() == []
    choose_mail(actor=otto, wish=wish(hour=10))
    assert promised() == [("Otto", "digest", "2026-11-12 10:00")]


def test_a_choice_after_the_digest_of_today_does_not_bring_a_second_one_today(units, otto, kpi):
    plan_mails([(otto.pk, False)])
    Mail.objects.update(state="sent", day=date(2026, 11, 12))
    make_notice(otto, units.mara, kpi)
    choose_mail(actor=otto, wish=wish(hour=10))
    assert promised() == [("Otto", "digest", "2026-11-13 10:00")]


def test_without_a_notice_a_choice_promises_nothing(otto):
    choose_mail(actor=otto, wish=wish())
    assert promised() == []
