import json
from decimal import Decimal

import pytest
from django.test import Client

from audit.models import Record
from jobs.models import OutboxRow
from scorecard.models import Draft, Entry, EntryEvent
from tests.factories import make_entry, make_kpi, make_reporter, ordinal

ADDRESS = "/api/v1/entries/"
PROBLEM = "application/problem+json"


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


@pytest.fixture
def days(units):
    kpi = make_kpi("DAYS", name="Days lost")
    for unit in [units.mara, units.nils, units.command]:
        make_reporter(unit, kpi)
    return kpi


@pytest.fixture
def share(units):
    kpi = make_kpi("SHARE", unit_rule="ratio", name="Share ready", unit_of_measure="%")
    make_reporter(units.mara, kpi)
    return kpi


def figure(unit="MARA", kpi="DAYS", period="2026-10", **numbers):
    return {"unit": unit, "kpi": kpi, "period": period, **(numbers or {"value": 12})}


def send(client, data, **headers):
    body = data if isinstance(data, str) else json.dumps(data)
    return client.post(ADDRESS, body, content_type="application/json", headers=headers)


def pointers(answer):
    return [fault["pointer"] for fault in answer.json()["errors"]]


def sentences(answer):
    return " ".join(fault["detail"] for fault in answer.json()["errors"])


def test_a_figure_is_stored_audited_and_rolled_up(client, mara, days):
    client.force_login(mara)
    answer = send(client, figure(value=12.5))
    assert answer.status_code == 201
    assert answer.json() == {
        "unit": "MARA",
        "kpi": "DAYS",
        "period": "2026-10",
        "kind": "entry",
        "value": "12.5",
        "numerator": None,
        "denominator": None,
        "not_applicable": False,
        "revision": 1,
        "recorded_at": "2026-11-12T08:00:00Z",
    }
    entry = Entry.objects.get()
    assert (entry.author, entry.source, entry.period) == (mara, "api", ordinal("2026-10"))
    assert Record.objects.filter(verb="submitted", actor=mara).count() == 1
    assert OutboxRow.objects.filter(topic="rollup").exists()


def test_a_list_comes_back_in_its_order(client, mara, days, share):
    client.force_login(mara)
    items = [
        figure(period="2026-10", value=3),
        figure(kpi="SHARE", numerator=8, denominator="10"),
        figure(period="2026-09", not_applicable=True),
    ]
    answer = send(client, items)
    assert answer.status_code == 201
    said = [(e["kpi"], e["period"], e["value"], e["numerator"]) for e in answer.json()]
    assert said == [
        ("DAYS", "2026-10", "3", None),
        ("SHARE", "2026-10", None, "8"),
        ("DAYS", "2026-09", None, None),
    ]
    assert Entry.objects.filter(not_applicable=True).count() == 1


def test_a_number_is_kept_digit_for_digit(client, mara, days):
    client.force_login(mara)
    body = json.dumps(figure(value="@")).replace('"@"', "0.12345678901234567891")
    assert send(client, body).json()["value"] == "0.12345678901234567891"
    assert Entry.objects.get().value == Decimal("0.12345678901234567891")


def test_a_later_figure_is_the_next_revision(client, mara, days):
    client.force_login(mara)
    assert [send(client, figure(value=n)).json()["revision"] for n in (1, 2)] == [1, 2]


def test_the_draft_of_the_cell_goes(client, mara, days, units):
    Draft.objects.create(
        kpi=days,
        unit=units.mara,
        period=ordinal("2026-10"),
        value="11",
        typed_by=mara,
        typed_at="2026-11-01T00:00Z",
    )
    client.force_login(mara)
    send(client, figure())
    assert not Draft.objects.exists()


def test_a_repeat_with_the_same_key_stores_nothing_again(client, mara, days):
    client.force_login(mara)
    items = [figure(period="2026-10"), figure(period="2026-09")]
    first = send(client, items, idempotency_key="October-1")
    second = send(client, items, idempotency_key="October-1")
    assert (first.status_code, second.status_code) == (201, 200)
    assert second.json() == first.json()
    assert Entry.objects.count() == 2


@pytest.mark.parametrize(
    "other",
    [
        [figure(value=13)],
        [figure(), figure(kpi="SHARE", numerator=8, denominator=10)],
        [figure(unit="NILS")],
    ],
)
def test_a_key_stands_for_one_submission(client, ada, days, share, other):
    client.force_login(ada)
    send(client, [figure()], idempotency_key="k")
    answer = send(client, other, idempotency_key="k")
    assert answer.status_code == 422
    assert "was used for other figures" in answer.json()["detail"]
    assert Entry.objects.count() == 1


def test_two_people_may_use_the_same_key(client, ada, mara, days):
    for person, value in [(ada, 1), (mara, 2)]:
        client.force_login(person)
        assert send(client, figure(value=value), idempotency_key="k").status_code == 201


