import pytest
from django.urls import reverse

from initiatives.models import Initiative
from tests.factories import make_objective
from tests.initiatives.factories import (
    make_contribution,
    make_initiative,
    make_milestone,
    make_status_line,
)

EVERYBODY = ["ada", "chief", "mara", "nils", "otto", "vera"]


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


@pytest.fixture
def spares(units, otto):
    initiative = make_initiative("S 1/2: ä", unit=units.mara, name="Spares surge", owner=otto)
    make_contribution(initiative, make_objective(unit=units.hq, name="Repair faster"))
    make_milestone(initiative, "Wave 1")
    make_status_line(initiative, "Pads <arrive> on Monday.", otto)
    return initiative


def url(name, initiative):
    return reverse(f"initiatives:{name}", args=[initiative.pk])


def typed(units, **fields):
    unit = units.mara.pk
    return {"code": "NEW", "name": "New depot", "unit": unit, "stage": "proposed"} | fields


@pytest.mark.parametrize("who", EVERYBODY)
def test_the_list_names_maras_initiative_to_all_but_nils(request, client, spares, who):
    client.force_login(request.getfixturevalue(who))
    answer = client.get(reverse("initiatives:index"))
    assert answer.status_code == 200
    assert ("Spares surge" in answer.content.decode()) is (who != "nils")


@pytest.mark.parametrize("who", EVERYBODY)
def test_the_page_is_not_found_for_nils_and_shown_to_the_rest(request, client, spares, who):
    client.force_login(request.getfixturevalue(who))
    answer = client.get(url("detail", spares))
    assert answer.status_code == (404 if who == "nils" else 200)


@pytest.mark.parametrize(
    ("who", "status"),
    [("ada", 200), ("mara", 200), ("chief", 403), ("otto", 403), ("vera", 403), ("nils", 404)],
)
def test_who_sees_it_and_may_not_edit_is_forbidden_to(request, client, spares, who, status):
    client.force_login(request.getfixturevalue(who))
    assert client.get(url("edit", spares)).status_code == status
    posted = client.post(url("edit", spares), {"name": "Mine"})
    assert posted.status_code == (422 if status == 200 else status)
    assert spares.versions.count() == 1


def test_nobody_who_is_not_signed_in_gets_a_page(client, spares):
    answer = client.get(url("detail", spares))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


def test_the_page_shows_words_figures_and_escapes_what_was_typed(client, spares, mara):
    client.force_login(mara)
    page = client.get(url("detail", spares)).content.decode()
    for words in ["Spares surge", "Repair faster", "strong 9", "Wave 1", "due today", "Otto"]:
        assert words in page
    assert "Pads &lt;arrive&gt; on Monday." in page


def test_what_is_unknown_is_an_en_dash_and_never_a_zero(client, spares, mara):
    client.force_login(mara)
    for address in [url("detail", spares), reverse("initiatives:index")]:
        page = client.get(address).content.decode()
        assert "– of –" in page
        assert "kr\N{NO-BREAK SPACE}0" not in page


@pytest.mark.parametrize(("who", "offered"), [("mara", True), ("vera", False)])
def test_forms_are_drawn_only_for_those_who_may_use_them(request, client, spares, who, offered):
    client.force_login(request.getfixturevalue(who))
    page = client.get(url("detail", spares)).content.decode()
    main = page.split('<main id="main"')[1].split("</main>")[0]
    assert ("<form" in main) is offered


def test_the_list_stays_with_one_unit_where_one_is_named(client, spares, units, ada):
    make_initiative(unit=units.nils, name="Bridge")
    client.force_login(ada)
    page = client.get(reverse("initiatives:index"), {"unit": "NILS"}).content.decode()
    assert "Bridge" in page
    assert "Spares surge" not in page


def test_a_unit_that_one_may_not_see_is_not_found(client, spares, nils):
    client.force_login(nils)
    assert client.get(reverse("initiatives:index"), {"unit": "MARA"}).status_code == 404


