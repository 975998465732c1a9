import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from osm.navigation import navigation
from tests.communications.factories import make_delivered, make_waiting
from tests.factories import make_entry, make_kpi, make_person, make_reporter, make_unit


@pytest.fixture(autouse=True)
def _november(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


def shown(person, path="/"):
    request = RequestFactory().get(path)
    request.user = person
    return navigation(request)


def labels(person):
    return [item.label for group in shown(person)["navigation"] for item in group["items"]]


def count(person, label):
    items = [item for group in shown(person)["navigation"] for item in group["items"]]
    return next(item.count for item in items if item.label == label)


SEE = ["Today", "My dashboard", "Scorecard", "Strategy map", "Units", "Messages", "Notices"]
DO = ["My updates", "Initiatives"]
SHAPE = ["Set up", "Figures coming in", "Write to units", "Record of changes", "People"]
ENTER = ["My updates", "Enter figures", "Approvals", "Initiatives"]


@pytest.mark.parametrize(
    ("who", "pages"),
    [
        ("otto", [*SEE, *DO]),
        ("vera", [*SEE, *DO, "Record of changes"]),
        ("chief", [*SEE, *DO]),
        ("mara", [*SEE, *ENTER]),
        (
            "ada",
            [*SEE, *ENTER, *SHAPE],
        ),
    ],
)
def test_only_what_a_person_may_use_stands_there(request, units, who, pages):
    assert labels(request.getfixturevalue(who)) == pages


def test_who_sees_no_unit_has_the_messages_and_manages_people(units):
    assert labels(make_person("Out", "administrator", units.hq)) == ["Messages", "People"]
    assert labels(make_person("New")) == ["Messages"]


def test_every_page_that_stands_there_opens(client, units, ada, mara, otto):
    for person in (ada, mara, otto):
        client.force_login(person)
        for group in shown(person)["navigation"]:
            assert [client.get(item.url).status_code for item in group["items"]] == [200] * len(
                group["items"]
            )


def test_nobody_is_shown_the_organisation_and_no_pages(organization):
    assert shown(AnonymousUser()) == {"organization_name": "Army of Aldmark"}


def test_the_page_that_is_open_is_marked_and_no_other(units, mara):
    for path, label in {
        "/": "Today",
        "/enter/": "Enter figures",
        "/updates/": "My updates",
        "/messages/5/": "Messages",
    }.items():
        groups = shown(mara, path)["navigation"]
        marked = [item.label for group in groups for item in group["items"] if item.current]
        assert marked == [label]


def test_figures_still_owed_are_counted_and_none_is_no_number(units, mara, nils):
    kpi = make_kpi()
    make_reporter(units.mara, kpi)
    assert count(mara, "Enter figures") == "1"
    assert count(nils, "Enter figures") == ""
    make_entry(units.mara, kpi, "2026-10", 1)
    assert count(mara, "Enter figures") == ""


def test_what_is_mine_to_do_is_counted_and_what_is_somebody_elses_is_not(units, mara, ada):
    make_reporter(units.mara, make_kpi())
    assert count(mara, "My updates") == "1"
    assert count(ada, "My updates") == ""


def test_what_waits_in_the_messages_is_counted(units, ada, chief, mara):
    make_delivered(ada, chief, units.mara)
    make_waiting(ada, mara, units.mara)
    assert count(mara, "Messages") == "2"


@pytest.mark.parametrize(
    ("who", "tabs"),
    [
        ("chief", ["Today", "Scorecard", "Units", "Messages"]),
        ("mara", ["Today", "Scorecard", "Messages", "Enter"]),
        ("otto", ["Today", "Scorecard", "Units", "Messages"]),
    ],
)
def test_a_phone_shows_the_four_that_a_person_needs_most(request, units, who, tabs):
    shown_tabs = shown(request.getfixturevalue(who))["navigation_phone"]
    assert [item.tab for item in shown_tabs] == tabs


def test_each_letter_leads_to_one_page(units, ada):
    items = [item for group in shown(ada)["navigation"] for item in group["items"]]
    assert len({item.key for item in items}) == len(items)


def test_there_is_a_search_for_those_who_see_a_unit(units, otto):
    assert shown(otto)["search_url"] == "/search/"
    assert "search_url" not in shown(make_person("New"))


@pytest.mark.parametrize("many", [5, 50])
def test_it_costs_a_fixed_number_of_queries(units, ada, django_assert_max_num_queries, many):
    kpi = make_kpi()
    for _ in range(many):
        make_reporter(make_unit(None, units.command), kpi)
    with django_assert_max_num_queries(13):
        assert count(ada, "Enter figures") == str(many)


def test_who_is_named_to_approve_a_figure_finds_it_counted(units, chief, otto):
    kpi = make_kpi("FUEL", approved_only=True)
    make_reporter(units.mara, kpi, approver=chief)
    make_entry(units.mara, kpi, "2026-10", 7, author=otto)
    assert count(chief, "Approvals") == "1"
