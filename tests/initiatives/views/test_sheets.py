"""The portfolio as a file."""

import csv
import io
from decimal import Decimal

import pytest

from tests.initiatives.factories import make_initiative

pytestmark = pytest.mark.django_db


def test_unknown_money_stays_empty_and_known_money_is_a_number(client, ada, units):
    make_initiative("YARD", unit=units.mara, budget=Decimal(100), spent=Decimal("0.00"))
    make_initiative("DOCK", unit=units.mara)
    client.force_login(ada)
    answer = client.get("/initiatives/tables/csv/?by=unit&unit=MARA")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    gap = rows.index([])
    place = rows[0].index("Spent")
    assert {row[place] for row in rows[1:gap]} == {"0.0", ""}
    assert {row[0] for row in rows[1:gap]} == {"1st Armoured Brigade"}
    assert ["Unit: 1st Armoured Brigade (MARA)"] in rows[gap:]
