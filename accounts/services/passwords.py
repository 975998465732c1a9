"""Passwords: set by their owner alone, and asked for anew by mail."""

from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.urls import reverse
from django.utils.http import int_to_base36
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.mails import Letter, absolute, send_letter
from accounts.services.sessions import end_other_sessions
from audit.services.records import record
from jobs.services.outbox import post

NOBODY = "0"


@transaction.atomic
def set_password(*, person: User, password: str, verb: str, session_key: str = "") -> None:
    """Set the password of `person`, and end their sessions but the one with `session_key`."""
    person.set_password(password)
    person.save(update_fields=["password"])
    end_other_sessions(person, keep=session_key)
    record(actor=person, verb=verb, kind="person", subject=person.email)


@transaction.atomic
def ask_for_new_password(*, email: str) -> None:
    """Promise a mail with a link, if somebody with this address has a password.

    The same is done, and takes as long, for an address that nobody has: whoever asks learns
    nothing.
    """
    found = User.objects.filter(email__iexact=email, is_active=True).first()
    has_one = found is not None and found.has_usable_password()
    post("password_reset", [str(found.pk) if found and has_one else NOBODY])


def send_reset_link(key: str) -> None:
    """Send the link that was promised to the person with this number.

    Run twice it may send two mails, never none: the row is deleted after the mail has left.
    """
    person = User.objects.filter(pk=key, is_active=True).first()
    if person is None or not person.has_usable_password():
        return
    token = default_token_generator.make_token(person)
    link = reverse("account_reset_password_from_key", args=[int_to_base36(person.pk), token])
    send_letter(
        person,
        Letter(
            subject=lambda: _("Your new password for OSM"),
            template="accounts/mail/password_reset.txt",
            context={"link": absolute(link)},
        ),
    )
