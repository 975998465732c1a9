"""The pages of next steps: the list, the form, one next step and what one does with it."""

from datetime import date

import pytest
from django.urls import reverse

from initiatives.models import ActionEvent, ActionItem
from initiatives.selectors.actions import visible_action
from tests.initiatives.factories import TODAY, make_action, make_action_event

pytestmark = pytest.mark.usefixtures("november")

LIST, NEW = "/initiatives/actions/", "/initiatives/actions/new/"
ABOUT_KPI = f"{NEW}?unit=MARA&kpi=DAYS"
YESTERDAY = date(2026, 11, 11)
WANTED = {"text": "Fly sets in", "owner": "Depot East", "due_on": "2026-12-01"}


@pytest.fixture
def step(units, kpi, otto, mara):
    return make_action(units.mara, kpi, otto, added_by=mara)


def url(name, step):
    return reverse(f"initiatives:action-{name}", args=[step.pk])


def read(client, person, address):
    client.force_login(person)
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return " ".join(answer.content.decode().split())


def test_a_step_is_added_to_a_kpi_and_shown(client, mara, kpi):
    client.force_login(mara)
    answer = client.post(ABOUT_KPI, WANTED)
    action = ActionItem.objects.get()
    assert answer["Location"] == reverse("initiatives:action", args=[action.pk])
    page = read(client, mara, answer["Location"])
    for words in ("Fly sets in", "Depot East does it by 1 Dec", "due in 19 days", "Repair days"):
        assert words in page


def test_a_step_is_added_to_an_objective(client, mara, otto, objective):
    client.force_login(mara)
    client.post(f"{NEW}?unit=MARA&objective=REPAIR", WANTED | {"owner": otto.email})
    action = ActionItem.objects.get()
    assert (action.matter, action.owner) == (objective, otto)