def test_the_list_is_grouped_by_unit_on_request(client, spares, mara):
    client.force_login(mara)
    page = client.get(reverse("initiatives:index"), {"by": "unit"}).content.decode()
    assert '<th scope="rowgroup" colspan="2">1st Armoured Brigade</th>' in page


@pytest.mark.parametrize(("who", "button"), [("mara", True), ("otto", False)])
def test_an_empty_portfolio_says_what_to_do_first(request, client, units, who, button):
    client.force_login(request.getfixturevalue(who))
    page = client.get(reverse("initiatives:index")).content.decode()
    assert "No initiatives yet" in page
    assert ("Add the first initiative" in page) is button


def test_a_manager_adds_an_initiative_and_comes_to_its_page(client, units, mara):
    client.force_login(mara)
    data = typed(units, owner=mara.email, budget="1500000", starts_on="2026-12-01")
    answer = client.post(reverse("initiatives:create"), data)
    initiative = Initiative.objects.get(code="NEW")
    assert answer["Location"] == url("detail", initiative)
    version = initiative.current
    assert (version.owner, version.budget, version.spent) == (mara, 1_500_000, None)


@pytest.mark.parametrize("who", ["otto", "vera", "chief"])
def test_who_may_edit_nowhere_gets_no_form(request, client, units, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse("initiatives:create")).status_code == 403
    assert client.post(reverse("initiatives:create"), typed(units)).status_code == 403
    assert not Initiative.objects.exists()


def test_a_wrong_form_comes_back_with_what_was_typed(client, units, mara):
    client.force_login(mara)
    data = typed(units, starts_on="2026-12-02", ends_on="2026-12-01", description="Near the rail")
    answer = client.post(reverse("initiatives:create"), data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "is before the start" in page
    assert "Near the rail" in page
    assert not Initiative.objects.exists()


def test_mara_cannot_put_an_initiative_into_her_sisters_unit(client, units, mara):
    client.force_login(mara)
    answer = client.post(reverse("initiatives:create"), typed(units, unit=units.nils.pk))
    assert answer.status_code == 422
    assert not Initiative.objects.exists()


def test_editing_keeps_what_was_known_before(client, spares, units, otto, mara):
    client.force_login(mara)
    data = typed(units, name="Spares surge", stage="delayed", owner=otto.email, reason="Late pads")
    answer = client.post(url("edit", spares), data)
    assert answer["Location"] == url("detail", spares)
    stages = list(spares.versions.order_by("id").values_list("stage", "reason", "owner"))
    assert stages == [("launched", "", otto.pk), ("delayed", "Late pads", otto.pk)]


def test_the_form_shows_what_is_known(client, spares, otto, mara):
    client.force_login(mara)
    page = client.get(url("edit", spares)).content.decode()
    assert 'value="Spares surge"' in page
    assert f'value="{otto.email}"' in page
    assert 'name="code"' not in page


@pytest.mark.parametrize(("who", "shown"), [("otto", "Otto"), ("chief", "Chief"), ("nils", "nils")])
def test_an_address_names_its_owner_only_where_one_may_know_them(
    request, client, spares, mara, who, shown
):
    person = request.getfixturevalue(who)
    client.force_login(mara)
    facts = {"name": "Spares", "unit": spares.unit_id, "stage": "launched", "owner": person.email}
    page = client.post(url("edit", spares), facts, follow=True).content.decode()
    assert shown in page
    assert ("Nils Falk" in page) is False


def test_an_owner_from_elsewhere_stays_when_other_facts_change(client, units, mara, nils):
    initiative = make_initiative(unit=units.mara, owner=nils)
    client.force_login(mara)
    facts = {"name": "Anew", "unit": units.mara.pk, "stage": "launched", "owner": nils.email}
    client.post(url("edit", initiative), facts)
    initiative.refresh_from_db()
    assert (initiative.current.name, initiative.current.owner) == ("Anew", nils)
