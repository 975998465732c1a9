import random

import pytest
from django.db import connection, transaction

from audit.models import BEGINNING, Link
from audit.selectors.chain import chain_head, verify_chain
from audit.services.records import record, record_each
from tests.audit.tampering import SEEN_BY_THE_ANCHOR, SEEN_FROM_WITHIN, tamper

pytestmark = pytest.mark.django_db


def write(number, actor=None):
    """Append some rows and let the database chain them, as a commit does."""
    done = [(f"HQ FUEL {place}", {"revision": place}) for place in range(number)]
    record_each(actor=actor, verb="submitted", kind="entry", done=done, unit_id=None)
    connection.check_constraints()


def test_an_empty_chain_holds():
    verdict = verify_chain()
    assert (verdict.holds, verdict.count, verdict.head) == (True, 0, BEGINNING)
    assert chain_head() == (0, BEGINNING)


def test_every_row_has_a_link_that_follows_the_one_before(ada):
    write(12, ada)
    links = list(Link.objects.order_by("position"))
    assert [link.position for link in links] == list(range(1, 13))
    assert [link.previous_hash for link in links[1:]] == [link.hash for link in links[:-1]]
    assert verify_chain().holds
    assert chain_head() == (verify_chain().count, verify_chain().head) == (12, links[-1].hash)


def test_what_is_rolled_back_leaves_no_link(ada):
    write(1)
    with transaction.atomic():
        record(actor=ada, verb="created", kind="initiative", subject="SPARES")
        transaction.set_rollback(True)
    write(1)
    assert [link.position for link in Link.objects.order_by("position")] == [1, 2]
    assert verify_chain().holds


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("how", SEEN_FROM_WITHIN, ids=lambda how: how.__name__)
def test_the_chain_shows_that_somebody_tampered(ada, how, seed):
    write(12, ada)
    tamper(how, random.Random(seed))
    verdict = verify_chain()
    assert not verdict.holds
    assert verdict.fault


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("how", SEEN_BY_THE_ANCHOR, ids=lambda how: how.__name__)
def test_a_head_noted_outside_shows_what_the_chain_cannot(ada, how, seed):
    write(12, ada)
    noted = chain_head()[1]
    tamper(how, random.Random(seed))
    assert verify_chain().holds
    assert "cut off or replaced" in verify_chain(noted).fault


def test_a_chain_that_went_on_still_goes_through_the_noted_head():
    write(3)
    noted = chain_head()[1]
    write(3)
    assert verify_chain(noted).holds
    assert not verify_chain("0" * 63 + "1").holds


def test_the_first_broken_link_is_named(ada):
    write(5, ada)
    tamper(lambda _chance: Link.objects.filter(position=4).update(hash="f" * 64), None)
    verdict = verify_chain()
    assert (verdict.count, verdict.position) == (3, 4)
    assert verdict.fault == "Link 4 does not fit the one before it."
