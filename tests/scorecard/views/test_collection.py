"""The office's page of figures coming in, more time, locks, and the calendar."""

import pytest

from jobs.services.drain import drain
from scorecard.models import (
    CollectionRule,
    Extension,
    Holiday,
    MonthLock,
    Reminder,
    ReminderRule,
    Reopening,
    ReopeningAnswer,
    UnitZone,
)
from tests.factories import make_kpi, make_person, make_reporter, make_unit
from tests.scorecard.calendars import make_extension, make_lock, make_reopening, make_rule
from tests.scorecard.views.entry_forms import DRAFT, fields, post

PAGE = "/collection/?unit=HQ&period=2026-10"
CALENDAR = "/collection/calendar/"
RULE = {
    "what": "rule",
    "frequency": "monthly",
    "first": "2026-11",
    "due_after": "3",
    "due_at": "17:00",
    "grace": "2",
    "opens_after": "",
    "locks_after": "20",
    "reason": "Agreed.",
}
UNTIL = {"day": "2026-11-20", "clock": "12:00", "reason": "The depot moved."}


@pytest.fixture
def ruled(ada, days):
    return make_rule(ada)


def test_the_page_says_who_is_late_by_how_much(read, ada, units, ruled):
    make_extension(units.mara, "2026-11-20T12:00Z", ada)
    page = read(ada, PAGE)
    assert "1 of 2 units is late with October 2026" in page
    assert "late by 7 days" in page
    assert "extended to Fri 20 Nov 12:00, in 8 days" in page
    assert "0 of 2 figures are in, 0 of them came in time. Due Wed 4 Nov 17:00." in page


def test_one_click_reminds_all_late_units_and_a_second_one_says_so(sign_in, read, ada, ruled):
    client = sign_in(ada)
    answer = client.post(PAGE, {"late": "1"}, follow=True)
    assert "2 units are reminded" in answer.content.decode()
    answer = client.post(PAGE, {"remind": "MARA"}, follow=True)
    assert "1 unit was reminded today already" in answer.content.decode()
    assert Reminder.objects.count() == 2
    assert "reminded 0 minutes ago" in read(ada, PAGE)


def test_who_only_reads_has_no_buttons_and_is_refused(sign_in, read, chief, ruled):
    assert ">Remind<" not in read(chief, PAGE)
    assert sign_in(chief).post(PAGE, {"late": "1"}).status_code == 403
    assert sign_in(chief).get("/collection/lock/?period=2026-10").status_code == 403


def test_a_manager_sees_their_own_unit_and_nothing_beside_or_above(sign_in, read, mara, ruled):
    assert "1st Armoured Brigade" in read(mara, "/collection/?period=2026-10")
    assert sign_in(mara).get("/collection/?unit=NILS").status_code == 404
    assert sign_in(mara).get("/collection/?unit=HQ").status_code == 403


def test_more_time_is_typed_by_the_clocks_of_the_unit(sign_in, ada, units, ruled):
    UnitZone.objects.create(
        unit=units.mara, time_zone="Europe/Oslo", author=ada, recorded_at=ruled.recorded_at
    )
    address = "/collection/more-time/?unit=MARA&period=2026-10"
    assert sign_in(ada).post(address, UNTIL).status_code == 302
    assert f"{Extension.objects.get().until:%Y-%m-%d %H:%M}" == "2026-11-20 11:00"


@pytest.mark.parametrize("wrong", [{"reason": " "}, {"day": "2026-11-01"}, {"clock": "noon"}])
def test_a_wrong_moment_comes_back_with_what_was_typed(sign_in, ada, ruled, wrong):
    answer = sign_in(ada).post("/collection/more-time/?unit=MARA&period=2026-10", UNTIL | wrong)
    assert answer.status_code == 422
    assert not Extension.objects.exists()
    assert answer.context["form"].data["day"] == (UNTIL | wrong)["day"]


def test_a_month_is_locked_and_opened_again_by_two_people(sign_in, read, ada, mara, units, ruled):
    bea = make_person("Bea Thorn", "osm_staff", units.hq)
    sign_in(ada).post("/collection/lock/?period=2026-10", {"reason": "The book is frozen."})
    assert MonthLock.objects.exists()
    page = read(mara, "/enter/?unit=MARA&period=2026-10")
    assert "October 2026 is locked since" in page
    assert "<fieldset disabled>" in page
    sign_in(mara).post("/collection/reopen/?unit=MARA&period=2026-10", UNTIL)
    asked = Reopening.objects.get()
    assert "Asked for by Mara Hartley." in read(ada, PAGE)
    address = f"/collection/reopen/{asked.pk}/?period=2026-10"
    assert sign_in(mara).post(address, {"answer": "confirm"}).status_code == 403
    assert sign_in(bea).post(address, {"answer": "confirm"}).status_code == 302
    assert "takes figures again until Fri 20 Nov 12:00" in read(
        mara, "/enter/?unit=MARA&period=2026-10"
    )
    assert "Confirmed by Bea Thorn." in read(ada, PAGE)


def test_a_request_is_refused_in_one_click(sign_in, read, ada, mara, units, ruled):
    make_lock(ada)
    asked = make_reopening(mara, units.mara)
    sign_in(ada).post(f"/collection/reopen/{asked.pk}/?period=2026-10", {"answer": "refuse"})
    assert not ReopeningAnswer.objects.get().is_confirmed
    assert "Ada Whitlock left it locked." in read(ada, PAGE)
    assert sign_in(ada).post("/collection/reopen/0/").status_code == 404


