"""What stands beside a figure in its owner's words, and the forms by which it gets there."""

import pytest
import time_machine

from scorecard.models import Flag, FlagReading, OwnerExplanation
from tests.factories import (
    make_explanation,
    make_flag,
    make_flag_ending,
    make_office_line,
)

KPI = "/kpis/VEH/?unit=MARA&period=2026-10"
OBJECTIVE = "/explain/objectives/REPAIR/?unit=MARA&period=2026-10"
EXPLAIN = "/explanations/kpis/VEH/?unit=MARA&period=2026-10"
FLAG = "/flags/kpis/VEH/?unit=MARA"
SAID = {"happened": "Brakes wore out.", "next_step": "Fly sets in.", "due_on": "2026-12-01"}
ASKED = "Not explained yet: the owner is asked"


def test_what_is_explained_stands_beside_the_figure(world, mara, chief, sign_in, read):
    answer = sign_in(mara).post(EXPLAIN, SAID)
    assert answer.status_code == 302
    assert answer["Location"].endswith("unit=MARA&period=2026-10#own-words")
    page = read(chief, KPI)
    for words in ("In the owner’s words", "Brakes wore out.", "Fly sets in.", "1 Dec", mara.name):
        assert words in page
    assert "Earlier revisions" not in page


def test_an_earlier_revision_stands_behind_the_newest(world, mara, read):
    for words in ("At first.", "Then."):
        make_explanation(world.units.mara, world.vehicles, "2026-10", mara, happened=words)
    page = read(mara, KPI)
    assert page.index("Then.") < page.index("Earlier revisions") < page.index("At first.")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"happened": ""}, "This field is required"),
        ({"happened": "x" * 1001}, "1000 are allowed"),
        ({"due_on": "2026-01-01"}, "before the period"),
        ({"due_on": "soon"}, "Enter a valid date"),
    ],
)
def test_what_was_typed_is_kept_where_something_is_refused(world, mara, sign_in, changed, sentence):
    answer = sign_in(mara).post(EXPLAIN, SAID | changed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "Fly sets in." in page
    assert not OwnerExplanation.objects.exists()


def test_the_longest_text_is_kept_and_shown_whole(world, mara, chief, sign_in, read):
    words = "é<b> " * 198 + "the end"
    assert sign_in(mara).post(EXPLAIN, SAID | {"happened": words}).status_code == 302
    page = read(chief, KPI)
    assert "the end" in page
    assert "é<b>" not in page


def test_the_form_begins_with_what_was_said_last(world, mara, read):
    make_explanation(world.units.mara, world.vehicles, "2026-10", mara, cause="Winter came early")
    assert "Winter came early</textarea>" in read(mara, EXPLAIN)


def test_a_red_that_nobody_explained_says_so_and_who_could_is_offered_to(
    world, mara, ada, chief, otto, read
):
    for person, can_explain in ((mara, True), (ada, True), (chief, False), (otto, False)):
        page = read(person, KPI)
        assert ASKED in page
        assert ("Explain what happened" in page) is can_explain
    assert ASKED not in read(mara, KPI.replace("2026-10", "2026-09"))
    make_explanation(world.units.mara, world.vehicles, "2026-10", mara)
    assert ASKED not in read(mara, KPI)


def test_a_green_with_a_flag_is_to_be_explained(world, mara, read):
    make_flag(world.units.mara, world.vehicles, mara)
    assert ASKED in read(mara, KPI.replace("2026-10", "2026-09"))


def test_an_owner_without_another_right_is_offered_to_explain(world, otto, chief, read, sign_in):
    version = world.vehicles.current
    version.owner = otto
    version.save()
    assert "Explain what happened" in read(otto, KPI)
    assert "Explain what happened" not in read(chief, KPI)
    assert sign_in(otto).post(EXPLAIN, SAID).status_code == 302


def test_shared_pages_know_who_owns(pages_are_kept, world, otto, vera, read, sign_in):
    version = world.vehicles.current
    version.owner = otto
    version.save()
    beside = [read(person, "/kpis/VEH/?unit=MARA&period=2026-10") for person in (vera, otto)]
    assert ["Explain what happened" in page for page in beside] == [False, True]


def test_a_flag_goes_up_unedited_with_its_age(world, mara, chief, otto, sign_in, read):
    posted = {"fear": "Parts for <two> weeks only", "help_asked": "Lend us ten sets"}
    assert sign_in(mara).post(FLAG, posted).status_code == 302
    with time_machine.travel("2026-11-15T08:00:00Z", tick=False):
        for person in (chief, otto):
            page = read(person, KPI)
            assert "Parts for &lt;two&gt; weeks only" in page
            assert "Lend us ten sets" in page
            assert "3 days old" in page


def test_above_ones_own_unit_nothing_is_shown(world, ada, mara, read):
    make_flag(world.units.hq, world.vehicles, ada, fear="Money runs out")
    make_explanation(world.units.hq, world.vehicles, "2026-10", ada, happened="Brakes")
    page = read(mara, "/kpis/VEH/?unit=HQ&period=2026-10")
    assert "Money runs out" not in page
    assert "In the owner’s words" not in page


def test_but_its_owner_reads_and_speaks_there(world, ada, mara, nils, read, sign_in):
    version = world.vehicles.current
    version.owner = mara
    version.save()
    make_flag(world.units.hq, world.vehicles, ada, fear="Money runs out")
    address = "/kpis/VEH/?unit=HQ&period=2026-10"
    assert "Money runs out" in read(mara, address)
    assert "Money runs out" not in read(nils, address)
    answer = sign_in(mara).post(EXPLAIN.replace("unit=MARA", "unit=HQ"), SAID)
    assert answer.status_code == 302


def test_a_second_flag_is_refused_and_its_words_are_kept(world, mara, sign_in):
    make_flag(world.units.mara, world.vehicles, mara)
    answer = sign_in(mara).post(FLAG, {"fear": "Ice as well"})
    assert answer.status_code == 422
    assert "Ice as well" in answer.content.decode()
    assert Flag.objects.count() == 1


def test_a_flag_is_closed_on_a_page_of_its_own(world, mara, sign_in, read):
    flag = make_flag(world.units.mara, world.vehicles, mara)
    address = f"/flags/{flag.pk}/end/"
    assert address in read(mara, KPI)
    refused = sign_in(mara).post(address, {"reason": "Sets came"})
    assert refused.status_code == 422
    assert "Sets came" in refused.content.decode()
    ended = sign_in(mara).post(address, {"kind": "closed", "reason": "Sets came"})
    assert ended.status_code == 302
    page = read(mara, KPI)
    assert "dealt with: Sets came" in page
    assert "Raise a flag" in page


def test_who_above_opens_the_page_has_seen_the_flag(world, mara, chief, vera, sign_in, read):
    make_flag(world.units.mara, world.vehicles, mara)
    assert "not yet seen by anybody above" in read(mara, KPI)
    read(mara, KPI)
    sign_in(chief).head(KPI)
    assert not FlagReading.objects.exists()
    for _ in range(2):
        assert f"seen by {chief.name}, 12 Nov" in read(chief, KPI)
    read(vera, KPI)
    assert f"seen by {chief.name}, {vera.name}, first 12 Nov" in read(mara, KPI)


def test_a_flag_that_is_over_is_not_read_any_more(world, mara, chief, read):
    make_flag_ending(make_flag(world.units.mara, world.vehicles, mara), mara)
    read(chief, KPI)
    assert not FlagReading.objects.exists()


def test_a_page_kept_for_others_counts_each_who_opens_it(
    pages_are_kept, world, mara, chief, sign_in
):
    make_flag(world.units.mara, world.vehicles, mara)
    client = sign_in(chief)
    etag = client.get(KPI)["ETag"]
    assert FlagReading.objects.count() == 1
    client.get(KPI, headers={"If-None-Match": etag})
    assert FlagReading.objects.count() == 1


def test_the_office_adds_its_line_under_its_name(world, mara, ada, chief, sign_in, read):
    said = make_explanation(world.units.mara, world.vehicles, "2026-10", mara)
    address = f"/explanations/{said.pk}/line/"
    assert address in read(ada, KPI)
    assert address not in read(mara, KPI)
    assert sign_in(ada).post(address, {"text": "x" * 301}).status_code == 422
    assert sign_in(ada).post(address, {"text": "The depot confirms it."}).status_code == 302
    page = read(chief, KPI)
    assert "Strategy office:</b> The depot confirms it." in page
    assert ada.name in page


def test_as_known_earlier_what_was_said_later_is_not_shown(world, mara, ada, read):
    with time_machine.travel("2026-11-20T08:00:00Z", tick=False):
        said = make_explanation(world.units.mara, world.vehicles, "2026-10", mara)
        make_office_line(said, ada)
        make_flag(world.units.mara, world.vehicles, mara)
    with time_machine.travel("2026-11-22T08:00:00Z", tick=False):
        assert "Spares run out" in read(mara, KPI)
        page = read(mara, f"{KPI}&as_of=2026-11-14")
        for words in ("Spares run out", "Brakes wore out", "Explain what happened", ASKED):
            assert words not in page


def test_an_objective_is_explained_and_flagged_as_well(world, mara, chief, sign_in, read):
    for address, posted in (
        ("/explanations/objectives/REPAIR/?unit=MARA&period=2026-10", SAID),
        ("/flags/objectives/REPAIR/?unit=MARA", {"fear": "Snow"}),
    ):
        answer = sign_in(mara).post(address, posted)
        assert answer.status_code == 302
        assert "Snow" in read(mara, answer["Location"]) or "Fly" in read(mara, answer["Location"])
    page = read(chief, OBJECTIVE)
    assert "Brakes wore out." in page
    assert "Snow" in page
    assert FlagReading.objects.get().person == chief


def test_a_word_that_is_no_period_is_not_found(world, mara, sign_in):
    for word in ("soon", "2026-W40"):
        address = f"/explanations/kpis/VEH/?unit=MARA&period={word}"
        assert sign_in(mara).get(address).status_code == 404
