import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from communications.models import Delivery, Message, MessageVersion, State
from communications.services.messages import revise_message
from tests.communications.factories import (
    make_delivered,
    make_draft,
    make_published,
    make_soldiers,
    make_waiting,
    make_wording,
)
from tests.factories import make_person, make_unit

WRITE = "communications:write"


def url(name, version):
    return reverse(f"communications:{name}", args=[version.message_id])


def typed(chief, *units, **fields):
    return {
        "title": "One contract",
        "text": "From January a repair line opens.\r\n\r\nReport by 15:00.",
        "speaker": chief.pk,
        "units": [unit.pk for unit in units],
    } | fields


def test_a_draft_is_written_and_shown_with_the_people_it_would_reach(
    client, ada, chief, units, otto
):
    client.force_login(ada)
    page = client.post(reverse(WRITE), typed(chief, units.mara), follow=True)
    version = MessageVersion.objects.get()
    assert page.redirect_chain == [(url("message", version), 302)]
    assert version.text == "From January a repair line opens.\n\nReport by 15:00."
    text = page.content.decode()
    assert "<b>1 person</b> will get this." in text
    assert "Send to Chief Lindqvist for approval" in text


def test_what_was_typed_stands_in_the_form_that_comes_back(client, ada, chief, units):
    client.force_login(ada)
    page = client.post(reverse(WRITE), typed(chief, units.mara, title=""))
    assert page.status_code == 422
    text = page.content.decode()
    assert "Report by 15:00." in text
    assert "This field is required." in text
    assert f'value="{units.mara.pk}" checked' in " ".join(text.split())
    assert not Message.objects.exists()


def test_an_empty_form_is_refused_with_the_form(client, ada):
    client.force_login(ada)
    page = client.post(reverse(WRITE), {})
    assert page.status_code == 422
    assert "Choose at least one unit that gets the message." in page.content.decode()


def test_a_speaker_without_a_say_is_refused_beside_the_field(client, ada, mara, units):
    client.force_login(ada)
    page = client.post(reverse(WRITE), typed(mara, units.nils))
    assert page.status_code == 422
    assert "Mara Hartley does not speak for 4th Mechanised Brigade" in page.content.decode()
    assert page.context["form"].errors.keys() == {"speaker"}


def test_a_unit_outside_the_reach_is_not_to_be_had(client, chief, units):
    office = make_person("Olga", "osm_staff", units.mara)
    client.force_login(office)
    page = client.post(reverse(WRITE), typed(chief, units.nils))
    assert page.status_code == 422
    assert page.context["form"].errors.keys() == {"units"}
    assert "4th Mechanised Brigade" not in page.content.decode()


@pytest.mark.parametrize("who", ["chief", "mara", "nils", "otto", "vera"])
def test_only_the_strategy_office_gets_the_form(who, request, client, units):
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse(WRITE)).status_code == 403
    assert client.post(reverse(WRITE), {}).status_code == 403


def test_the_write_page_counts_words_and_shows_the_text_on_a_phone(client, ada, chief, units):
    version = make_draft(ada, chief, units.mara, text="Six words are in this text.")
    client.force_login(ada)
    page = client.get(url("edit", version)).content.decode()
    assert "6 words, 2 seconds to read." in page
    assert "<p>Six words are in this text.</p>" in page


def test_a_change_makes_a_new_revision(client, ada, chief, units):
    version = make_draft(ada, chief, units.mara)
    client.force_login(ada)
    client.post(url("edit", version), typed(chief, units.nils, version=version.pk))
    newest = MessageVersion.objects.newest().get()
    assert (newest.revision, newest.title) == (2, "One contract")
    assert list(newest.units.all()) == [units.nils]


def test_a_change_of_an_outdated_version_keeps_what_was_typed(client, ada, chief, units):
    version = make_draft(ada, chief, units.mara)
    colleague = make_person("Col League", "osm_staff", units.hq)
    revise_message(actor=colleague, version=version, wording=make_wording(units.mara))
    client.force_login(ada)
    page = client.post(url("edit", version), typed(chief, units.mara, version=version.pk))
    assert page.status_code == 422
    assert "Col League changed this message in the meantime" in page.content.decode()
    assert "Report by 15:00." in page.content.decode()


def test_a_version_of_another_message_is_no_base_for_a_change(client, ada, chief, units):
    one, other = make_draft(ada, chief, units.mara), make_draft(ada, chief, units.mara)
    client.force_login(ada)
    page = client.post(url("edit", one), typed(chief, units.mara, version=other.pk))
    assert page.status_code == 422
    assert MessageVersion.objects.count() == 2