def test_without_a_matter_in_the_address_one_chooses(client, mara, kpi, objective):
    page = read(client, mara, f"{NEW}?unit=MARA")
    for words in ("Repair days", "Repair faster", "KPIs", "Objectives", mara.email):
        assert words in page
    answer = client.post(f"{NEW}?unit=MARA", WANTED | {"about": f"objective-{objective.pk}"})
    assert answer.status_code == 302
    assert ActionItem.objects.get().matter == objective
    assert client.post(f"{NEW}?unit=MARA", WANTED).status_code == 422
    wrong = client.post(f"{NEW}?unit=MARA", WANTED | {"about": "objective-999"})
    assert wrong.status_code == 422


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"text": ""}, "This field is required"),
        ({"text": "x" * 301}, "300 are allowed"),
        ({"due_on": "2026-11-11"}, "2026-11-11 is over"),
        ({"due_on": "soon"}, "Enter a valid date"),
        ({"owner": ""}, "This field is required"),
    ],
)
def test_what_was_typed_is_kept_where_something_is_refused(client, mara, kpi, changed, sentence):
    client.force_login(mara)
    answer = client.post(ABOUT_KPI, WANTED | {"text": "Fly <b> in"} | changed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "<b> in" not in page
    assert not ActionItem.objects.exists()


@pytest.mark.parametrize(
    ("who", "query", "status"),
    [
        ("otto", "unit=MARA&kpi=DAYS", 403),
        ("otto", "unit=MARA", 403),
        ("chief", "unit=MARA", 403),
        ("nils", "unit=MARA&kpi=DAYS", 404),
        ("nils", "unit=MARA", 404),
        ("mara", "unit=HQ", 403),
        ("mara", "unit=NOWHERE", 404),
        ("mara", "unit=MARA&kpi=NOTHING", 404),
        ("mara", "unit=MARA&objective=NOTHING", 404),
        ("mara", "kpi=DAYS", 404),
        ("mara", "", 404),
    ],
)
def test_who_may_not_add_one_is_told_so_before_they_type(request, client, kpi, who, query, status):
    client.force_login(request.getfixturevalue(who))
    assert client.get(f"{NEW}?{query}").status_code == status
    assert client.post(f"{NEW}?{query}", WANTED).status_code == status
    assert not ActionItem.objects.exists()


def test_the_list_names_what_is_overdue_in_words(client, units, chief, mara, kpi):
    make_action(units.mara, kpi, mara, YESTERDAY, text="Order sets")
    make_action(units.mara, kpi, mara, TODAY, text="Fly sets")
    over = make_action(units.mara, kpi, mara, text="Count sets")
    make_action_event(over, "done", mara, reason="212 are missing.")
    page = read(client, chief, f"{LIST}?unit=MARA")
    for words in ("1 next step is overdue", "overdue, 1 day late", "due today", "212 are missing."):
        assert words in page
    assert page.index("Order sets") < page.index("Fly sets") < page.index("Count sets")
    assert "Add a next step" not in page
    assert "Add a next step" in read(client, mara, f"{LIST}?unit=MARA")


def test_the_list_shows_only_mine_or_units_below_where_asked(client, units, chief, mara, kpi):
    make_action(units.mara, kpi, mara, text="Hers")
    assert "Hers" not in read(client, chief, f"{LIST}?unit=CMD")
    assert "Hers" in read(client, chief, f"{LIST}?unit=CMD&below=1")
    assert "Hers" not in read(client, chief, f"{LIST}?unit=CMD&below=1&mine=1")
    assert "Hers" in read(client, mara, f"{LIST}?mine=1")


def test_an_empty_list_says_what_comes_first(client, mara, otto, kpi):
    page = read(client, mara, f"{LIST}?unit=MARA")
    assert "A red needs a next step before it needs a meeting" in page
    assert f'{NEW}?unit=MARA"' in page
    assert "Add the first next step" not in read(client, otto, f"{LIST}?unit=MARA")
    assert "See what is red" in read(client, mara, LIST)


def test_a_list_of_a_unit_that_one_does_not_see_into_is_refused(client, mara):
    client.force_login(mara)
    for code in ("NILS", "NOWHERE"):
        assert client.get(f"{LIST}?unit={code}").status_code == 404
    # One's own command is known, and is not one's to look into.
    assert client.get(f"{LIST}?unit=HQ").status_code == 403


def test_the_portfolio_leads_to_next_steps(client, mara):
    assert LIST in read(client, mara, "/initiatives/")


def test_who_has_it_says_that_it_is_done(client, otto, step):
    page = read(client, otto, reverse("initiatives:action", args=[step.pk]))
    assert "It is done" in page
    assert "Hand it over" not in page
    client.post(url("done", step), {"reason": "It flew."})
    page = read(client, otto, reverse("initiatives:action", args=[step.pk]))
    assert "It flew." in page
    assert "It is done" not in page


def test_it_is_moved_handed_over_and_dropped(client, mara, step):
    client.force_login(mara)
    back = reverse("initiatives:action", args=[step.pk])
    for name, typed in (
        ("move", {"due_on": "2026-12-01", "reason": "Snow."}),
        ("hand-over", {"owner": mara.email}),
        ("drop", {"reason": "The depot does it."}),
    ):
        assert client.post(url(name, step), typed)["Location"] == back
    found = visible_action(mara, step.pk)
    assert (found.due, found.holder, found.ending.kind) == (date(2026, 12, 1), mara, "dropped")
    page = read(client, mara, back)
    for words in ("Moved to 1 Dec.", f"Handed over to {mara.name}.", "The depot does it."):
        assert words in page


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("done", {"reason": "x" * 1001}, "1000 are allowed"),
        ("move", {"due_on": "2026-11-11", "reason": "Snow."}, "is over"),
        ("move", {"due_on": "2026-12-01"}, "This field is required"),
        ("hand-over", {"owner": "Nobody", "reason": "x" * 1001}, "1000 are allowed"),
        ("hand-over", {}, "This field is required"),
        ("drop", {"reason": ""}, "This field is required"),
    ],
)
def test_a_refusal_stands_on_the_page_with_its_form_open(client, mara, step, name, typed, sentence):
    client.force_login(mara)
    answer = client.post(url(name, step), typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert page.count('<details class="change" open>') == (name != "done")
    assert not ActionEvent.objects.exists()


def test_what_is_over_says_so_to_who_is_late(client, mara, step):
    make_action_event(step, "done", mara)
    client.force_login(mara)
    answer = client.post(url("done", step))
    assert answer.status_code == 422
    assert "is done already" in answer.content.decode()


@pytest.mark.parametrize(("who", "status"), [("chief", 403), ("vera", 403), ("nils", 404)])
def test_who_may_not_change_it_changes_nothing(request, client, step, who, status):
    client.force_login(request.getfixturevalue(who))
    for name in ("done", "move", "hand-over", "drop"):
        assert client.post(url(name, step), {"reason": "So."}).status_code == status
    assert not ActionEvent.objects.exists()


def test_opening_an_address_changes_nothing(client, mara, step):
    client.force_login(mara)
    for name in ("done", "move", "hand-over", "drop"):
        assert client.get(url(name, step)).status_code == 405
    assert not ActionEvent.objects.exists()


def test_a_text_with_markup_stays_text(client, units, mara, kpi):
    step = make_action(units.mara, kpi, "<i>Depot</i>", text="<b>Fly</b>", added_by=mara)
    for address in (f"{LIST}?unit=MARA", reverse("initiatives:action", args=[step.pk])):
        page = read(client, mara, address)
        assert "&lt;b&gt;Fly&lt;/b&gt;" in page
        assert "<b>Fly" not in page
        assert "<i>Depot" not in page
