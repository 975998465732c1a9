from tests.demo.conftest import LAST


def test_what_is_typed_is_late_and_typed_by_who_manages_the_unit(demo, reading):
    managers = {
        (row["email"], row["unit"])
        for row in reading.rows["people"]
        if row["role"] == "unit_manager"
    }
    assert demo.extra.typed
    for figure in demo.extra.typed:
        assert reading.due(figure.kpi, LAST, figure.unit)
        assert (figure.kpi, LAST, figure.unit) not in reading.entries
        assert (figure.by, figure.unit) in managers
