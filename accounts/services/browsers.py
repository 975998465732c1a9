"""Browsers that signed in to an account before: a stranger's guesses do not lock them out."""

from datetime import timedelta
from secrets import token_urlsafe
from typing import TYPE_CHECKING

from django.core import signing

if TYPE_CHECKING:
    from accounts.models import User

COOKIE = "osm_browser"
KNOWN_FOR = timedelta(days=180)
SALT = "accounts.browsers"


def browser_mark(person: "User") -> str:
    """Return the signed mark that a browser keeps after `person` has signed in with it."""
    return signing.dumps([person.pk, token_urlsafe(12)], salt=SALT)


def known_browser(mark: str, person_id: int | None) -> str:
    """Return the name of a browser that this person signed in with; empty for any other."""
    try:
        person, name = signing.loads(mark, salt=SALT, max_age=KNOWN_FOR)
    except signing.BadSignature:
        return ""
    return str(name) if person == person_id else ""
