from datetime import date
from decimal import Decimal

import pytest

from core.package_export import Export, written


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        ("  two words ", "two words"),
        (True, "1"),
        (False, "0"),
        (12, "12"),
        (-0.0, "0"),
        (1e-7, "0.0000001"),
        (Decimal("1E+21"), "1" + "0" * 21),
        (Decimal("10.50"), "10.5"),
        (date(2026, 1, 5), "2026-01-05"),
    ],
)
def test_a_cell_is_written_as_its_reader_reads_it(cell, text):
    assert written(cell) == text


def test_what_no_file_can_hold_is_a_fault_of_ours():
    with pytest.raises(TypeError, match="No file of a package can hold"):
        written(["a list"])


def test_an_export_of_all_units_filters_nothing_and_one_of_a_unit_by_its_path():
    assert Export().within("unit") == {}
    assert Export(path="/1/2/").within("unit") == {"unit__path__startswith": "/1/2/"}
    assert Export(path="/1/2/").within() == {"path__startswith": "/1/2/"}