@pytest.mark.parametrize("key", ["with space", "k" * 65])
def test_a_key_that_cannot_be_kept_is_refused(client, mara, days, key):
    client.force_login(mara)
    assert send(client, figure(), idempotency_key=key).status_code == 400


@pytest.mark.parametrize(
    ("item", "pointer"),
    [
        (figure() | {"vlaue": 3}, "#/vlaue"),
        ({"unit": "MARA", "kpi": "DAYS", "value": 1}, "#/period"),
        (figure(value=None), "#/value"),
        (figure(value="12,5"), "#/value"),
        (figure(value=True), "#/value"),
        (figure(value=[1]), "#/value"),
        (figure(value="1e999"), "#/value"),
        (figure(value=float("nan")), "#/value"),
        (figure(value=1, not_applicable=True), "#"),
        (figure(value=1, numerator=1, denominator=2), "#"),
        (figure(numerator=1), "#"),
        (figure(not_applicable=False), "#"),
        (figure(unit="MA\x00RA"), "#/unit"),
        (5, "#"),
    ],
)
def test_an_item_of_the_wrong_shape_is_pointed_at(client, mara, days, item, pointer):
    client.force_login(mara)
    answer = send(client, item)
    assert (answer.status_code, answer["Content-Type"]) == (400, PROBLEM)
    assert pointers(answer) == [pointer]
    in_list = send(client, [figure(), item])
    assert pointers(in_list) == [f"#/1{pointer[1:]}"]
    assert not Entry.objects.exists()


@pytest.mark.parametrize("body", ["", "{", "\xff", "[" * 100_000, "1" * 5000, "null", "[]"])
def test_a_body_that_says_nothing_is_refused(client, mara, days, body):
    client.force_login(mara)
    answer = send(client, body)
    assert (answer.status_code, answer["Content-Type"]) == (400, PROBLEM)
    assert answer.json()["detail"]


def test_only_json_is_read(client, mara, days):
    client.force_login(mara)
    answer = client.post(ADDRESS, {"unit": "MARA"})
    assert (answer.status_code, answer["Content-Type"]) == (415, PROBLEM)


def test_a_list_has_an_end(client, mara, days):
    client.force_login(mara)
    answer = send(client, [figure()] * 1001)
    assert answer.status_code == 400
    assert "at most 1000" in answer.json()["detail"]


def test_one_refused_figure_keeps_all_others_out(client, ada, days):
    client.force_login(ada)
    items = [figure(), figure(unit="NILS", period="2027-01"), figure(unit="NILS")]
    answer = send(client, items)
    assert (answer.status_code, answer["Content-Type"]) == (422, PROBLEM)
    assert pointers(answer) == ["#/1"]
    assert "has not begun" in sentences(answer)
    assert not Entry.objects.exists()
    assert not OutboxRow.objects.exists()


def test_every_refused_figure_gets_its_sentence(client, ada, days):
    client.force_login(ada)
    make_kpi("ELSE", name="Something else")
    items = [figure(kpi="ELSE"), figure(), figure(unit="NILS", period="2027-01")]
    answer = send(client, items)
    assert pointers(answer) == ["#/0", "#/2"]
    assert "does not report Something else" in sentences(answer)


@pytest.mark.parametrize(
    ("item", "pointer", "words"),
    [
        (figure(kpi="NONE"), "#/kpi", "There is no KPI “NONE”"),
        (figure(period="October"), "#/period", "is not a period"),
        (figure(period="2026-Q3"), "#/period", "Days lost is entered monthly"),
        (figure(numerator=1, denominator=2), "#", "is one number"),
        (figure(kpi="SHARE"), "#", "needs both numbers"),
    ],
)
def test_what_does_not_fit_the_kpi_is_said(client, mara, days, share, item, pointer, words):
    client.force_login(mara)
    answer = send(client, item)
    assert answer.status_code == 422
    assert pointers(answer) == [pointer]
    assert words in sentences(answer)


def test_a_cell_may_stand_in_a_list_once(client, mara, days):
    client.force_login(mara)
    answer = send(client, [figure(), figure(value=13)])
    assert answer.status_code == 422
    assert pointers(answer) == ["#/1"]
    assert "stands twice" in sentences(answer)


def test_a_sister_unit_is_not_known(client, nils, days):
    client.force_login(nils)
    answer = send(client, [figure(unit="NILS"), figure(unit="MARA"), figure(unit="GHOST")])
    assert (answer.status_code, answer["Content-Type"]) == (404, PROBLEM)
    assert pointers(answer) == ["#/1/unit", "#/2/unit"]
    assert not Entry.objects.exists()


