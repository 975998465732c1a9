from fractions import Fraction
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard.engine.formulas import (
    LONGEST,
    Fault,
    FormulaError,
    evaluate,
    parse,
    worst_covered,
)

NAN = np.nan


def value(text, **operands):
    arrays = {code: np.array([number], dtype=float) for code, number in operands.items()}
    found = evaluate(parse(text), arrays)[0]
    return None if np.isnan(found) else found.item()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A + B * 2", 16),
        ("(A + B) × 2", 26),
        ("A ÷ B", 10 / 3),
        ("A − B", 7),
        ("-A + +B", -7),
        ("min(A, B, 5)", 3),
        ("max(A, B)", 10),
        ("abs(B - A)", 7),
        ("if(A > B, A, B)", 10),
        ("if(A <= B, 1, 0)", 0),
        ("if(A == 10, 1, 0)", 1),
        ("if(A != 10, 1, 0)", 0),
        ("[A] / [ B ]", 10 / 3),
        ("1.5e1 * A", 150),
    ],
)
def test_arithmetic_says_what_it_says_on_paper(text, expected):
    assert value(text, A=10, B=3) == pytest.approx(expected)


def test_a_code_of_any_characters_stands_in_brackets():
    formula = parse("[if (A)] / [RDY-01 é]")
    assert formula.operands == ("if (A)", "RDY-01 é")
    found = evaluate(formula, {"if (A)": np.array([6.0]), "RDY-01 é": np.array([3.0])})
    assert found.tolist() == [2]


def test_operands_are_named_once_the_first_one_first():
    assert parse("B + A * B").operands == ("B", "A")


@pytest.mark.parametrize(
    ("text", "operands"),
    [
        ("A / B", {"A": 1, "B": 0}),
        ("0 * (A / B)", {"A": 1, "B": 0}),
        ("A + B", {"A": 1, "B": NAN}),
        ("min(A, B)", {"A": 1, "B": NAN}),
        ("max(A, B)", {"A": NAN, "B": 1}),
        ("if(A > B, 1, 0)", {"A": NAN, "B": 1}),
        ("if(A < 5, B, 0)", {"A": 1, "B": NAN}),
        ("A * B", {"A": 1e300, "B": 1e300}),
        ("1 / (A * B)", {"A": 1e300, "B": 1e300}),
    ],
)
def test_what_cannot_be_known_has_no_value(text, operands):
    assert value(text, **operands) is None


def test_the_branch_that_is_not_taken_does_not_matter():
    assert value("if(A < 5, 7, B)", A=1, B=NAN) == 7
    assert value("if(B > 0, A / B, 0)", A=1, B=0) == 0


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", Fault.EMPTY),
        ("  ", Fault.EMPTY),
        ("A +", Fault.NOT_READABLE),
        ("A B", Fault.NOT_READABLE),
        ("1 + 2", Fault.NO_OPERAND),
        ("A ** 2", Fault.NOT_ALLOWED),
        ("A // 2", Fault.NOT_ALLOWED),
        ("A % 2", Fault.NOT_ALLOWED),
        ("A.real", Fault.NOT_ALLOWED),
        ("A[0]", Fault.NOT_READABLE),
        ("'A'", Fault.NOT_ALLOWED),
        ("f'{A}'", Fault.NOT_ALLOWED),
        ("True + A", Fault.NOT_ALLOWED),
        ("None", Fault.NOT_ALLOWED),
        ("1j * A", Fault.NOT_ALLOWED),
        ("A < B", Fault.NOT_ALLOWED),
        ("A and B", Fault.NOT_ALLOWED),
        ("not A", Fault.NOT_ALLOWED),
        ("~A", Fault.NOT_ALLOWED),
        ("lambda: A", Fault.NOT_ALLOWED),
        ("(A := 1)", Fault.NOT_ALLOWED),
        ("(A for A in B)", Fault.NOT_ALLOWED),
        ("(A, B)", Fault.NOT_ALLOWED),
        ("{A}", Fault.NOT_ALLOWED),
        ("A if B else C", Fault.NOT_ALLOWED),
        ("await A", Fault.NOT_ALLOWED),
        ("print(A)", Fault.NOT_ALLOWED),
        ("__import__('os')", Fault.NOT_ALLOWED),
        ("A.__class__()", Fault.NOT_ALLOWED),
        ("eval(A)", Fault.NOT_ALLOWED),
        ("min(*A)", Fault.NOT_ALLOWED),
        ("min(A, key=B)", Fault.NOT_ALLOWED),
        ("min()", Fault.WRONG_NUMBER_OF_PARTS),
        ("abs(A, B)", Fault.WRONG_NUMBER_OF_PARTS),
        ("if(A > B, 1)", Fault.WRONG_NUMBER_OF_PARTS),
        ("if(A, 1, 0)", Fault.CONDITION),
        ("if(A < B < C, 1, 0)", Fault.CONDITION),
        ("if(A in B, 1, 0)", Fault.CONDITION),
        ("_operand_0_ + [A]", Fault.NOT_ALLOWED),
        ("_if_(A > B, 1, 0)", Fault.NOT_ALLOWED),
        ("[] + A", Fault.NOT_ALLOWED),
        ("A + " + "9" * 400, Fault.NOT_ALLOWED),
        ("A\x00", Fault.NOT_READABLE),
        ("A" * (LONGEST + 1), Fault.TOO_LONG),
        ("(" * 900 + "A" + ")" * 900, Fault.NOT_READABLE),
        ("-" * 1900 + "A", Fault.TOO_LONG),
        ("+".join(["A"] * 900), Fault.TOO_LONG),
    ],
)
def test_everything_else_is_refused(text, fault):
    with pytest.raises(FormulaError) as refused:
        parse(text)
    assert refused.value.fault in {fault, Fault.NOT_READABLE}