def test_what_is_typed_into_a_month_that_was_locked_meanwhile_comes_back(
    sign_in, ada, mara, units, days, ruled
):
    make_lock(ada)
    answer = post(sign_in(mara), units.mara, {days: "12"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'value="12"' in page
    assert "is locked since" in page
    answer = sign_in(mara).post(DRAFT, fields(units.mara, {days: "12"}))
    assert (answer.status_code, "is locked since" in answer.json()["message"]) == (422, True)


def test_where_figures_are_entered_it_is_said_when_they_are_due(read, ada, mara, units, ruled):
    assert "late by 7 days" in read(mara, "/enter/?unit=MARA&period=2026-10")
    make_extension(units.mara, "2026-11-20T12:00Z", ada)
    page = read(mara, "/enter/?unit=MARA&period=2026-10")
    assert "extended to Fri 20 Nov 12:00, in 8 days" in page
    assert "More time because: The depot moved." in page
    assert "extended to Fri 20 Nov 12:00, in 8 days" in read(mara, "/updates/")


def test_a_rule_is_decided_and_listed(sign_in, read, ada, units):
    assert sign_in(ada).post(CALENDAR, RULE).status_code == 302
    page = read(ada, CALENDAR)
    assert "monthly, from November 2026 on" in page
    assert (
        "due 3 working days after the end, at 17:00; 2 days of grace; locks 20 days after that"
        in page
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"first": "2026-Q4"},
        {"first": "soon"},
        {"due_after": "-1"},
        {"due_at": "late"},
        {"reason": ""},
        {"what": "nothing"},
        {"frequency": "daily"},
    ],
)
def test_a_wrong_rule_comes_back_with_what_was_typed(sign_in, ada, units, wrong):
    answer = sign_in(ada).post(CALENDAR, RULE | wrong)
    assert answer.status_code == 422
    assert not CollectionRule.objects.exists()


def test_holidays_come_and_go(sign_in, read, ada, units):
    client = sign_in(ada)
    client.post(CALENDAR, {"what": "holiday", "day": "2026-12-25", "name": "Christmas"})
    assert "25 Dec</b> Christmas" in read(ada, CALENDAR)
    row = Holiday.objects.get()
    client.post(f"/collection/calendar/holidays/{row.pk}/take-back/")
    assert "None: only weekends are left out." in read(ada, CALENDAR)
    assert client.post("/collection/calendar/holidays/0/take-back/").status_code == 404


def test_a_unit_gets_its_own_clocks(sign_in, read, ada, units):
    wanted = {"what": "zone", "unit": units.mara.pk, "time_zone": "Europe/Oslo"}
    assert sign_in(ada).post(CALENDAR, wanted).status_code == 302
    assert "Europe/Oslo" in read(ada, CALENDAR)
    wrong = sign_in(ada).post(CALENDAR, wanted | {"time_zone": "Oslo"})
    assert wrong.status_code == 422


def test_three_hundred_late_units_weigh_less_than_150_kilobytes(sign_in, ada, units, ruled):
    kpi = make_kpi("LONG")
    for number in range(300):
        unit = make_unit(f"UNIT-{number}", units.command, name=f"{number}th Mechanised Brigade")
        make_reporter(unit, kpi)
    answer = sign_in(ada).get(PAGE)
    assert len(answer.content) < 150_000


def test_the_table_is_given_as_a_file(sign_in, ada, ruled):
    answer = sign_in(ada).get("/tables/csv/collection/?unit=HQ&period=2026-10")
    text = answer.content.decode()
    assert "Eastern Field Command,1st Armoured Brigade,MARA,0,0,1,1,late by 7 days,0,," in text


REMINDERS = {
    "what": "reminders",
    "before": "3",
    "on_the_day": "on",
    "after": "1, 3",
    "at": "09:00",
    "reason": "Agreed.",
}


def test_the_office_decides_when_units_are_reminded(sign_in, read, ada, ruled):
    client = sign_in(ada)
    assert "no reminder goes out by itself" in read(ada, CALENDAR)
    assert client.post(CALENDAR, REMINDERS).status_code == 302
    page = read(ada, CALENDAR)
    assert "3 working days before, on the day, 1 working day after, 3 working days after" in page
    client.post(CALENDAR, {"what": "reminders", "at": "09:00", "reason": "Enough mails."})
    assert ReminderRule.objects.order_by("-id").first().steps == []


@pytest.mark.parametrize("typed", ["soon", "-3", "0", "3.5", "61", "٣"])
def test_days_that_are_not_understood_stay_as_typed(sign_in, ada, ruled, typed):
    answer = sign_in(ada).post(CALENDAR, REMINDERS | {"before": typed})
    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.content.decode()
    assert not ReminderRule.objects.exists()


def test_the_page_shows_the_reminders_of_the_month(sign_in, read, ada, ruled):
    sign_in(ada).post(CALENDAR, REMINDERS | {"after": "7"})
    drain({"reminders"})
    page = read(ada, PAGE)
    assert "13 Nov 09:00 (UTC)" in page
    assert "planned for 2 units" in page
