"""The page of what waits for oneself."""

from tests.factories import make_kpi, make_person, make_reporter


def test_it_says_how_much_waits_and_how_it_stands(read, mara, units, time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)
    make_reporter(units.mara, make_kpi())
    page = read(mara, "/updates/")
    assert "1 thing that waits for you is late" in page
    assert "12 days late" in page
    assert "Who enters what" in page


def test_nothing_is_said_aloud(read, otto):
    page = read(otto, "/updates/")
    assert "Nothing waits for you" in page
    assert "Who enters what" not in page


def test_who_sees_no_unit_has_the_messages(sign_in, units):
    answer = sign_in(make_person("Out", "administrator", units.hq)).get("/updates/")
    assert (answer.status_code, answer.url) == (302, "/messages/")
