"""The small pictures of a page, each made whole.

A browser lets a picture take shapes, colours and patterns from the page and its style sheets.
WeasyPrint draws each picture for itself, so its shapes are copied in and its looks written on it.
"""

import copy
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

import tinycss2
from cssselect2 import ElementWrapper, Matcher, SelectorError, compile_selector_list

from core.paper.styles import ROOT_FONT

SVG = "{http://www.w3.org/2000/svg}"
# What a shape looks like; its place is in its attributes.
LOOKS = {
    *("fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin"),
    *("opacity", "fill-opacity", "stroke-opacity", "text-anchor", "dominant-baseline"),
    *("font-size", "font-weight", "font-family", "display", "visibility"),
}
# What a shape takes from the elements around its picture.
TAKEN = {"color", "font-family"}
SIZES = ("x", "y", "width", "height")

Values = dict[str, str]
Weight = tuple[int, tuple[int, int, int], int]


class Looks:
    """What the style sheets say of shapes and colours.

    Parameters
    ----------
    css
        Flat rules in layers, as `core.paper.styles.on_paper` writes them.
    """

    def __init__(self, css: str) -> None:
        self.matcher = Matcher()
        self.layers: list[str] = []
        self.known: dict[Any, Values] = {}
        for rule in tinycss2.parse_stylesheet(css, True, True):  # noqa: FBT003
            self._read(rule)

    def _read(self, rule: Any, layer: str = "") -> None:
        if rule.type == "qualified-rule":
            self._add(rule, len(self.layers) if not layer else self.layers.index(layer))
        elif rule.lower_at_keyword == "layer" and rule.content is None:
            self.layers += tinycss2.serialize(rule.prelude).replace(" ", "").split(",")
        elif rule.lower_at_keyword == "layer":
            for inner in tinycss2.parse_rule_list(rule.content, True, True):  # noqa: FBT003
                self._read(inner, tinycss2.serialize(rule.prelude).strip())

    def _add(self, rule: Any, layer: int) -> None:
        parts = tinycss2.parse_declaration_list(rule.content, True, True)  # noqa: FBT003
        said = {
            part.name: tinycss2.serialize(part.value).strip()
            for part in parts
            if part.type == "declaration"
            and (part.name in LOOKS | TAKEN or part.name.startswith("--"))
        }
        try:
            selectors = compile_selector_list(rule.prelude) if said else []
        except SelectorError:
            # What no browser's page on paper is in: pointed at, scrolled, opened.
            return
        for selector in selectors:
            if not selector.pseudo_element:
                self.matcher.add_selector(selector, (layer, said))

    def said_of(self, element: ElementWrapper) -> Values:
        """Return what the rules say of an element itself, the strongest last."""
        found = self.matcher.match(element)
        found.sort(key=lambda each: (each[3][0], each[0], each[1]))
        said: Values = {}
        for _specificity, _order, _pseudo, (_layer, declared) in found:
            said |= declared
        return said

    def around(self, element: ElementWrapper | None) -> Values:
        """Return what an element hands on to what is inside it: variables, colour, font."""
        if element is None:
            return {}
        key = element.etree_element
        if key not in self.known:
            outer, said = self.around(element.parent), self.said_of(element)
            self.known[key] = handed_on(outer, said)
        return self.known[key]


def handed_on(outer: Values, said: Values) -> Values:
    """Return what goes on to the inside: variables as they are, the rest with variables put in."""
    variables = {name: value for name, value in said.items() if name.startswith("--")}
    # A variable means what the variables in it mean here, not further in.
    all_here = outer | variables
    own = {name: resolved(value, all_here) for name, value in variables.items()}
    values = outer | own
    for name in TAKEN & said.keys():
        value = resolved(said[name], values)
        if value not in {"inherit", "currentColor"}:
            values[name] = value
    return values


def resolved(value: str, variables: Values) -> str:
    """Return a value with what its variables stand for.

    >>> resolved("1px solid var(--a, red)", {"--a": "var(--b)", "--b": "#fff"})
    '1px solid #fff'
    """
    if "var(" not in value:
        return value
    found = []
    for token in tinycss2.parse_component_value_list(value):
        if token.type == "function" and token.lower_name == "var":
            name, _comma, instead = tinycss2.serialize(token.arguments).partition(",")
            found.append(resolved(variables.get(name.strip(), instead.strip()), variables))
        else:
            found.append(token.serialize())
    return "".join(found)


