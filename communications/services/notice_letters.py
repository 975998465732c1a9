"""What a mail about notices says, as text and as HTML, in the reader's language."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.services.mails import absolute, one_line
from communications.models import Mail
from communications.selectors.notices import NoticeLine

MOST_LINES = 30


def letter(mail: Mail, lines: Sequence[NoticeLine]) -> EmailMultiAlternatives:
    """Return the mail that tells of some notices, with its fixed Message-ID.

    It loads nothing from anywhere, and knows nothing of whether it is opened.
    """
    person = mail.person
    zone = ZoneInfo(mail.time_zone)
    with translation.override(person.locale or settings.LANGUAGE_CODE), timezone.override(zone):
        context = {
            "person": person,
            "lines": [(line, absolute(line.url)) for line in lines[:MOST_LINES]],
            "more": max(len(lines) - MOST_LINES, 0),
            "home": absolute(reverse("notices:notices")),
            "choices": absolute(reverse("notices:mail")),
        }
        text = render_to_string("communications/mail/notices.txt", context)
        page = render_to_string("communications/mail/notices.html", context)
        subject = one_line(_subject(mail, lines))
    message = EmailMultiAlternatives(
        subject=subject,
        body=text,
        to=[person.email],
        headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(page, "text/html")
    return message


def _subject(mail: Mail, lines: Sequence[NoticeLine]) -> str:
    if mail.kind == Mail.URGENT and len(lines) == 1:
        return _("Urgent: %(what)s") % {"what": lines[0].sentence}
    count = len(lines)
    if mail.kind == Mail.URGENT:
        text = ngettext("Urgent: %(n)d notice in OSM", "Urgent: %(n)d notices in OSM", count)
    else:
        text = ngettext("%(n)d notice in OSM", "%(n)d notices in OSM", count)
    return text % {"n": count}
