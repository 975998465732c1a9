"""A list asks the database as often for 50 rows as for 10, and no page asks more than before."""

import json
import re
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from organization.models import Unit
from tests.contract.addresses import names
from tests.contract.endpoints import ROWS
from tests.contract.pages import PAGES, WITHOUT_LISTS, Page
from tests.contract.rows import Row
from tests.factories import make_unit

STORED = Path(__file__).with_name("query_counts.json")
FEW, MANY = 10, 50
# The cache lies in the database only where there is no Redis.
CACHE = "osm_cache"


def stored_counts():
    return json.loads(STORED.read_text())


def count_queries(client, address):
    """Return how often a page asks the database."""
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
        # A file is read from the database as it is sent.
        b"".join(answer)
    assert answer.status_code == 200, f"{address} answered {answer.status_code}"
    return sum(CACHE not in query["sql"] for query in asked.captured_queries)


def verdict(name, few, many, stored):
    """Return what is wrong with the counts of a page; empty where nothing is."""
    if many > few:
        return f"{name}: {few} queries for {FEW} rows, {many} for {MANY}: fetch rows together."
    if many != stored:
        return f"{name}: {many} queries, {stored} stored. If meant, write {many} to {STORED.name}."
    return ""


# On PostgreSQL what is read as whole columns is not in Django's log of queries.
@pytest.mark.once
@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_page_asks_as_often_as_stored(client, world, units, cast, page):
    address = page.address.format_map(world)
    client.force_login(cast[page.who])
    page.grow(units, cast, FEW)
    client.get(address)
    few = count_queries(client, address)
    page.grow(units, cast, MANY - FEW)
    many = count_queries(client, address)
    assert verdict(page.name, few, many, stored_counts().get(page.name)) == ""


def uncounted(rows, pages, without_lists):
    """Return the pages that can be opened and whose queries nobody counts."""
    opened = {row.name for row in rows if row.verb == "GET"}
    return sorted(opened - {name_of(page.address) for page in pages} - without_lists.keys())


def name_of(address):
    """Return the name of the address that a page has, whatever its numbers."""
    path = re.sub(r"\{\w+\}", "1", address).partition("?")[0]
    return resolve(path).view_name


def test_the_queries_of_every_page_are_counted():
    assert uncounted(ROWS, PAGES, WITHOUT_LISTS) == []


def test_no_page_is_kept_that_is_gone_or_counted():
    counted = {name_of(page.address) for page in PAGES}
    assert {name for name in WITHOUT_LISTS if name in counted or name not in names()} == set()


def test_the_net_catches_a_page_that_nobody_counts():
    page = Page("Today", "chief", "/?unit=HQ", None)
    rows = [Row("today", "GET", ()), Row("scorecard:units", "GET", ()), Row("x", "POST", ())]
    assert uncounted(rows, [page], {}) == ["scorecard:units"]
    assert uncounted(rows, [page], {"scorecard:units": "nothing"}) == []


def test_nothing_is_stored_for_pages_that_are_gone():
    assert stored_counts().keys() - {page.name for page in PAGES} == set()


def test_the_net_catches_a_list_that_asks_once_a_row(units):
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            assert all(str(unit.parent) for unit in Unit.objects.exclude(parent=None))
        counts.append(len(asked))
        make_unit(parent=units.mara)
    few, many = counts
    assert "fetch rows together" in verdict("A list", few, many, few)


def test_the_net_catches_a_page_that_asks_more_than_before():
    assert "write 9" in verdict("A page", 9, 9, 8)
    assert "write 9" in verdict("A new page", 9, 9, None)
    assert verdict("A page", 8, 8, 8) == ""
