"""The second sentence of Today's title: what stands behind what is off target."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osm.findings import behind
from scorecard.engine.types import Status

RED, AMBER, GREEN, UNKNOWN = Status.RED, Status.AMBER, Status.GREEN, Status.NO_DATA


@pytest.mark.parametrize(
    ("links", "statuses", "found"),
    [
        pytest.param([(1, 2), (1, 3)], {1: RED, 2: RED, 3: RED}, (1, 2), id="one leads to two"),
        pytest.param([(1, 2), (1, 3)], {1: AMBER, 2: RED, 3: RED}, (1, 2), id="a cause at risk"),
        pytest.param([(1, 2), (2, 3)], {1: RED, 2: RED, 3: RED}, (1, 2), id="in a row"),
        pytest.param([(1, 2), (2, 3), (1, 4)], {1: RED, 2: AMBER, 3: RED, 4: RED}, (1, 2), id="on"),
        pytest.param([(1, 2)], {1: RED, 2: RED}, None, id="one other is no finding"),
        pytest.param([(1, 2), (1, 3)], {1: GREEN, 2: RED, 3: RED}, None, id="a green leads on"),
        pytest.param([(1, 2), (1, 3)], {1: UNKNOWN, 2: RED, 3: RED}, None, id="nor the unknown"),
        pytest.param(
            [(1, 3), (1, 4), (2, 3), (2, 4)],
            {1: RED, 2: RED, 3: RED, 4: RED},
            None,
            id="two that lead to as many: neither is the one",
        ),
        pytest.param([], {1: RED, 2: RED}, None, id="no links"),
        pytest.param([(1, 2), (2, 1), (2, 3)], {1: RED, 2: RED, 3: RED}, None, id="a circle"),
    ],
)
def test_it_names_the_one_objective_that_leads_to_several_others(links, statuses, found):
    assert behind(links, statuses) == found


@given(
    links=st.lists(st.tuples(st.integers(1, 6), st.integers(1, 6)), max_size=12),
    statuses=st.fixed_dictionaries({n: st.sampled_from([RED, AMBER, GREEN]) for n in range(1, 7)}),
)
def test_what_it_names_is_troubled_and_never_counts_more_than_are_off_target(links, statuses):
    found = behind([(a, b) for a, b in links if a != b], statuses)
    if found is not None:
        objective, count = found
        others = [each for each, status in statuses.items() if status is RED and each != objective]
        assert statuses[objective] in {RED, AMBER}
        assert 2 <= count <= len(others)