@pytest.mark.parametrize(("who", "unit"), [("otto", "MARA"), ("vera", "MARA"), ("mara", "CMD")])
def test_who_sees_but_may_not_enter_is_told_so(request, client, days, who, unit):
    client.force_login(request.getfixturevalue(who))
    answer = send(client, figure(unit=unit))
    assert (answer.status_code, answer["Content-Type"]) == (403, PROBLEM)
    assert "You may not do this for" in answer.json()["detail"]
    assert not Entry.objects.exists()


def test_one_unit_without_the_right_keeps_all_others_out(client, mara, days):
    client.force_login(mara)
    assert send(client, [figure(), figure(unit="CMD")]).status_code == 403
    assert not Entry.objects.exists()


def test_nobody_enters_without_signing_in(client, days):
    answer = send(client, figure())
    assert (answer.status_code, answer["Content-Type"]) == (401, PROBLEM)
    assert answer["WWW-Authenticate"] == "Bearer"


def test_a_foreign_page_cannot_post_in_my_name(mara, days):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(mara)
    answer = send(strict, figure())
    assert answer.status_code == 403
    assert "CSRF" in answer.json()["detail"]


def listed(client, **asked):
    answer = client.get(ADDRESS, asked)
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


@pytest.fixture
def entered(units, days, mara):
    quarterly = make_kpi("DEPTH", frequency="quarterly")
    return [
        make_entry(units.mara, days, "2026-09", "8.50", author=mara),
        make_entry(units.mara, days, "2026-10", 9),
        make_entry(units.mara, days, "2026-10", 7),
        make_entry(units.nils, days, "2026-10", 5),
        make_entry(units.mara, quarterly, "2026-Q3", 1),
    ]


def test_what_was_entered_comes_revision_by_revision_the_newest_first(client, mara, entered):
    client.force_login(mara)
    said = [(e["kpi"], e["period"], e["value"], e["revision"]) for e in listed(client)]
    assert said == [
        ("DEPTH", "2026-Q3", "1", 1),
        ("DAYS", "2026-10", "7", 2),
        ("DAYS", "2026-10", "9", 1),
        ("DAYS", "2026-09", "8.50", 1),
    ]


def test_an_entry_says_who_entered_it_and_whether_it_stands(client, mara, entered):
    EntryEvent.objects.create(
        entry=entered[0], kind="withdrawn", recorded_at="2026-11-01T00:00Z", actor=mara
    )
    client.force_login(mara)
    (row,) = listed(client, period="2026-09")
    assert (row["author"], row["source"], row["state"]) == ("Mara Hartley", "typed", "withdrawn")
    assert listed(client, period="2026-10")[0]["state"] == "standing"
    assert listed(client, period="2026-10")[0]["author"] == ""


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"kpi": "DAYS"}, 4),
        ({"period": "2026-Q3"}, 1),
        ({"period": "2026-10"}, 3),
        ({"unit": "NILS"}, 1),
        ({"unit": "CMD"}, 0),
        ({"below": "CMD"}, 5),
        ({"source": "api"}, 0),
    ],
)
def test_entries_can_be_asked_for(client, ada, entered, asked, count):
    client.force_login(ada)
    assert len(listed(client, **asked)) == count


def test_entries_above_my_unit_are_not_for_me_and_a_sisters_are_not_known(client, mara, entered):
    client.force_login(mara)
    assert client.get(ADDRESS, {"unit": "HQ"}).status_code == 403
    assert client.get(ADDRESS, {"below": "HQ"}).status_code == 403
    assert client.get(ADDRESS, {"unit": "NILS"}).status_code == 404


@pytest.fixture
def notice(units):
    kpi = make_kpi("NOTICE", name="Notice to move", unit_of_measure="hours")
    make_reporter(units.mara, kpi)
    return kpi


def test_text_with_the_unit_of_the_kpi_is_taken_and_another_is_never_converted(
    client, mara, days, notice
):
    client.force_login(mara)
    assert send(client, figure(kpi="NOTICE", value="36.5 hours")).json()["value"] == "36.5"
    items = [figure(kpi="NOTICE", value="2 days"), figure(value="3 kg"), figure(value="1,5 hours")]
    for item, words in zip(items, ("type 48", "Type the number alone.", ""), strict=True):
        answer = send(client, [item])
        assert answer.status_code == (422 if words else 400)
        assert pointers(answer) == ["#/0/value"]
        assert words in sentences(answer)
    assert Entry.objects.count() == 1


def test_a_percentage_may_be_sent_with_its_sign(client, mara, units):
    make_reporter(units.mara, make_kpi("UP", unit_rule="mean", unit_of_measure="%"))
    client.force_login(mara)
    assert send(client, figure(kpi="UP", value="82.5 %")).json()["value"] == "0.825"
    assert send(client, figure(kpi="UP", value="0.825")).json()["value"] == "0.825"
