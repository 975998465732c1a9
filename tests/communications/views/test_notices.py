"""The page of notices, and the marks that one sets there."""

import pytest
from django.urls import reverse

from communications.models import MailChoice, Notice
from communications.services.mail_plans import plan_mails
from communications.services.mail_switches import pause
from tests.communications.factories import make_notice
from tests.factories import make_flag

PAGE = reverse("notices:notices")


@pytest.fixture
def notice(units, otto, mara, kpi):
    flag = make_flag(units.mara, kpi, mara, fear="<b>Snow</b>")
    return make_notice(otto, units.mara, kpi, flag=flag, by=mara)


def test_the_page_shows_what_one_was_told(read, otto, notice):
    page = read(otto, PAGE)
    assert "1 notice to look at" in page
    assert "Mara Hartley raised a flag on “Days lost”" in page
    assert "&lt;b&gt;Snow" in page


def test_without_any_it_says_what_will_stand_there(read, nils, notice):
    page = read(nils, PAGE)
    assert "Nobody has told you anything" in page
    assert "Days lost" not in page
    assert "Mark all" not in page


def test_the_navigation_counts_what_waits(read, sign_in, otto, notice):
    item = f'<a href="{PAGE}" >Notices <span class="n">1</span>'
    assert item in read(otto, reverse("communications:inbox"))
    sign_in(otto).post(reverse("notices:read", args=[notice.pk]))
    assert item not in read(otto, reverse("communications:inbox"))


def test_looking_marks_nothing_and_a_post_marks_one(sign_in, otto, notice):
    client = sign_in(otto)
    client.get(PAGE)
    address = reverse("notices:read", args=[notice.pk])
    assert client.get(address).status_code == 405
    assert Notice.objects.get().read_at is None
    page = client.post(address, follow=True).content.decode()
    assert Notice.objects.get().read_at is not None
    assert "You have looked at every notice" in page


@pytest.mark.parametrize("who", ["mara", "nils", "ada", "chief"])
def test_another_persons_notice_is_not_there(who, request, sign_in, notice):
    client = sign_in(request.getfixturevalue(who))
    assert client.post(reverse("notices:read", args=[notice.pk])).status_code == 404
    client.post(reverse("notices:read-all"), {"until": notice.pk})
    assert Notice.objects.get().read_at is None


def test_all_are_marked_up_to_the_newest_on_the_page(sign_in, otto, units, kpi, notice):
    client = sign_in(otto)
    later = make_notice(otto, units.mara, kpi)
    client.post(reverse("notices:read-all"), {"until": notice.pk})
    assert Notice.objects.get(read_at=None) == later


@pytest.mark.parametrize("until", ["", "x", "-1", "9" * 40])
def test_a_made_up_number_marks_nothing(sign_in, otto, notice, until):
    answer = sign_in(otto).post(reverse("notices:read-all"), {"until": until}, follow=True)
    assert answer.status_code == 200
    assert Notice.objects.get().read_at is None


MAIL = reverse("notices:mail")
CHOSEN = {"frequency": "weekly", "hour": "9", "quiet_from": "22:00", "quiet_until": "06:30"}


def test_without_a_choice_the_form_shows_what_holds(read, otto):
    page = read(otto, MAIL)
    assert f"At most one mail a day to {otto.email}" in page
    assert '<option value="daily" selected>' in page
    assert 'value="20:00"' in page
    assert "Empty is that of the organisation: " in page
    assert '<option value="Europe/Oslo">' in page
    assert "sends no mail" not in page


def test_a_choice_is_kept_and_shown_again(sign_in, otto):
    client = sign_in(otto)
    page = client.post(MAIL, CHOSEN | {"time_zone": "Asia/Tokyo"}, follow=True).content.decode()
    assert "Kept." in page
    assert '<option value="weekly" selected>' in page
    assert 'value="Asia/Tokyo" list="zones"' in page
    assert 'value="06:30"' in page


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"quiet_until": ""}, "both ends"),
        ({"quiet_until": "22:00"}, "are none"),
        ({"quiet_from": "x"}, "valid time"),
        ({"hour": "24"}, "valid choice"),
        ({"frequency": "hourly"}, "valid choice"),
        ({"time_zone": "Mars/Base"}, "No time zone has this name"),
    ],
)
def test_what_cannot_be_is_refused_and_stays_in_the_form(sign_in, otto, wrong, said):
    answer = sign_in(otto).post(MAIL, CHOSEN | wrong)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert '<option value="weekly" selected>' in answer.content.decode() or "frequency" in wrong
    assert not MailChoice.objects.exists()


def test_the_form_says_when_the_next_mail_comes_that_mails_are_held_back_and_that_it_is_a_demo(
    read, otto, settings, time_machine
):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)
    plan_mails([(otto.pk, False)])
    pause("The server moves.")
    settings.DEMO = True
    page = read(otto, MAIL)
    assert "Your next mail comes at 13 Nov 07:00 (" in page
    assert "Mails are held back for everybody" in page
    assert "This demo sends no mail." in page
