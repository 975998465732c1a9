"""The order of the heat map's rows."""

import pytest
from django.http import QueryDict

from scorecard.selectors.context import read_context
from scorecard.services.heatmaps import read_heatmap
from tests.factories import make_unit


@pytest.fixture
def ordered(world, chief):
    make_unit("IDLE", world.units.command, name="Anchor Depot")

    def codes(word):
        context = read_context(chief, QueryDict("unit=CMD&period=2026-10"))
        return [row.code for row in read_heatmap(context, word, 0).rows]

    return codes


@pytest.mark.parametrize(
    ("word", "codes"),
    [
        ("", ["MARA", "NILS", "IDLE"]),
        ("score", ["MARA", "NILS", "IDLE"]),
        ("-score", ["NILS", "MARA", "IDLE"]),
        ("unit", ["MARA", "NILS", "IDLE"]),
        ("-unit", ["IDLE", "NILS", "MARA"]),
        ("in", ["NILS", "MARA", "IDLE"]),
        ("objective:REPAIR", ["MARA", "NILS", "IDLE"]),
        ("-objective:REPAIR", ["NILS", "MARA", "IDLE"]),
        ("objective:GONE", ["MARA", "NILS", "IDLE"]),
        ("nonsense", ["MARA", "NILS", "IDLE"]),
    ],
)
def test_rows_stand_by_any_column_and_what_is_unknown_last(ordered, word, codes):
    assert ordered(word) == codes


def test_the_head_in_use_turns_the_order_around(world, chief):
    context = read_context(chief, QueryDict("unit=CMD&period=2026-10"))
    order = read_heatmap(context, "-objective:REPAIR", 0).order
    (head,) = order.heads
    assert (head.direction, head.url.endswith("sort=objective%3AREPAIR")) == ("descending", True)
    assert (order.score.direction, order.score.url.endswith("&sort=score")) == ("", True)
