"""What went out, and how far it came, as files."""

import csv
import io

from communications.models import Delivery
from tests.communications.factories import make_delivered, make_soldiers


def rows_of(client, person, path):
    client.force_login(person)
    answer = client.get(path)
    assert answer.status_code == 200
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    return rows[: rows.index([])]


def test_messages_that_went_out_are_listed_without_counts_of_few_people(
    client, ada, chief, units, mara
):
    make_delivered(ada, chief, units.mara, title="=Spares")
    make_soldiers(units.nils, 5)
    many = make_delivered(ada, chief, units.nils, title="Brakes")
    Delivery.objects.filter(version=many).update(read_at=many.publication.published_at)
    head, latest, first = rows_of(client, ada, "/messages/sent/tables/csv/")
    assert head[0] == "Message"
    assert latest[0] == "Brakes"
    assert latest[-1] == "1.0"
    assert first[0] == "'=Spares"
    assert first[-1] == ""


def test_the_reach_of_a_message_ends_with_all(client, ada, chief, units):
    make_soldiers(units.mara, 5)
    version = make_delivered(ada, chief, units.mara)
    rows = rows_of(client, ada, f"/messages/sent/{version.message_id}/tables/csv/")
    assert [row[0] for row in rows] == ["Unit", "1st Armoured Brigade", "All"]
    assert rows[1][2:] == ["0.0", "0.0"]


def test_of_fewer_than_five_people_there_is_no_file(client, ada, chief, units, mara):
    version = make_delivered(ada, chief, units.mara)
    client.force_login(ada)
    answer = client.get(f"/messages/sent/{version.message_id}/tables/csv/")
    assert answer.status_code == 404
