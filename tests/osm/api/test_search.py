"""The search for programs."""

import pytest

from osm.search import search

pytestmark = pytest.mark.django_db


def test_a_program_finds_what_the_page_finds_in_the_same_order(client, units, chief):
    client.force_login(chief)
    answer = client.get("/api/v1/search/?q=brigade").json()
    found = search(chief, "brigade")
    assert answer["count"] == found.count > 1
    assert [group["kind"] for group in answer["groups"]] == [each.kind for each in found.groups]
    assert [hit["url"] for hit in answer["groups"][0]["hits"]] == [
        hit.url for hit in found.groups[0].hits
    ]


def test_nothing_of_a_sister_unit_is_found(client, units, nils):
    client.force_login(nils)
    answer = client.get("/api/v1/search/?q=1st+Armoured+Brigade").json()
    names = [hit["name"] for group in answer["groups"] for hit in group["hits"]]
    assert "1st Armoured Brigade" not in names


@pytest.mark.parametrize("query", ["", "?q=a", "?q=--"])
def test_too_little_is_refused_with_what_to_say(client, units, mara, query):
    client.force_login(mara)
    answer = client.get(f"/api/v1/search/{query}")
    assert answer.status_code == 400
    assert "two letters or more" in answer.json()["detail"]
