import numpy as np
import pytest

from core.columns import FLOAT, LOGICAL, WHOLE, delete_columns, insert_columns, read_columns
from scorecard.models import Result

KINDS = {
    "kpi_id": WHOLE,
    "period": WHOLE,
    "unit_id": WHOLE,
    "value": FLOAT,
    "score": FLOAT,
    "goal": FLOAT,
    "overridden": LOGICAL,
    "reported": WHOLE,
    "expected": WHOLE,
    "carried": WHOLE,
    "status": WHOLE,
}
SELECT = f"SELECT {', '.join(KINDS)} FROM scorecard_result WHERE kpi_id = %s"


def rows_of(kpi_id, values):
    n_rows = len(values)
    ones = np.ones(n_rows, dtype=np.int64)
    return {
        "kpi_id": ones * kpi_id,
        "period": np.arange(n_rows),
        "unit_id": ones * 2**40,
        "value": np.array(values, dtype=np.float64),
        "score": np.full(n_rows, np.nan),
        "goal": np.array(values[::-1], dtype=np.float64),
        "overridden": np.arange(n_rows) % 2 == 0,
        "reported": ones.astype(np.int32),
        "expected": ones * 70000,
        "carried": ones * 0,
        "status": (ones * 3).astype(np.int8),
    }


AWKWARD = [0.1 + 0.2, np.nan, -0.0, 1e308, 5e-324, np.nan, -12345678.9]


@pytest.mark.django_db
def test_columns_come_back_bit_for_bit():
    wanted = rows_of(7, AWKWARD)
    insert_columns(Result, wanted)
    found = read_columns(KINDS, SELECT, [7])
    order = np.argsort(found["period"])
    for name, column in wanted.items():
        np.testing.assert_array_equal(found[name][order], column)
    assert Result.objects.filter(value=None).count() == 2
    assert Result.objects.filter(score=None).count() == len(AWKWARD)


@pytest.mark.django_db
def test_no_rows_are_no_error():
    nothing = rows_of(7, [])
    insert_columns(Result, nothing)
    delete_columns(Result, {"kpi_id": nothing["kpi_id"]})
    found = read_columns(KINDS, SELECT, [7])
    assert {len(column) for column in found.values()} == {0}
    assert found["overridden"].dtype == np.bool_


@pytest.mark.django_db
def test_only_rows_that_equal_a_whole_key_are_deleted():
    for kpi_id in (7, 8):
        insert_columns(Result, rows_of(kpi_id, [1.0, 2.0]))
    delete_columns(Result, {"kpi_id": np.array([7, 9]), "period": np.array([1, 0])})
    left = Result.objects.order_by("kpi_id", "period").values_list("kpi_id", "period")
    assert list(left) == [(7, 0), (8, 0), (8, 1)]
