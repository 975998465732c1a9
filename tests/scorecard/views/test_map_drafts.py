"""The pages on which the office edits and publishes the strategy map."""

import pytest

from scorecard.models import MapChange, MapDraftEnding, Theme
from scorecard.selectors.map_drafts import drafted_map
from scorecard.selectors.map_plans import plan_on
from tests.factories import make_line, make_map_change, make_objective, make_person

EDIT, PUBLISH = "/map/edit/", "/map/edit/publish/"
NEW = {"kind": "add", "code": "TRAIN", "name": "Train more", "perspective": "PROC", "weight": "2"}


@pytest.fixture
def supply(world, units):
    supply = make_objective(
        "SUPPLY", unit=units.hq, name="Move and supply", perspective=world.perspective
    )
    make_line(supply, world.staff)
    return supply


def published():
    draft = drafted_map()
    return {"draft": draft.draft_id, "seen": draft.seen, "valid_from": "2026-10"}


def test_the_map_leads_the_office_there_and_nobody_else(world, ada, chief, mara, read):
    assert "Edit map" in read(ada, "/map/")
    assert "Edit map" not in read(ada, "/map/?as_of=2026-11-11")
    assert "Edit map" not in read(chief, "/map/")
    assert "Edit map" not in read(mara, "/map/?unit=MARA")


def test_what_is_proposed_is_marked_by_a_word_and_listed(world, supply, ada, sign_in, read):
    office = sign_in(ada)
    assert office.post(EDIT, NEW).status_code == 302
    assert office.post(f"{EDIT}?objective=SUPPLY", {"kind": "retire"}).status_code == 302
    page = read(ada, EDIT)
    assert "New in Processes: “Train more” (TRAIN), weight 2" in page
    assert "“Move and supply” is retired" in page
    assert "+ New" in page
    assert "× Retired" in page


def test_nobody_else_sees_anything_of_the_draft(world, ada, chief, mara, read):
    make_map_change(ada, "REPAIR", "rename", name="A secret name")
    for person, page in ((chief, "/map/"), (chief, "/scorecard/"), (mara, "/map/?unit=MARA")):
        assert "A secret name" not in read(person, page)
    assert "A secret name" not in read(ada, "/map/")


def test_what_was_typed_stays_where_it_is_refused(world, ada, sign_in):
    answer = sign_in(ada).post(EDIT, NEW | {"code": "REPAIR"})
    assert answer.status_code == 422
    page = answer.text
    assert 'value="Train more"' in page
    assert "the code of another objective" in page
    assert not MapChange.objects.exists()


def test_a_place_is_given_and_left_to_the_map_again(world, supply, ada, sign_in):
    office = sign_in(ada)
    office.post(f"{EDIT}?objective=SUPPLY", {"kind": "place", "place": "1"})
    assert drafted_map().after.objectives["SUPPLY"].place == 1
    office.post(f"{EDIT}?objective=SUPPLY", {"kind": "place", "place": ""})
    assert drafted_map().after.objectives["SUPPLY"].place is None


def test_an_objective_moves_and_gets_an_owner_in_words(world, supply, ada, sign_in, read):
    office = sign_in(ada)
    Theme.objects.create(code="READY", name="Ready units")
    page = f"{EDIT}?objective=SUPPLY"
    for typed in (
        {"kind": "move", "perspective": "PROC", "theme": "READY"},
        {"kind": "assign", "owner": "Chief of supply"},
        {"kind": "move", "perspective": "PROC", "theme": ""},
        {"kind": "assign", "owner": ""},
    ):
        assert office.post(page, typed).status_code == 302
    found = read(ada, EDIT)
    for words in (
        "“Move and supply” moves to Processes, theme Ready units",
        "“Move and supply” is owned by Chief of supply",
        "“Move and supply” moves to Processes, without a theme",
        "“Move and supply” has no owner",
    ):
        assert words in found


def test_each_change_is_read_with_its_date_and_then_published(world, supply, ada, sign_in, read):
    make_map_change(ada, "SUPPLY", "weigh", weight=3.0)
    page = read(ada, f"{PUBLISH}?from=2026-10")
    assert "From 1 October 2026: “Move and supply” weighs 3 in its perspective" in page
    answer = sign_in(ada).post(f"{PUBLISH}?from=2026-10", published())
    assert answer.url == "/map/"
    assert plan_on().objectives["SUPPLY"].weight == 3


def test_who_has_not_read_the_newest_change_reads_it_and_publishes_again(
    world, supply, ada, sign_in
):
    make_map_change(ada, "SUPPLY", "weigh", weight=3.0)
    read_before = published()
    make_map_change(ada, "REPAIR", "rename", name="Repair in days")
    office = sign_in(ada)
    answer = office.post(f"{PUBLISH}?from=2026-10", read_before)
    assert answer.status_code == 422
    assert "The draft changed after you opened this page" in answer.text
    assert "is called “Repair in days”" in answer.text
    assert office.post(f"{PUBLISH}?from=2026-10", published()).status_code == 302


def test_a_change_is_taken_back_and_the_rest_discarded(world, supply, ada, sign_in, read):
    change = make_map_change(ada, "SUPPLY")
    make_map_change(ada, "REPAIR", "rename", name="Repair in days")
    office = sign_in(ada)
    office.post(f"{EDIT}changes/{change.pk}/take-back/")
    assert len(drafted_map().lines) == 1
    office.post(f"{EDIT}discard/", {"draft": change.draft_id})
    assert MapDraftEnding.objects.get().kind == "discarded"
    assert "Nothing yet." in read(ada, EDIT)


@pytest.mark.parametrize("address", [f"{EDIT}?objective=NOWHERE", f"{EDIT}changes/0/take-back/"])
def test_what_is_not_there_is_not_there(world, ada, sign_in, address):
    assert sign_in(ada).post(address, {"kind": "retire"}).status_code == 404
    assert sign_in(ada).post(f"{EDIT}discard/", {"draft": "999"}).status_code == 404
    assert sign_in(ada).post(f"{EDIT}discard/", {"draft": "first"}).status_code == 404


def test_an_empty_map_asks_for_its_first_objective(units, ada, read):
    assert "The map is empty" in read(ada, EDIT)


def test_all_that_the_form_of_a_new_objective_asks_is_kept(world, ada, sign_in):
    Theme.objects.create(code="NOW", name="Ready now")
    typed = NEW | {"theme": "NOW", "owner": "T. Brandt"}
    answer = sign_in(ada).post(EDIT, typed)
    assert answer.status_code == 302, answer.text
    planned = drafted_map().after.objectives["TRAIN"]
    assert (planned.theme, planned.owner, planned.weight) == ("NOW", "T. Brandt", 2)
    assert sign_in(ada).get(answer.url).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("address", [EDIT, PUBLISH])
def test_an_organisation_without_units_has_no_map_to_edit(client, address):
    client.force_login(make_person())
    assert client.get(address).status_code == 404
