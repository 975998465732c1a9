import pytest

from demo.story import generate
from demo.units import build_army
from tests.demo.second_reading import Reading

SEED = 1
LAST = "2026-10"


@pytest.fixture(scope="session")
def demo():
    return generate(SEED, LAST)


@pytest.fixture(scope="session")
def reading(demo):
    return Reading(demo.tables)


@pytest.fixture(scope="session")
def army():
    return build_army(SEED)
