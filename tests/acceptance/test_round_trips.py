"""What comes out of the program goes in again, and comes out the same to the byte."""

import pytest

from demo.story import generate, write_package
from tests.packages import shared_package, there_and_back

# How a package is packed does not depend on where its rows come from.
ENDINGS = ("", *(pytest.param(ending, marks=pytest.mark.once) for ending in (".zip", ".xlsx")))
SMALLER = ("nhs_ae_pct_weighted", "boston_budget", "ons_deaths")

pytestmark = pytest.mark.django_db


def assert_same_bytes(package, folder, ending):
    first, second = there_and_back(package, folder / f"first{ending}", folder / f"second{ending}")
    assert first == second


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("name", SMALLER)
def test_a_real_package_comes_back_byte_for_byte(name, ending, tmp_path):
    assert_same_bytes(shared_package(name), tmp_path, ending)


@pytest.mark.slow
@pytest.mark.parametrize("ending", ENDINGS)
def test_the_largest_real_package_comes_back_byte_for_byte(ending, tmp_path):
    assert_same_bytes(shared_package("nhs_ae"), tmp_path, ending)


@pytest.mark.slow
@pytest.mark.once
def test_the_demo_comes_back_byte_for_byte(tmp_path):
    write_package(generate(1, "2026-10"), tmp_path / "demo")
    assert_same_bytes(tmp_path / "demo", tmp_path, "")
