"""The page of all that waits for one's approval, and what is done there."""

from decimal import Decimal

import pytest

from scorecard.models import EntryEvent
from tests.factories import make_entry, make_kpi, make_reporter
from tests.scorecard.small import roll_up

PAGE = "/approvals/?period=2026-10"


@pytest.fixture
def fuel(world):
    kpi = make_kpi("FUEL", name="Fuel in store", approved_only=True, unit_of_measure="t")
    for unit in (world.units.mara, world.units.nils):
        make_reporter(unit, kpi)
    return kpi


@pytest.fixture
def entry(world, fuel, otto):
    entry = make_entry(world.units.mara, fuel, "2026-10", Decimal(7), author=otto)
    roll_up()
    return entry


def choice(entry):
    return f"{entry.pk}:{entry.figure_hash}"


def test_the_page_shows_who_entered_what_and_a_way_to_reject_it(entry, mara, read):
    page = read(mara, PAGE)
    assert "1 figure waits for your approval" in page
    assert f'value="{choice(entry)}"' in page
    assert "Otto Strand" in page
    assert f'href="/approvals/{entry.pk}/reject/?from=queue"' in page
    assert "Choose the 1 of which nothing was asked" in page
    assert "checked>" not in page
    assert "checked>" in read(mara, PAGE + "&select=plain")


def test_what_is_chosen_is_approved(entry, mara, sign_in):
    client = sign_in(mara)
    sent = {"figure": choice(entry), "query": "period=2026-10"}
    answer = client.post("/approvals/chosen/", sent)
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    page = client.get(PAGE).content.decode()
    assert "1 figure approved" in page
    assert "No figure waits for your approval" in page


def test_what_changed_meanwhile_is_named(world, fuel, entry, mara, sign_in):
    sent = {"figure": choice(entry)}
    make_entry(world.units.mara, fuel, "2026-10", Decimal(8))
    page = sign_in(mara).post("/approvals/chosen/", sent, follow=True).content.decode()
    assert "Not approved: Fuel in store of 1st Armoured Brigade, October 2026." in page
    assert not EntryEvent.objects.exists()


@pytest.mark.parametrize("sent", [{}, {"figure": "nonsense"}, {"figure": "1:x"}])
def test_choosing_nothing_is_told(entry, mara, sign_in, sent):
    page = sign_in(mara).post("/approvals/chosen/", sent, follow=True).content.decode()
    assert "Choose the figures that you approve" in page


def test_a_figure_of_a_sister_unit_is_not_there(entry, nils, sign_in):
    assert sign_in(nils).post("/approvals/chosen/", {"figure": choice(entry)}).status_code == 404
    assert sign_in(nils).get(f"/approvals/{entry.pk}/reject/").status_code == 404


def test_who_sees_it_and_may_not_approve_it_is_refused(entry, otto, sign_in):
    assert sign_in(otto).post("/approvals/chosen/", {"figure": choice(entry)}).status_code == 403
    assert sign_in(otto).get(f"/approvals/{entry.pk}/reject/").status_code == 403


def reject(client, entry, reason, figure_hash=None):
    sent = {"figure_hash": figure_hash or entry.figure_hash, "reason": reason}
    return client.post(f"/approvals/{entry.pk}/reject/?from=queue", sent)


def test_a_figure_is_rejected_with_a_reason_and_given_back(entry, mara, sign_in, read):
    client = sign_in(mara)
    page = client.get(f"/approvals/{entry.pk}/reject/?from=queue").content.decode()
    assert "What is wrong with 7" in page
    answer = reject(client, entry, "Counted twice.")
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    enter = read(mara, "/enter/?unit=MARA&period=2026-10")
    assert "Mara Hartley rejected" in enter
    assert "Counted twice." in enter
    assert "rejected, to be corrected" in enter


def test_without_a_reason_the_form_comes_back(entry, mara, sign_in):
    answer = reject(sign_in(mara), entry, "  ")
    assert answer.status_code == 422
    assert "Say why, so that it can be corrected." in answer.content.decode()


def test_another_figure_than_the_one_that_was_read_keeps_what_was_typed(entry, mara, sign_in):
    answer = reject(sign_in(mara), entry, "Counted twice.", figure_hash="0" * 64)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Another figure stands here" in page
    assert "Counted twice." in page


def test_a_rejected_figure_is_entered_anew_even_as_it_was_before(
    world, fuel, entry, mara, otto, sign_in
):
    client = sign_in(mara)
    client.post("/approvals/chosen/", {"figure": choice(entry)})
    newer = make_entry(world.units.mara, fuel, "2026-10", Decimal(8), author=otto)
    reject(client, newer, "It was right before.")
    name = f"cell-{fuel.pk}-{world.units.mara.pk}-value"
    address = "/enter/?unit=MARA&period=2026-10"
    assert f'name="{name}" value=""' in " ".join(client.get(address).content.decode().split())
    client.post(address, {name: "7", "key": "again"})
    assert fuel.entries.count() == 3
    assert "rejected" not in client.get(address).content.decode()
