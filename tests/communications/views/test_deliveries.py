import pytest
from django.test import Client
from django.urls import reverse

from communications.models import Delivery
from tests.communications.factories import delivery_to, make_delivered, make_waiting


@pytest.fixture
def version(ada, chief, units, otto):
    return make_delivered(ada, chief, units.mara, title="Spares first", text="One.\n\nTwo.")


def url(name, version):
    return reverse(f"communications:{name}", args=[version.message_id])


def test_the_inbox_shows_what_is_to_read(client, version, otto):
    client.force_login(otto)
    page = client.get(reverse("communications:inbox"))
    assert page.status_code == 200
    assert "1 message to read" in page.content.decode()
    assert "Spares first" in page.content.decode()


def test_an_empty_inbox_says_what_will_stand_there(client, nils):
    client.force_login(nils)
    page = client.get(reverse("communications:inbox")).content.decode()
    assert "Nothing has been sent to you" in page
    assert reverse("communications:write") not in page


def test_an_empty_inbox_offers_a_writer_the_first_message(client, ada):
    client.force_login(ada)
    page = client.get(reverse("communications:inbox")).content.decode()
    assert reverse("communications:write") in page
    assert "Write the first message" in page


def test_what_waits_for_the_speaker_stands_in_their_inbox(client, ada, chief, units, otto):
    version = make_waiting(ada, chief, units.mara)
    client.force_login(chief)
    page = client.get(reverse("communications:inbox")).content.decode()
    assert url("approve", version) in page
    assert "1 message waits for your approval" in page


def test_looking_at_a_message_marks_nothing(client, version, otto):
    client.force_login(otto)
    page = client.get(url("letter", version))
    assert "<p>One.</p>" in page.content.decode()
    assert "I have read this" in page.content.decode()
    assert client.head(url("letter", version)).status_code == 200
    assert delivery_to(otto, version).read_at is None


def test_reading_is_marked_by_a_post_only(client, version, otto):
    client.force_login(otto)
    assert client.get(url("read", version)).status_code == 405
    assert client.get(url("acknowledge", version)).status_code == 405
    assert delivery_to(otto, version).read_at is None
    page = client.post(url("read", version), follow=True)
    assert delivery_to(otto, version).read_at is not None
    assert "You marked this as read" in page.content.decode()


def test_a_mark_without_the_csrf_token_is_refused(version, otto):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(otto)
    assert strict.post(url("read", version)).status_code == 403
    assert delivery_to(otto, version).read_at is None


def test_a_message_that_asks_for_it_says_so_and_is_acknowledged(client, ada, chief, units, otto):
    version = make_delivered(ada, chief, units.mara, asks_acknowledgement=True)
    client.force_login(otto)
    page = client.get(url("letter", version)).content.decode()
    assert "Chief Lindqvist asks you to acknowledge this message." in page
    assert "recorded with your name" in page
    client.post(url("acknowledge", version))
    assert delivery_to(otto, version).acknowledged_at is not None


def test_acknowledging_what_asks_for_none_is_refused_with_a_sentence(client, version, otto):
    client.force_login(otto)
    page = client.post(url("acknowledge", version), follow=True).content.decode()
    assert "asks for no acknowledgement" in page
    assert delivery_to(otto, version).read_at is None


@pytest.mark.parametrize("name", ["letter", "read", "acknowledge"])
@pytest.mark.parametrize("who", ["nils", "chief", "ada", "vera"])
def test_who_did_not_get_it_finds_nothing_at_its_address(name, who, request, client, version):
    client.force_login(request.getfixturevalue(who))
    method = client.get if name == "letter" else client.post
    assert method(url(name, version)).status_code == 404
    assert not Delivery.objects.exclude(read_at=None).exists()


@pytest.mark.parametrize("name", ["letter", "inbox", "sent", "write"])
def test_a_visitor_is_asked_to_sign_in(name, client, version):
    address = reverse(
        f"communications:{name}", args=[version.message_id] if name == "letter" else []
    )
    answer = client.get(address)
    assert answer.status_code == 302
    assert "next=" in answer["Location"]


def test_text_is_shown_as_text(client, ada, chief, units, otto):
    version = make_delivered(
        ada, chief, units.mara, title="<b>Bold</b>", text="<script>alert(1)</script>"
    )
    client.force_login(otto)
    page = client.get(url("letter", version)).content.decode()
    assert "<script>alert" not in page
    assert "<b>Bold" not in page
    assert "&lt;script&gt;alert(1)" in page
