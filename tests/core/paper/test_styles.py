import pytest

from core.paper.styles import on_paper

pytestmark = pytest.mark.once


def test_paper_is_light():
    assert on_paper([".a { color: light-dark(#fff, rgb(1 2 3 / 0.5)); }"]) == ".a { color:#fff; }"


def test_rules_inside_rules_are_written_out():
    nested = ".a, .b { & .c { top: 0 } &.d { top: 1px } .e & { top: 2px } > i { top: 3px } }"
    selectors = [line.partition(" {")[0] for line in on_paper([nested]).splitlines()]
    assert selectors == [".a .c, .b .c", ".a.d, .b.d", ".e .a, .e .b", ".a > i, .b > i"]


def test_what_stands_for_a_long_selector_keeps_it_together():
    assert on_paper([".a { & .b { .c & { top: 0 } } }"]) == ".c :is(.a .b) { top:0; }"


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("@media print", True),
        ("@media screen", False),
        ("@media (max-width: 600px)", False),
        ("@media (min-width: 601px) and (max-width: 1240px)", True),
        ("@media (prefers-color-scheme: dark)", False),
        ("@container main (min-width: 44rem)", True),
        ("@container main (min-width: 60rem)", False),
        ("@supports (display: grid)", False),
    ],
)
def test_what_holds_on_paper_is_decided_here(condition, holds):
    outside = on_paper([f"{condition} {{ .a {{ top: 0 }} }}"])
    inside = on_paper([f".a {{ {condition} {{ top: 0 }} }}"])
    assert (bool(outside), bool(inside)) == (holds, holds)


def test_layers_and_sheets_keep_their_order():
    css = on_paper(["@layer x, y;", "@layer y { .a { top: 0 } @page { margin: 0 } }"])
    assert css.splitlines() == [
        "@layer x, y;",
        "@layer y { .a { top:0; } }",
        "@page  { margin: 0 }",
    ]


def test_weights_are_round():
    assert on_paper(["b { font-weight: 640 }"]) == "b { font-weight:600; }"
