"""Mails to one person each, in their language."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from accounts.models import User


@dataclass(frozen=True)
class Letter:
    """What a mail says; the subject is asked for in the reader's language."""

    subject: Callable[[], str]
    template: str
    context: dict[str, Any]


def send_letter(person: User, letter: Letter) -> None:
    """Send a mail to `person`.

    Raises
    ------
    OSError
        Where the mail server cannot be reached or refuses.
    """
    with translation.override(person.locale or settings.LANGUAGE_CODE):
        context = {"person": person, "home": absolute("/"), **letter.context}
        text = render_to_string(letter.template, context)
        subject = one_line(letter.subject())
    EmailMessage(subject=subject, body=text, to=[person.email]).send()


def absolute(path: str) -> str:
    """Return the address of a page for a mail.

    From the settings, never from a request: a forged host name must not get into a mail.
    """
    return f"{settings.OSM_URL}{path}"


def one_line(text: str) -> str:
    """Return a subject without control characters, which break or forge the head of a mail."""
    plain = "".join(
        " " if unicodedata.category(char) in {"Cc", "Zl", "Zp"} else char for char in text
    )
    return " ".join(plain.split())
