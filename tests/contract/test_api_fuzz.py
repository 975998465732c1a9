"""A short run of `make proof N=13`: every operation, asked as one manager's program."""

import pytest

from tests.accounts.factories import bearer, make_token
from tests.contract.fuzzing import KNOWN, Visitor, api, fuzz

# The requests come through the real door, which ends its connections: no transaction spans them.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def manager(world, cast):
    return Visitor(bearer(make_token(cast["mara"], "read", "enter", "edit")))


def test_no_operation_breaks_its_own_description(world, manager):
    known = KNOWN | {"initiative_id": [world["initiative"]], "message_id": [world["letter"]]}
    report = fuzz(api(manager), manager, examples=4, known=known)
    assert report.faults == [], "\n".join(report.faults)
    assert {200, 201, 400, 404} <= set(report.statuses)
    assert max(report.statuses) < 500
