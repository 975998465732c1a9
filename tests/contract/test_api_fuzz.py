"""A short run of `make proof N=13`: every operation, asked as one manager's program."""

import pytest

from tests.accounts.factories import bearer, make_token
from tests.contract.fuzzing import KNOWN, Visitor, api, fuzz
from tests.contract.world import make_everything

# The requests come through the real door, which ends its connections: no transaction spans them.
pytestmark = pytest.mark.django_db(transaction=True)


def test_no_operation_breaks_its_own_description(november):
    everything = make_everything()
    world, mara = everything.world, everything.cast["mara"]
    manager = Visitor(bearer(make_token(mara, "read", "enter", "edit")))
    known = KNOWN | {
        "initiative_id": [world["initiative"]],
        "message_id": [world["letter"]],
        "notice_id": [world["notice"]],
    }
    report = fuzz(api(manager), manager, examples=4, known=known)
    assert report.faults == [], "\n".join(report.faults)
    assert {200, 201, 400, 404} <= set(report.statuses)
    assert max(report.statuses) < 500