def test_a_refusal_names_the_piece_as_it_was_typed():
    with pytest.raises(FormulaError) as refused:
        parse("[FUEL-1] + if(A, [B-2], 0)")
    assert refused.value.part == "A"
    with pytest.raises(FormulaError) as refused:
        parse("1 + [FUEL-1] ** 2")
    assert refused.value.part == "[FUEL-1] ** 2"


def expression(random, depth):
    """A random formula as text and as a function of exact numbers."""
    if depth == 0 or random.random() < 0.2:
        if random.random() < 0.3:
            number = random.randint(0, 9)
            return str(number), lambda _known: Fraction(number)
        code = random.choice(("A", "B-1", "C"))
        return f"[{code}]", lambda known: known[code]
    kind = random.choice("+-*/<><n")
    (one, first), (two, second) = (expression(random, depth - 1) for _ in range(2))
    if kind == "n":
        return f"min({one}, {two})", lambda known: both(first, second, known, min)
    if kind in "<>":
        (three, third), (four, fourth) = (expression(random, depth - 1) for _ in range(2))

        def conditional(known):
            a, b = first(known), second(known)
            if None in (a, b):
                return None
            return (third if (a < b if kind == "<" else a > b) else fourth)(known)

        return f"if({one} {kind} {two}, {three}, {four})", conditional
    combine = {
        "+": lambda a, b: a + b,
        "-": lambda a, b: a - b,
        "*": lambda a, b: a * b,
        "/": lambda a, b: None if b == 0 else a / b,
    }[kind]
    return f"({one} {kind} {two})", lambda known: both(first, second, known, combine)


def both(first, second, known, combine):
    a, b = first(known), second(known)
    return None if None in (a, b) else combine(a, b)


@given(st.integers(0, 2**32))
def test_random_formulas_agree_with_exact_arithmetic(seed):
    random = Random(seed)
    text, exact = expression(random, 3)
    known = {
        code: None if random.random() < 0.1 else Fraction(random.randint(-8, 8), 4)
        for code in ("A", "B-1", "C")
    }
    arrays = {c: np.array([NAN if x is None else float(x)]) for c, x in known.items()}
    # One operand there must be; this one changes nothing.
    found = evaluate(parse(f"{text} + 0 * [D]"), arrays | {"D": np.array([1.0])})[0]
    expected = exact(known)
    # Rounding may turn a zero below a line into something else; such a case says nothing.
    if expected is not None and abs(expected) < 1e6 and not np.isnan(found):
        assert found == pytest.approx(float(expected), rel=1e-6, abs=1e-6)
    elif expected is None:
        assert np.isnan(found) or "/" in text


def test_shape_and_order_in_memory_change_no_bit():
    rng = np.random.default_rng(7)
    a, b = rng.normal(size=(2, 5, 7))
    formula = parse("(A * 3 - B) / (A + B)")
    whole = evaluate(formula, {"A": a, "B": b})
    turned = evaluate(formula, {"A": np.asfortranarray(a), "B": np.asfortranarray(b)})
    one = evaluate(formula, {"A": a[2:3, 4:5], "B": b[2:3, 4:5]})
    assert whole.tobytes() == np.ascontiguousarray(turned).tobytes()
    assert one[0, 0] == whole[2, 4]


def test_the_worst_covered_operand_has_the_lowest_share():
    held = np.array([2, 1, 0, 5]).reshape(4, 1, 1)
    expected = np.array([4, 2, 0, 9]).reshape(4, 1, 1)
    assert worst_covered(held, expected, np.ones((4, 1, 1), bool)).tolist() == [[0]]
    due = np.array([False, True, True, True]).reshape(4, 1, 1)
    assert worst_covered(held, expected, due).tolist() == [[1]]
