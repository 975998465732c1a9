import pytest

from core.formulas import harmless


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_what_looks_like_a_formula_stays_text(text):
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Fuel", "5", "a=1", " =1"])
def test_everything_else_is_left_alone(text):
    assert harmless(text) == text
