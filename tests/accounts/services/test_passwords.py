import re

import pytest
from django.core import mail

from accounts.models import User
from accounts.services.mails import Letter, one_line, send_letter
from accounts.services.passwords import NOBODY, ask_for_new_password, send_reset_link, set_password
from audit.models import Record
from core.errors import DomainError
from jobs.models import OutboxRow
from jobs.services.drain import drain
from tests.factories import PASSWORD, make_person

pytestmark = pytest.mark.django_db


def letter(subject="Hello"):
    return Letter(lambda: subject, "accounts/mail/password_reset.txt", {"link": "L"})


def test_a_new_password_leaves_one_audit_row_without_the_password():
    person = make_person()
    set_password(person=person, password="three quiet words", verb="changed password")
    assert User.objects.get(pk=person.pk).check_password("three quiet words")
    row = Record.objects.get()
    assert (row.actor, row.verb, row.subject) == (person, "changed password", person.email)
    assert "quiet" not in f"{row.detail} {row.reason}"


def test_who_has_a_password_gets_a_link_by_mail():
    person = make_person("Mara Hartley")
    ask_for_new_password(email=person.email.upper())
    drain({"password_reset"})
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == ([person.email], "Your new password for OSM")
    assert re.search(r"http://127\.0\.0\.1:8000/password/\w+/\S+/", sent.body)
    assert not OutboxRow.objects.exists()


@pytest.mark.parametrize("who", ["nobody", "closed", "not invited yet"])
def test_for_anybody_else_the_same_is_done_and_no_mail_leaves(who):
    person = make_person()
    if who == "closed":
        person.is_active = False
    if who == "not invited yet":
        person.set_unusable_password()
    person.save()
    ask_for_new_password(email="x@aldmark.example" if who == "nobody" else person.email)
    assert OutboxRow.objects.get().key in {NOBODY, str(person.pk)}
    drain({"password_reset"})
    assert mail.outbox == []
    assert not OutboxRow.objects.exists()


def test_an_account_closed_after_the_question_gets_no_mail():
    person = make_person()
    ask_for_new_password(email=person.email)
    person.is_active = False
    person.save()
    drain({"password_reset"})
    assert mail.outbox == []


def test_without_a_mail_server_the_promise_waits_and_says_why(settings):
    settings.EMAIL_BACKEND = "core.mail.NoServerBackend"
    person = make_person()
    ask_for_new_password(email=person.email)
    drain({"password_reset"})
    row = OutboxRow.objects.get()
    assert "EMAIL_URL" in row.last_error
    with pytest.raises(DomainError, match="EMAIL_URL"):
        send_reset_link(str(person.pk))


@pytest.mark.parametrize("code", [*range(32), 127, 0x85, 0x2028, 0x2029])
def test_no_control_character_gets_into_a_subject(code):
    assert one_line(f"New{chr(code)}Bcc: all") == "New Bcc: all"
    send_letter(make_person(), letter(f"New{chr(code)}Bcc: all"))
    assert mail.outbox[0].subject == "New Bcc: all"


def test_a_name_cannot_forge_a_head_nor_be_escaped_like_a_page():
    person = make_person("Eve")
    person.name = "Eve O'Hara & sons"
    send_letter(person, letter())
    assert "Eve O'Hara & sons" in mail.outbox[0].body
    assert person.check_password(PASSWORD)
