import pytest

from core.htmx import is_partial


@pytest.mark.parametrize(
    ("headers", "answer"),
    [
        ({}, False),
        ({"HX-Request": "true"}, True),
        ({"HX-Request": "true", "HX-Boosted": "true"}, False),
        ({"HX-Request": "true", "HX-History-Restore-Request": "true"}, False),
    ],
)
def test_only_a_swap_of_a_part_is_partial(rf, headers, answer):
    assert is_partial(rf.get("/", headers=headers)) is answer