def test_sending_for_approval_is_a_post(client, ada, chief, units, otto):
    version = make_draft(ada, chief, units.mara)
    client.force_login(ada)
    assert client.get(url("submit", version)).status_code == 405
    page = client.post(url("submit", version), follow=True).content.decode()
    assert "Chief Lindqvist has been asked to approve this message." in page
    assert MessageVersion.objects.get().state == State.WAITING


def test_a_message_to_nobody_is_refused_with_a_sentence(client, ada, chief, units):
    version = make_draft(ada, chief, make_unit("EMPTY", units.hq))
    client.force_login(ada)
    page = client.post(url("submit", version), follow=True).content.decode()
    assert "Nobody is a member of these units" in page
    assert MessageVersion.objects.get().state == State.DRAFT


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["message", "edit", "submit", "approve", "return"])
@pytest.mark.parametrize("who", ["nils", "mara", "otto", "vera"])
def test_who_does_not_make_a_message_finds_nothing_at_its_addresses(name, who, request, client):
    ada, chief, units, _reader = map(request.getfixturevalue, ("ada", "chief", "units", "otto"))
    version = make_waiting(ada, chief, units.mara)
    client.force_login(request.getfixturevalue(who))
    if name not in {"submit", "return"}:
        assert client.get(url(name, version)).status_code == 404
    if name != "message":
        assert client.post(url(name, version)).status_code == 404


def test_a_speaker_sees_it_but_may_not_change_it(client, ada, chief, units, otto):
    version = make_waiting(ada, chief, units.mara)
    client.force_login(chief)
    assert client.get(url("message", version)).status_code == 200
    assert client.get(url("edit", version)).status_code == 403
    assert client.post(url("submit", version)).status_code == 403


def test_the_reach_hides_units_of_fewer_than_five_people(client, ada, chief, units):
    reserve = make_unit("RES", units.hq, name="Reserve")
    make_soldiers(units.mara, 7)
    make_soldiers(units.nils, 3)
    make_soldiers(reserve, 2)
    version = make_delivered(ada, chief, units.mara, units.nils, reserve)
    Delivery.objects.filter(unit=units.mara).update(read_at=timezone.now())
    client.force_login(ada)
    page = client.get(url("message", version)).content.decode()
    assert "1st Armoured Brigade" in page
    assert "Other units, together" in page
    assert "4th Mechanised Brigade" not in page
    assert "Reserve" not in page


def test_the_reach_names_no_person(client, ada, chief, units, otto):
    make_soldiers(units.mara, 6)
    version = make_delivered(ada, chief, units.mara)
    client.force_login(ada)
    page = client.get(url("message", version)).content.decode()
    assert "Otto Strand" not in page
    assert "Person " not in page


def test_an_audience_of_fewer_than_five_is_not_counted(client, ada, chief, units, otto):
    version = make_delivered(ada, chief, units.mara)
    Delivery.objects.update(read_at=timezone.now())
    client.force_login(ada)
    page = client.get(url("message", version)).content.decode()
    assert "Fewer than 5 people got this message" in page
    assert "100" not in page.split("<main")[1]


def test_before_the_worker_came_the_page_says_that_it_is_being_delivered(
    client, ada, chief, units, otto
):
    version = make_published(ada, chief, units.mara).version
    client.force_login(ada)
    assert "It is being delivered" in client.get(url("message", version)).content.decode()


def test_the_list_shows_drafts_apart_from_what_went_out(client, ada, chief, units, otto):
    make_draft(ada, chief, units.mara, title="A draft")
    make_delivered(ada, chief, units.mara, title="Went out")
    client.force_login(ada)
    page = client.get(reverse("communications:sent"))
    assert [line.title for line in page.context["page"].unfinished] == ["A draft"]
    assert [line.title for line in page.context["page"].sent] == ["Went out"]
    assert "1 message has not gone out" in page.content.decode()


def test_the_list_takes_the_same_queries_for_one_message_and_for_three(
    client, ada, chief, units, otto, django_assert_num_queries
):
    def make_both():
        make_draft(ada, chief, units.mara)
        make_delivered(ada, chief, units.mara)

    client.force_login(ada)
    make_both()
    client.get(reverse("communications:sent"))
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(reverse("communications:sent"))
    make_both()
    make_both()
    with django_assert_num_queries(len(one)):
        client.get(reverse("communications:sent"))


def test_the_sent_list_is_for_those_who_write_or_speak(client, chief, otto, vera):
    for person, status in ((chief, 200), (otto, 403), (vera, 403)):
        client.force_login(person)
        assert client.get(reverse("communications:sent")).status_code == status


def test_pages_that_do_not_exist_answer_like_those_of_others(client, ada):
    client.force_login(ada)
    for name in ("message", "edit", "approve", "letter"):
        assert client.get(reverse(f"communications:{name}", args=[999])).status_code == 404
