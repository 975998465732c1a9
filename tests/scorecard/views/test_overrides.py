"""The form of an override, and what the page of the KPI shows of one."""

import pytest

from scorecard.models import Entry, EntryEvent
from tests.factories import make_entry, make_kpi, make_reporter
from tests.scorecard.small import roll_up

CELL = "unit=CMD&period=2026-10&kpi=STAFF"
PAGE = f"/overrides/?{CELL}"
KPI = "/kpis/STAFF/?unit=CMD&period=2026-10"


def test_the_office_overrides_and_takes_back(world, ada, chief, read, sign_in):
    assert 'href="/overrides/?unit=CMD&amp;period=2026-10&amp;kpi=STAFF"' in read(ada, KPI)
    assert "Computed: 25 people." in read(ada, PAGE)
    answer = sign_in(ada).post(PAGE, {"value": "40", "reason": "Counted by hand."})
    assert (answer.status_code, answer["Location"]) == (302, KPI)
    roll_up()
    page = read(chief, KPI)
    assert "Overridden with 40 people; computed from below: 25 people. Counted by hand." in page
    assert "Ada Whitlock" in page
    assert "Change or take back" not in page
    assert "Change or take back" in read(ada, KPI)
    answer = sign_in(ada).post(f"/overrides/undo/?{CELL}", {"reason": "Corrected below."})
    assert (answer.status_code, answer["Location"]) == (302, KPI)
    assert EntryEvent.objects.get().reason == "Corrected below."
    roll_up()
    assert "Overridden with" not in read(chief, KPI)


def test_what_is_wrong_stands_beside_its_field(world, ada, sign_in):
    answer = sign_in(ada).post(PAGE, {"value": "1,500", "reason": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="1,500"' in page
    assert "This field is required." in page
    answer = sign_in(ada).post(PAGE, {"value": "1,500", "reason": "Counted."})
    assert "can be read in two ways" in answer.content.decode()
    assert not Entry.objects.filter(kind="override").exists()


def test_a_ratio_is_overridden_with_a_pair(world, ada, sign_in):
    address = PAGE.replace("STAFF", "VEH")
    sign_in(ada).post(address, {"numerator": "60", "denominator": "80", "reason": "Counted."})
    entry = Entry.objects.get(kind="override")
    assert (entry.numerator, entry.denominator, entry.value) == (60, 80, None)


def test_a_week_is_overridden_and_shown_in_its_month(world, ada, sign_in):
    kpi = make_kpi("WEEKLY", frequency="weekly")
    make_reporter(world.units.mara, kpi)
    make_entry(world.units.mara, kpi, "2026-W43", 3)
    address = "/overrides/?unit=MARA&period=2026-W43&kpi=WEEKLY"
    answer = sign_in(ada).post(address, {"value": "4", "reason": "Counted."})
    assert answer["Location"] == "/kpis/WEEKLY/?unit=MARA&period=2026-10"


@pytest.mark.parametrize("change", [("2026-10", "2026-Q4"), ("STAFF", "NONE"), ("CMD", "NONE")])
def test_a_cell_that_there_is_not_is_not_there(world, ada, sign_in, change):
    assert sign_in(ada).get(PAGE.replace(*change)).status_code == 404


def test_an_override_to_undo_where_there_is_none_is_told(world, ada, sign_in):
    answer = sign_in(ada).post(f"/overrides/undo/?{CELL}", follow=True)
    assert "No override stands here" in answer.content.decode()


def test_in_longer_periods_and_in_the_past_nothing_is_offered(world, ada, read):
    assert "Override this figure" not in read(ada, KPI.replace("2026-10", "2026-Q4"))
    assert "Override this figure" not in read(ada, KPI + "&as_of=2026-11-12")
