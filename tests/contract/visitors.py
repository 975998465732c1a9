"""Who asks: everybody with a browser, and programs with what they show instead of a session.

To add a column to the table of `endpoints.py`, add a visitor to VISITORS.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.conf import settings
from django.test import Client

from accounts.services.tokens import revoke_token
from tests.accounts.factories import make_token
from tests.contract.endpoints import ROWS
from tests.contract.rows import EVERYBODY, FORBIDDEN, Row

AT_HOME, AT_THE_SISTER = Row.at_home, Row.at_the_sister


@dataclass(frozen=True)
class Visitor:
    """One column of the table.

    Attributes
    ----------
    prove
        Takes the cast; returns what each request carries to prove who asks: cookies and headers.
    expected
        Takes a row and its answers by person; returns what this visitor shall get.
    api_only
        Whether pages are spared the question.
    """

    name: str
    prove: Callable
    expected: Callable
    api_only: bool = False

    def __str__(self):
        return self.name

    def comes_to(self, row):
        """Tell whether this visitor asks there: one program shows that pages know none."""
        return row.name in PROGRAMS or not self.api_only


@dataclass(frozen=True)
class Proof:
    """What a request carries."""

    cookies: dict
    headers: dict

    def client(self, **options):
        """Return a browser or program that carries it, as fresh as on the first day."""
        client = Client(headers=self.headers, **options)
        client.cookies.load(self.cookies)
        return client


def session_of(person):
    """Sign somebody in, once for many requests."""
    if person is None:
        return Proof({}, {})
    client = Client()
    client.force_login(person)
    name = settings.SESSION_COOKIE_NAME
    return Proof({name: client.cookies[name].value}, {})


def browser(who):
    return Visitor(who, lambda cast: session_of(cast[who]), lambda _row, answers: answers[who])


def program(name, header, expected):
    """Return a visitor with a token; `header` takes the cast and returns the authorization."""
    return Visitor(name, lambda cast: Proof({}, {"authorization": header(cast)}), expected)


def nobody(_row, answers):
    """Expect for a program what an anonymous visitor gets."""
    return answers["anonymous"]


def holder(*scopes):
    """Return a program with a token of Mara's for these scopes."""
    name = f"Mara's program: {', '.join(scopes)}"

    def header(cast):
        return f"Bearer {make_token(cast['mara'], *scopes, name=name).secret}"

    def expected(row, answers):
        # Pages ask for a session, whatever a program shows.
        if row.name not in PROGRAMS:
            return answers["anonymous"]
        return answers["mara"] if needed(row) in scopes else FORBIDDEN

    return replace(program(name, header, expected), api_only=len(scopes) == 1)


# What a program needs another scope for than "edit".
WRITING = {
    "api:entries": "enter",
    "api:forecasts": "enter",
    "api:evidence": "enter",
    "api:evidence-withdrawal": "enter",
    "api:uploads": "enter",
    "api:upload-layout": "enter",
    "api:upload-confirm": "enter",
    "api:flags": "enter",
    "api:flag-ending": "enter",
    "api:comments": "enter",
    "api:explanations": "enter",
    "api:explanation-line": "enter",
    "api:approvals": "decide",
    "api:approvals-batch": "decide",
    "api:rejections": "decide",
    "api:reporters": "decide",
    "api:overrides": "decide",
    "api:override-undo": "decide",
    "api:manual-scores": "decide",
    "api:cap-switches": "decide",
}


def needed(row):
    """Return the scope that a row of the API asks for."""
    return "read" if row.verb == "GET" else WRITING.get(row.name, "edit")


def revoked(cast):
    """Return the header of a program whose token was taken back."""
    made = make_token(cast["mara"], name="Taken back")
    revoke_token(actor=cast["mara"], token=made.token)
    return f"Bearer {made.secret}"


# The description of the API is a page for people; all else of it is for programs.
PROGRAMS = {row.name for row in ROWS if row.name.startswith("api:")} - {"api:docs"}
VISITORS = (
    *(browser(who) for who in EVERYBODY),
    program("a wrong token", lambda _cast: "Token 0123456789abcdef", nobody),
    program("a revoked token", revoked, nobody),
    holder("read"),
    holder("enter"),
    holder("edit"),
    holder("decide"),
    holder("read", "enter", "edit", "decide"),
)
