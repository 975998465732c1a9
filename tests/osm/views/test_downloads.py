import csv
import io
import re

import pytest

from jobs.services.drain import drain
from osm.models import LargeTable
from osm.views import downloads
from tests.osm.factories import make_large_table
from tests.scorecard.small import make_scorecard

CSV = "/tables/csv/figures/?unit=MARA"


@pytest.fixture
def world(units):
    return make_scorecard(units)


@pytest.fixture
def large(monkeypatch):
    """Let every table be a large one."""
    monkeypatch.setattr(downloads, "MOST_AT_ONCE", 0)


def cells(answer):
    content = answer.getvalue() if answer.streaming else answer.content
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_small_table_is_given_at_once(world, mara, sign_in):
    answer = sign_in(mara).get(CSV)
    assert answer["Content-Disposition"] == 'attachment; filename="figures-mara.csv"'
    assert len(cells(answer)) > 6


def test_a_large_one_is_offered_with_its_number_of_rows(world, mara, sign_in, large):
    page = sign_in(mara).get(CSV).content.decode()
    assert re.search(r"All figures of 1st Armoured Brigade are \d+ rows", page)
    assert "Write the file" in page
    assert not LargeTable.objects.exists()


def test_from_the_question_to_the_file(world, mara, sign_in, large):
    browser = sign_in(mara)
    page = browser.post("/large-tables/", {"unit": "MARA", "kind": "csv"}, follow=True)
    address = page.redirect_chain[-1][0]
    text = page.content.decode()
    assert "It is next in line." in text
    assert 'hx-trigger="every 2s"' in text
    assert browser.get(f"{address}file/").status_code == 404
    drain()
    text = browser.get(address).content.decode()
    assert "Download as CSV" in text
    assert "hx-trigger" not in text
    answer = browser.get(f"{address}file/")
    assert answer["Content-Disposition"] == 'attachment; filename="figures-mara.csv"'


def test_a_large_file_holds_the_same_rows_as_one_that_is_given_at_once(world, mara, sign_in):
    browser = sign_in(mara)
    at_once = cells(browser.get(CSV))
    browser.post("/large-tables/", {"unit": "MARA", "kind": "csv"})
    drain()
    table = LargeTable.objects.get()
    assert cells(browser.get(f"/large-tables/{table.pk}/file/"))[:7] == at_once[:7]


def test_a_workbook_is_given_as_it_was_written(world, mara, sign_in):
    browser = sign_in(mara)
    browser.post("/large-tables/", {"unit": "MARA", "kind": "xlsx"})
    drain()
    answer = browser.get(f"/large-tables/{LargeTable.objects.get().pk}/file/")
    assert answer.content.startswith(b"PK")


def test_nobody_else_gets_it(world, units, mara, nils, ada, sign_in):
    table = make_large_table(mara, units.mara)
    for person in (nils, ada):
        for address in (f"/large-tables/{table.pk}/", f"/large-tables/{table.pk}/file/"):
            assert sign_in(person).get(address).status_code == 404


@pytest.mark.parametrize(
    ("unit", "kind"), [("NILS", "csv"), ("HQ", "csv"), ("NONE", "csv"), ("MARA", "exe"), ("", "")]
)
def test_what_one_may_not_see_or_there_is_not_is_not_asked_for(world, mara, sign_in, unit, kind):
    answer = sign_in(mara).post("/large-tables/", {"unit": unit, "kind": kind})
    assert answer.status_code == 404
    assert not LargeTable.objects.exists()


def test_a_refusal_is_told_on_the_next_page(world, units, ada, sign_in):
    for unit in (units.hq, units.command, units.mara, units.nils):
        make_large_table(ada, unit)
    make_large_table(ada, units.hq, "xlsx")
    answer = sign_in(ada).post("/large-tables/", {"unit": "MARA", "kind": "xlsx"}, follow=True)
    assert "Ask again when one is a day old." in answer.content.decode()


def test_an_organisation_without_figures_gives_an_empty_table(units, mara, sign_in):
    rows = cells(sign_in(mara).get(CSV))
    assert rows[0][0] == "Unit"
    assert rows[1] == []
