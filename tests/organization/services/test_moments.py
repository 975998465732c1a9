from datetime import UTC, datetime

import pytest

from core.errors import DomainError
from organization.services.moments import past_moment
from tests.factories import make_organization

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def oslo(time_machine):
    time_machine.move_to("2026-05-20 10:00Z", tick=False)
    make_organization(time_zone="Europe/Oslo")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-05-12T17:30", datetime(2026, 5, 12, 15, 30, tzinfo=UTC)),
        ("2026-05-12T17:30:05Z", datetime(2026, 5, 12, 17, 30, 5, tzinfo=UTC)),
        ("2026-05-12 17:30+02:00", datetime(2026, 5, 12, 15, 30, tzinfo=UTC)),
        ("2026-05-12", datetime(2026, 5, 12, 21, 59, 59, 999999, tzinfo=UTC)),
        ("2026-05-20", datetime(2026, 5, 20, 10, tzinfo=UTC)),
    ],
)
def test_a_day_means_its_end_and_today_means_now(text, moment):
    assert past_moment(text) == moment


@pytest.mark.parametrize("text", ["yesterday", "", "2026-13-01", "12.05.2026", "2026-05-12T25:00"])
def test_what_is_no_moment_is_refused_with_an_example(text):
    with pytest.raises(ValueError, match="2026-05-12T17:30"):
        past_moment(text)


@pytest.mark.parametrize("text", ["2026-05-21", "2026-05-20T12:00:01"])
def test_the_future_is_refused(text):
    with pytest.raises(DomainError, match="in the future"):
        past_moment(text)
