from datetime import date, timedelta

import pytest

from audit.models import Record
from core.errors import DomainError, NotAllowedError
from organization.models import Deputy
from organization.services.deputies import end_deputy, name_deputy
from tests.factories import make_deputy

TODAY = date(2026, 11, 12)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _november(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


def test_naming_a_deputy_appends_a_row_and_an_audit_row(chief, mara):
    row = name_deputy(actor=chief, deputy=mara, first=TODAY, last=TODAY + 7 * DAY)
    assert (row.principal, row.deputy) == (chief, mara)
    record = Record.objects.get()
    assert (record.actor, record.verb) == (chief, "named deputy")
    assert record.detail["deputy"] == mara.email


@pytest.mark.parametrize(
    ("first", "last", "field", "words"),
    [
        (TODAY, TODAY - DAY, "last", "ends before it begins"),
        (TODAY - 3 * DAY, TODAY - DAY, "last", "are over"),
        (TODAY, TODAY + 367 * DAY, "last", "at most a year"),
    ],
)
def test_days_that_make_no_sense_are_refused_beside_the_field(
    chief, mara, first, last, field, words
):
    with pytest.raises(DomainError, match=words) as refused:
        name_deputy(actor=chief, deputy=mara, first=first, last=last)
    assert refused.value.field == field
    assert not Deputy.objects.exists()


def test_nobody_is_their_own_deputy(chief):
    with pytest.raises(DomainError, match="your own deputy"):
        name_deputy(actor=chief, deputy=chief, first=TODAY, last=TODAY)


def test_nobody_who_may_not_sign_in_becomes_a_deputy(chief, mara):
    mara.is_active = False
    for deputy in (mara, None):
        with pytest.raises(DomainError, match="Nobody with this address"):
            name_deputy(actor=chief, deputy=deputy, first=TODAY, last=TODAY)


def test_a_deputy_is_not_named_twice_for_overlapping_days(chief, mara):
    name_deputy(actor=chief, deputy=mara, first=TODAY, last=TODAY + 7 * DAY)
    with pytest.raises(DomainError, match="your deputy already, until 19 Nov"):
        name_deputy(actor=chief, deputy=mara, first=TODAY + DAY, last=TODAY + DAY)


@pytest.mark.parametrize("first", [TODAY - DAY, TODAY, TODAY + DAY])
@pytest.mark.parametrize("who", ["chief", "mara"])
def test_either_of_the_two_ends_it_at_once(request, chief, mara, first, who):
    row = make_deputy(chief, mara, first, TODAY + 7 * DAY)
    end_deputy(actor=request.getfixturevalue(who), row=row)
    assert not Deputy.objects.not_over(TODAY).exists()
    assert not Deputy.objects.valid_on(TODAY).exists()
    assert Record.objects.get().verb == "ended deputy"


def test_nobody_else_ends_it(chief, mara, ada):
    row = make_deputy(chief, mara)
    with pytest.raises(NotAllowedError):
        end_deputy(actor=ada, row=row)


def test_what_is_over_is_not_ended_again(chief, mara):
    row = make_deputy(chief, mara)
    end_deputy(actor=chief, row=row)
    with pytest.raises(DomainError, match="over already"):
        end_deputy(actor=mara, row=row)


def test_after_the_end_the_same_two_can_begin_again(chief, mara):
    end_deputy(actor=chief, row=make_deputy(chief, mara))
    name_deputy(actor=chief, deputy=mara, first=TODAY, last=TODAY)
    assert Deputy.objects.valid_on(TODAY).count() == 1