def make_whole(root: ElementWrapper, looks: Looks) -> None:
    """Write on every picture of a page what it takes from the page; changes the page in place."""
    shared = {each.get("id"): each for each in root.etree_element.iter() if each.get("id")}
    pictures = [each for each in root.iter_subtree() if _is_picture(each)]
    for picture in pictures:
        if picture.etree_element.get("class") != "sprite":
            _dress(picture, looks)
    for picture in pictures:
        if picture.etree_element.get("class") != "sprite":
            _fill(picture.etree_element, shared)


def _is_picture(element: ElementWrapper) -> bool:
    is_outer = element.parent is None or not element.parent.etree_element.tag.startswith(SVG)
    return element.etree_element.tag == f"{SVG}svg" and is_outer


def _dress(picture: ElementWrapper, looks: Looks) -> None:
    """Write their looks on all shapes of a picture."""
    _write(picture, looks.around(picture), looks)
    picture.etree_element.set("color", looks.around(picture).get("color", "#000"))
    for shape in _shapes(picture):
        _write(shape, looks.around(shape), looks)


def _shapes(outer: ElementWrapper) -> Iterator[ElementWrapper]:
    for shape in outer.iter_children():
        yield shape
        yield from _shapes(shape)


def _write(shape: ElementWrapper, values: Values, looks: Looks) -> None:
    for name, value in looks.said_of(shape).items():
        if name in LOOKS or name == "color":
            shape.etree_element.set(name, _plain(resolved(value, values)))


def _plain(value: str) -> str:
    """Write a value as an attribute can hold it."""
    value = value.replace('url("', "url(").replace('")', ")")
    if value.endswith("rem"):
        return f"{float(value.removesuffix('rem')) * ROOT_FONT:g}"
    return value.removesuffix("px") if value[:1].isdigit() else value


def _fill(picture: Element, shared: dict[str | None, Element]) -> None:
    """Copy in what a picture points at elsewhere on the page: symbols and patterns."""
    if "viewBox" not in picture.attrib and len(picture) == 1 and picture[0].tag == f"{SVG}use":
        _become(picture, shared.get(picture[0].get("href", "")[1:]))
    for parent in list(picture.iter()):
        for place, child in enumerate(list(parent)):
            if child.tag == f"{SVG}use":
                parent[place] = _copied(child, shared)
            elif (
                child.tag == f"{SVG}svg"
                and "viewBox" not in child.attrib
                and "width" not in child.attrib
            ):
                _move(child)
        if parent.tag == f"{SVG}a":
            # Paper has no links, and what draws pictures takes a link for a line of text.
            parent.tag = f"{SVG}g"
    wanted = _pointed_at(picture) - {each.get("id") for each in picture.iter()}
    if wanted:
        defs = Element(f"{SVG}defs")
        defs.extend(_pattern(shared[name]) for name in wanted if name in shared)
        picture.insert(0, defs)


def _become(picture: Element, symbol: Element | None) -> None:
    """Make a picture that only shows a symbol that symbol, as large as the picture is."""
    if symbol is not None:
        picture.set("viewBox", symbol.get("viewBox", "0 0 12 12"))
        picture[:] = [copy.deepcopy(child) for child in symbol]


def _move(inner: Element) -> None:
    """Make a picture that only stands elsewhere a moved group: nothing of it is cut off."""
    inner.tag = f"{SVG}g"
    inner.set("transform", f"translate({inner.attrib.pop('x', 0)} {inner.attrib.pop('y', 0)})")


def _copied(use: Element, shared: dict[str | None, Element]) -> Element:
    symbol = shared.get(use.get("href", "")[1:])
    inside = Element(f"{SVG}svg", {name: use.attrib[name] for name in SIZES if name in use.attrib})
    for name in ("fill", "stroke", "color", "opacity"):
        if name in use.attrib:
            inside.set(name, use.attrib[name])
    if symbol is not None:
        inside.set("viewBox", symbol.get("viewBox", "0 0 12 12"))
        inside.extend(copy.deepcopy(child) for child in symbol)
    return inside


def _pattern(pattern: Element) -> Element:
    """Return a pattern in ink: it takes its colour from where it stands, not from its use."""
    found = copy.deepcopy(pattern)
    found.set("color", "#000")
    return found


def _pointed_at(picture: Element) -> set[str | None]:
    return {
        value[len("url(#") : -1]
        for shape in picture.iter()
        for value in shape.attrib.values()
        if value.startswith("url(#") and value.endswith(")")
    }
