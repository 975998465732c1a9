"""Every address that writes leaves exactly one audit row, or says why not."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from audit.models import Record
from tests.contract.asking import filled
from tests.contract.endpoints import ROWS
from tests.contract.rows import CAST
from tests.contract.written import ON_ITS_WAY, PRIVATE

SAFE = {"GET", "HEAD", "OPTIONS"}
DOOR = "a door: it changes no figure, message or right"
BY_LINK = "needs a link out of a mail: tests/accounts and tests/organization follow it"
IN_STATE = "needs a person in another state, whom written.py has"
LOOKED_AT = "it shows what would change; written.py stores it"
WITHOUT = {
    "account_change_password": "needs one's own password: tests/accounts changes it",
    "account_reset_password": BY_LINK,
    "account_reset_password_from_key": BY_LINK,
    "account_set_password": IN_STATE,
    "organization:accept": BY_LINK,
    "organization:account-open": IN_STATE,
    "organization:invite-again": IN_STATE,
    "account_login": DOOR,
    "account_logout": DOOR,
    "account_signup": DOOR,
    "demo-sign-in": DOOR,
    "notices:read-all": "whoever is asked has none; one row where there are some, says written.py",
    "scorecard:assignments": "nothing else is chosen here; a row for each KPI, says written.py",
    "scorecard:collection": "nothing is missing here; a row for each unit, says written.py",
    "scorecard:draft": PRIVATE,
    "scorecard:uploads": "no file is chosen here; written.py uploads one",
    "api:uploads": "no file is sent here; written.py uploads one",
    "api:upload-layout": ON_ITS_WAY,
    "api:upload-confirm": ON_ITS_WAY,
    "scorecard:upload-layout": ON_ITS_WAY,
    "scorecard:upload-answers": ON_ITS_WAY,
    "scorecard:upload-store": ON_ITS_WAY,
    "scorecard:evidence": "no file is chosen here; written.py attaches one",
    "api:evidence": "no file is sent here; written.py attaches one",
    "shape-begin": "nobody begins here: there is a headquarters; tests/osm/shaping begins",
    "shape-list": LOOKED_AT,
    "shape-organization": LOOKED_AT,
    "scorecard:paste": "it writes nothing: it says how a block would be read",
    "scorecard:enter": "the form of these rows is empty; a row for each figure, says written.py",
}


def allowed(row):
    """Return who may do it: the first of the cast whose answer is neither a question nor a no."""
    answers = dict(zip(CAST, row.answers, strict=True))
    found = [who for who, answer in answers.items() if answer in {200, 201, 202, 204, 302, 303}]
    return found[0] if found else None


WRITING = [row for row in ROWS if row.verb not in SAFE and row.name not in WITHOUT]


def send(row, world, person):
    """Do it for good; return the status."""
    client = Client()
    client.force_login(person)
    address = reverse(row.name, kwargs={name: world[key] for name, key in row.at.items()})
    texts = filled(row.body, world)
    body = {"data": texts} if texts else {}
    if row.json:
        body["content_type"] = "application/json"
    return getattr(client, row.verb.lower())(f"{address}?{row.query}", **body).status_code


def left_by(row, world, person):
    """Return how many audit rows it leaves, and take back what it did."""
    before = Record.objects.count()
    with transaction.atomic():
        assert send(row, world, person) < 400
        left = Record.objects.count() - before
        transaction.set_rollback(True)
    return left


@pytest.mark.parametrize("row", [row for row in WRITING if allowed(row)], ids=str)
def test_an_address_that_writes_leaves_one_audit_row(world, cast, row):
    assert left_by(row, world, cast[allowed(row)]) == 1


def test_every_address_that_writes_is_open_to_somebody():
    assert [str(row) for row in WRITING if not allowed(row)] == []


def test_nothing_is_excused_that_is_gone():
    assert WITHOUT.keys() - {row.name for row in ROWS} == set()


def test_the_net_catches_an_address_that_leaves_none(world, cast):
    silent = next(row for row in ROWS if row.name == "scorecard:draft")
    assert left_by(silent, world, cast["mara"]) == 0
