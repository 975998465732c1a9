"""The heat map as a file, in the order of the page."""

import csv
import io

import pytest

SHEET = "/tables/csv/units/?unit=CMD&period=2026-10"


@pytest.fixture
def table(chief, sign_in):
    def read(query):
        answer = sign_in(chief).get(f"{SHEET}&{query}")
        text = b"".join(answer).decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text), delimiter=";" if ";" in text else ","))

    return read


def column(rows, name):
    place = rows[0].index(name)
    return [row[place] for row in rows[1:4]]


def test_a_file_keeps_the_order_and_the_ranks_of_the_page(world, table):
    rows = table("sort=-kpi:VEH")
    assert column(rows, "Code") == ["CMD", "NILS", "MARA"]
    assert column(rows, "Rank") == ["", "1", "2"]
    assert column(rows, "Vehicle availability") == ["55", "69", "40"]
    assert column(rows, "Vehicle availability: actual") == ["0.6", "0.7", "0.5"]


def test_by_name_a_file_has_no_ranks(world, table):
    rows = table("sort=-unit")
    assert column(rows, "Code") == ["CMD", "NILS", "MARA"]
    assert "Rank" not in rows[0]


def test_a_file_tells_what_the_map_tells(world, table):
    changes = table("tell=change")
    assert column(changes, "Repair faster: change of score")[1:] == ["-45", "-15"]
    coverage = table("tell=in&sort=perspective:PROC")
    assert column(coverage, "Repair faster: in") == ["3", "1", "2"]
    assert column(coverage, "Processes: due") == ["4", "2", "2"]
