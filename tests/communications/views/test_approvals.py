import pytest
from django.urls import reverse

from communications.models import MessageVersion, Publication, State
from communications.services.messages import revise_message, send_for_approval
from tests.communications.factories import make_waiting, make_wording


@pytest.fixture
def version(ada, chief, units, otto):
    return make_waiting(ada, chief, units.mara, text="The exact text.")


def url(name, version):
    return reverse(f"communications:{name}", args=[version.message_id])


def test_the_speaker_sees_the_exact_text_and_whom_it_would_reach(client, version, chief):
    client.force_login(chief)
    page = client.get(url("approve", version)).content.decode()
    assert "The exact text." in page
    assert "Approve and send to 1 person" in page
    assert version.text_hash in page


def test_opening_the_page_approves_nothing(client, version, chief):
    client.force_login(chief)
    client.get(url("approve", version))
    assert not Publication.objects.exists()


def test_approving_sends_it(client, version, chief):
    client.force_login(chief)
    page = client.post(url("approve", version), {"text_hash": version.text_hash}, follow=True)
    assert Publication.objects.get().version == version
    assert "Approved. It is on its way to everyone." in page.content.decode()


def test_a_text_changed_meanwhile_is_refused_and_the_new_one_is_shown(
    client, version, ada, chief, units
):
    revise_message(
        actor=ada, version=version, wording=make_wording(units.mara, text="Something else.")
    )
    send_for_approval(actor=ada, message=version.message)
    client.force_login(chief)
    page = client.post(url("approve", version), {"text_hash": version.text_hash})
    assert page.status_code == 422
    text = page.content.decode()
    assert "Ada Whitlock changed the text after you opened it." in text
    assert "Something else." in text
    assert MessageVersion.objects.newest().get().text_hash in text
    assert not Publication.objects.exists()


def test_approving_without_naming_the_text_is_refused(client, version, chief):
    client.force_login(chief)
    assert client.post(url("approve", version), {}).status_code == 422
    assert not Publication.objects.exists()


def test_the_writer_may_see_the_message_but_not_approve_it(client, version, ada):
    client.force_login(ada)
    assert client.get(url("approve", version)).status_code == 403
    answer = client.post(url("approve", version), {"text_hash": version.text_hash})
    assert answer.status_code == 403
    assert not Publication.objects.exists()


def test_returning_tells_the_writers_why(client, version, ada, chief):
    client.force_login(chief)
    client.post(
        url("return", version), {"text_hash": version.text_hash, "reason": "Name the deadline."}
    )
    assert MessageVersion.objects.get().state == State.RETURNED
    client.force_login(ada)
    page = client.get(url("message", version)).content.decode()
    assert "Chief Lindqvist returned this" in page
    assert "Name the deadline." in page


def test_returning_without_a_reason_keeps_the_page(client, version, chief):
    client.force_login(chief)
    page = client.post(url("return", version), {"text_hash": version.text_hash})
    assert page.status_code == 422
    assert "Say what should change" in page.content.decode()
    assert MessageVersion.objects.get().state == State.WAITING


def test_after_the_answer_the_page_offers_none(client, version, chief):
    client.force_login(chief)
    client.post(url("approve", version), {"text_hash": version.text_hash})
    page = client.get(url("approve", version)).content.decode()
    assert "This message does not wait for your answer." in page
    assert '<button class="btn go"' not in page
