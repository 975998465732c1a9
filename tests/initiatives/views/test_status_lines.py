import pytest
from django.urls import reverse

from initiatives.models import StatusLine
from tests.initiatives.factories import make_initiative


@pytest.fixture
def address(units, otto):
    initiative = make_initiative(unit=units.mara, owner=otto)
    return reverse("initiatives:status", args=[initiative.pk])


@pytest.mark.parametrize("who", ["otto", "mara", "ada"])
def test_owner_and_editors_publish_in_their_own_name(request, client, address, who):
    writer = request.getfixturevalue(who)
    client.force_login(writer)
    assert client.post(address, {"text": "Pads arrive on Monday."}).status_code == 302
    line = StatusLine.objects.get()
    assert (line.text, line.author) == ("Pads arrive on Monday.", writer)


@pytest.mark.parametrize(("who", "status"), [("vera", 403), ("chief", 403), ("nils", 404)])
def test_nobody_else_does(request, client, address, who, status):
    client.force_login(request.getfixturevalue(who))
    assert client.post(address, {"text": "All is well."}).status_code == status
    assert not StatusLine.objects.exists()


def test_too_many_words_come_back_as_typed(client, address, mara):
    client.force_login(mara)
    answer = client.post(address, {"text": "word " * 101})
    assert answer.status_code == 422
    assert "word word" in answer.content.decode()
    assert not StatusLine.objects.exists()


def test_opening_the_address_writes_nothing(client, address, mara):
    client.force_login(mara)
    assert client.get(address).status_code == 405
