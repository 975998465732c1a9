"""The list of people as a file."""

import csv
import io

import pytest

from tests.factories import make_person

pytestmark = pytest.mark.django_db


def test_all_people_of_ones_units_are_given_with_their_roles(client, ada, units, monkeypatch):
    monkeypatch.setattr("organization.selectors.people.CHUNK", 2)
    for name in ("=Berg", "Bergman", "Bergson", "Olaf"):
        make_person(name, "employee", units.mara)
    client.force_login(ada)
    answer = client.get("/people/tables/csv/?q=berg")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert [row[0] for row in rows[: rows.index([])]] == ["Name", "'=Berg", "Bergman", "Bergson"]
    assert rows[1][2].startswith("Employee, 1st Armoured Brigade (")
