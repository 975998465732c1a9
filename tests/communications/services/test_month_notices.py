"""Who is told of more time, reminders and locked months."""

from datetime import date

import pytest

from communications.models import Notice
from communications.selectors.notices import notices_page
from communications.services.notices import tell_key
from tests.factories import give_role, make_kpi, make_person, make_reporter
from tests.scorecard.calendars import make_extension, make_lock, make_reminder, make_reopening


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


@pytest.fixture
def cleo(units):
    return make_person("Cleo Marsh", "contributor", units.mara)


@pytest.fixture
def days(units, cleo):
    kpi = make_kpi("DAYS")
    make_reporter(units.mara, kpi, person=cleo)
    make_reporter(units.mara, make_kpi("FUEL"))
    return kpi


def told(key):
    tell_key(key)
    return sorted(row.person.name.split()[0] for row in Notice.objects.select_related("person"))


def sentences(person):
    return [
        (line.sentence, line.words, line.url)
        for day in notices_page(person).days
        for line in day.lines
    ]


def test_who_enters_is_told_of_more_time_with_the_reason(ada, mara, units, cleo, days):
    row = make_extension(units.mara, "2026-11-20T12:00Z", ada)
    assert told(f"extension:{row.pk}") == ["Cleo", "Mara"]
    assert told(f"extension:{row.pk}") == ["Cleo", "Mara"]
    (line,) = sentences(mara)
    assert line == (
        "Ada Whitlock gave you until 20 Nov 2026 12:00 for figures of October 2026",
        "The depot moved.",
        "/enter/?unit=MARA&period=2026-10",
    )


def test_a_person_is_reminded_once_a_day_however_many_units_they_have(ada, mara, units, days):
    give_role(mara, "unit_manager", units.nils)
    make_reporter(units.nils, days)
    for unit in (units.mara, units.nils):
        tell_key(f"reminder:{make_reminder(unit, ada, date(2026, 11, 12)).pk}")
    assert Notice.objects.filter(person=mara, kind="reminded").count() == 1
    tell_key(f"reminder:{make_reminder(units.mara, ada, date(2026, 11, 13)).pk}")
    assert Notice.objects.filter(person=mara, kind="reminded").count() == 2


def test_the_office_is_asked_to_confirm_and_who_asked_is_told_what_came_of_it(
    ada, mara, units, cleo, days
):
    bea = make_person("Bea Thorn", "osm_staff", units.hq)
    make_lock(ada)
    row = make_reopening(mara, units.mara)
    assert told(f"reopening:{row.pk}") == ["Ada", "Bea"]
    (line,) = sentences(ada)
    assert line[0] == "Mara Hartley asks to open October 2026 again until 20 Dec 2026 17:00"
    assert line[2] == "/collection/?unit=MARA&period=2026-10"
    answered = make_reopening(mara, units.mara, by=bea)
    told(f"reopened:{answered.answer.pk}")
    assert [each[0] for each in sentences(mara)] == [
        "Bea Thorn opened October 2026 again until 20 Dec 2026 17:00"
    ]
    assert len(sentences(cleo)) == 1


def test_a_lost_role_takes_its_notices_along(ada, mara, units, days):
    row = make_extension(units.mara, "2026-11-20T12:00Z", ada)
    tell_key(f"extension:{row.pk}")
    give_role(mara, "unit_manager", units.mara, valid_until=date(2026, 11, 1))
    assert sentences(mara) == []
