"""The style sheets of the product as they hold on paper, in words that WeasyPrint knows.

It knows neither `light-dark()` nor conditions on widths, so both are decided here: paper is light,
and as wide as a sheet is. Rules inside rules are written out.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import tinycss2

# 182 mm between the margins of A4, in pixels of a page that is drawn at SCALE.
SCALE = 0.72
WIDTH = 182 / 25.4 * 96 / SCALE
ROOT_FONT = 16
CONDITION = re.compile(r"\((min|max)-width:\s*([\d.]+)(px|rem)\)")
TRUE_MEDIA = {"print", "all"}


@dataclass(frozen=True, slots=True)
class Rule:
    """Declarations for what a selector matches, in a layer (empty: outside all of them)."""

    layer: str
    selector: str
    declarations: str


def on_paper(sheets: Iterable[str]) -> str:
    """Return style sheets as one, as they hold on paper.

    >>> print(on_paper(["@layer a { .b { color: light-dark(red, blue); & i { top: 0 } } }"]))
    @layer a { .b { color:red; } }
    @layer a { .b i { top:0; } }
    """
    return "\n".join(map(_written, rules_of(sheets)))


def _written(rule: Rule) -> str:
    text = f"{rule.selector} {{ {rule.declarations} }}" if rule.declarations else rule.selector
    return f"@layer {rule.layer} {{ {text} }}" if rule.layer and rule.declarations else text


def rules_of(sheets: Iterable[str]) -> Iterator[Rule]:
    """Yield every rule that holds on paper; a rule without declarations is a statement."""
    for sheet in sheets:
        yield from _holding(tinycss2.parse_stylesheet(sheet, True, True), "")  # noqa: FBT003


def _holding(nodes: Iterable[Any], layer: str) -> Iterator[Rule]:
    for node in nodes:
        if node.type == "qualified-rule":
            yield from _written_out(node.content, _selectors(node.prelude), layer)
        elif node.type == "at-rule":
            yield from _of_at_rule(node, layer)


def _of_at_rule(node: Any, layer: str) -> Iterator[Rule]:
    words = tinycss2.serialize(node.prelude).strip()
    if node.content is None:
        yield Rule("", f"@{node.at_keyword} {words};", "")
    elif node.lower_at_keyword == "page":
        content = tinycss2.serialize(node.content).strip()
        yield Rule("", f"@page {words} {{ {content} }}", "")
    elif node.lower_at_keyword == "layer" or _holds(node.lower_at_keyword, words):
        inner = words if node.lower_at_keyword == "layer" else layer
        yield from _holding(tinycss2.parse_rule_list(node.content, True, True), inner)  # noqa: FBT003


def _written_out(content: Any, selectors: Sequence[str], layer: str) -> Iterator[Rule]:
    """Yield a rule, then those inside it, each with its whole selector."""
    parts = tinycss2.parse_blocks_contents(content, True, True)  # noqa: FBT003
    declared = " ".join(_declaration(part) for part in parts if part.type == "declaration")
    if declared:
        yield Rule(layer, ", ".join(selectors), declared)
    for part in parts:
        if part.type == "qualified-rule":
            inner = [
                _inside(outer, each) for each in _selectors(part.prelude) for outer in selectors
            ]
            yield from _written_out(part.content, inner, layer)
        elif part.type == "at-rule":
            words = tinycss2.serialize(part.prelude).strip()
            if part.content is not None and _holds(part.lower_at_keyword, words):
                yield from _written_out(part.content, selectors, layer)


def _inside(outer: str, selector: str) -> str:
    """Return the selector of a rule inside another: ``&`` is what the outer one matches."""
    if "&" not in selector:
        return f"{outer} {selector}"
    whole = f":is({outer})" if " " in outer and not selector.startswith("&") else outer
    return selector.replace("&", whole)


def _selectors(tokens: Iterable[Any]) -> list[str]:
    """Return the selectors of a list; commas within brackets do not part them."""
    found: list[list[Any]] = [[]]
    for part in tokens:
        if part == ",":
            found.append([])
        else:
            found[-1].append(part)
    return [" ".join(tinycss2.serialize(each).split()) for each in found]


def _declaration(part: Any) -> str:
    value = tinycss2.serialize(_light(part.value)).strip()
    if part.lower_name == "font-weight" and value.isdecimal():
        # WeasyPrint knows the nine round weights.
        value = str(round(int(value), -2))
    return f"{part.name}:{value}{' !important' if part.important else ''};"


def _light(tokens: Iterable[Any]) -> list[Any]:
    """Return a value with the first colour of each pair: that of the light scheme."""
    found: list[Any] = []
    for token in tokens:
        if token.type == "function" and token.lower_name == "light-dark":
            comma = next(place for place, each in enumerate(token.arguments) if each == ",")
            found += token.arguments[:comma]
        else:
            found.append(token)
    return found


def _holds(keyword: str, words: str) -> bool:
    """Tell whether a condition on the medium or on a width holds on paper."""
    if keyword == "container":
        words = words.partition(" ")[2]
    elif keyword != "media":
        return False
    return any(all(map(_is_true, each.split(" and "))) for each in words.split(","))


def _is_true(condition: str) -> bool:
    if condition.strip() in TRUE_MEDIA:
        return True
    found = CONDITION.fullmatch(condition.strip())
    if not found:
        return False
    limit = float(found[2]) * (ROOT_FONT if found[3] == "rem" else 1)
    return limit <= WIDTH if found[1] == "min" else limit >= WIDTH
