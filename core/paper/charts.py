"""The interactive charts of a page as pictures: paper runs no script.

A chart stands on its page as Plotly's figure: plain data with colours named after tokens. What is
drawn here are the kinds of lines, bars and marks that `scorecard.charts` uses, in the same look as
`static/js/charts.js` gives them. A chart of another kind is left out: its table stands on the page.
"""

import html
import json
import re
from collections.abc import Callable, Iterable
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from core.paper.axes import Axis, Value, axis
from core.paper.pictures import SVG, Values

Figure = dict[str, Any]
Points = list[tuple[float, float]]
Runs = list[Points]
MARGIN = {"l": 40, "r": 72, "t": 16, "b": 28}
# Width and height in pixels by the shape that the page asks for; in columns and tiles narrower.
SHAPES = {"": (900, 265), "square": (900, 470), "bars": (900, 460)}
IN_COLUMN, IN_TILE = (540, 240), (280, 170)
FONT, BASELINE = 12, 4
BAR = 0.55
MARKUP = re.compile(r"<[^>]+>")
SMALLEST_LABEL = 46
FRAME_AROUND, FRAME_A_LETTER, FRAME_HEIGHT = 6, 7, 16


def draw_charts(page: Element, tokens: Values) -> None:
    """Put a picture in the place of each chart of a page, and leave out what cannot be drawn."""
    figures = {each.get("id"): each.text for each in page.iter("script") if each.get("id")}
    parents = {child: parent for parent in page.iter() for child in parent}
    for box in [each for each in page.iter("div") if each.get("data-chart")]:
        figure = json.loads(figures.get(box.get("data-chart")) or "{}")
        picture = picture_of(figure, size_of(box, parents), tokens)
        where = parents[box]
        if picture is None:
            where.remove(box)
        else:
            where[list(where).index(box)] = picture


def size_of(box: Element, parents: dict[Element, Element]) -> tuple[int, int]:
    """Return how large a chart is drawn: by its shape, and by the room around it."""
    outer: Element | None = box
    while outer is not None:
        found = (outer.get("class") or "").split()
        if "leadgrid" in found:
            return IN_COLUMN
        if "tile" in found:
            return IN_TILE
        outer = parents.get(outer)
    return SHAPES.get(box.get("data-shape") or "", SHAPES[""])


def picture_of(figure: Figure, size: tuple[int, int], tokens: Values) -> Element | None:
    """Return a chart as a picture; None where it holds a kind of trace that is not drawn."""
    traces = figure.get("data", [])
    if not traces or any(trace["type"] not in DRAWN for trace in traces):
        return None
    chart = Chart(figure, size, tokens)
    chart.draw()
    return chart.svg


class Chart:
    """One chart being drawn."""

    def __init__(self, figure: Figure, size: tuple[int, int], tokens: Values) -> None:
        self.traces, self.layout = figure["data"], figure.get("layout", {})
        self.width, self.height = size
        self.tokens = tokens
        margin = MARGIN | self.layout.get("margin", {})
        if self.width <= IN_TILE[0]:
            margin = margin | {"r": min(margin["r"], 56)}
        self.left, self.right = margin["l"], self.width - margin["r"]
        self.top, self.bottom = margin["t"], self.height - margin["b"]
        self.x = axis(self.layout.get("xaxis", {}), self._all("x"), self.left, self.right)
        self.y = axis(self.layout.get("yaxis", {}), self._all("y"), self.bottom, self.top)
        view = f"0 0 {self.width} {self.height}"
        self.svg = Element(f"{SVG}svg", {"class": "drawn", "viewBox": view, "font-size": str(FONT)})

    def _all(self, name: str) -> Iterable[Value]:
        for trace in self.traces:
            yield from trace.get(name, ())

    def colour(self, word: str | None, default: str = "plot") -> str:
        """Return a colour; tokens by their value, with an opacity where one is named."""
        name, _at, _opacity = (word or f"token:{default}").removeprefix("token:").partition("@")
        return self.tokens.get(f"--{name}", name)

    def put(self, tag: str, **attributes: Any) -> Element:
        """Add a shape; underscores in names of attributes are hyphens."""
        named = {name.replace("_", "-"): _text(value) for name, value in attributes.items()}
        return SubElement(self.svg, f"{SVG}{tag}", named)

    def write(self, x: float, y: float, text: str, *, anchor: str, colour: str) -> None:
        """Write a line of text whose middle is at a height."""
        look = {"text_anchor": anchor, "fill": colour}
        self.put("text", x=x, y=y + BASELINE, **look).text = html.unescape(MARKUP.sub("", text))

    def draw(self) -> None:
        """Draw everything, from the ground up."""
        self._draw_grid()
        self._draw_names()
        for shape in self.layout.get("shapes", ()):
            self._draw_shape(shape)
        before: Figure | None = None
        for trace in self.traces:
            DRAWN[trace["type"]](self, trace, before)
            before = trace
        for note in self.layout.get("annotations", ()):
            self._draw_note(note)

    def _draw_grid(self) -> None:
        across, up = self.layout.get("yaxis", {}), self.layout.get("xaxis", {})
        if across.get("showgrid", True):
            for value, _word in self.y.ticks:
                self.rule("y", self.y.at(value), "line")
        if up.get("showgrid"):
            for value, _word in self.x.ticks:
                self.rule("x", self.x.at(value), "line")
        if up.get("zeroline"):
            self.rule("x", self.x.at(0.0), "line-2")

    def rule(self, axis: str, at: float | None, colour: str) -> None:
        """Draw a line across the whole chart at a place of an axis."""
        along = "x" if axis == "y" else "y"
        ends = (self.left, self.right) if axis == "y" else (self.top, self.bottom)
        places = {f"{axis}1": at, f"{axis}2": at, f"{along}1": ends[0], f"{along}2": ends[1]}
        self.put("line", **places, stroke=self.colour(None, colour), stroke_width=1)

    def _draw_names(self) -> None:
        quiet = self.colour(None, "ink-3")
        room = (self.right - self.left) / max(1, len(self.x.ticks))
        each = max(1, round(SMALLEST_LABEL / room + 0.49)) if self.x.names else 1
        for value, word in self.x.ticks[::-1][::each]:
            self.write(self.x.at(value) or 0, self.bottom + 16, word, anchor="middle", colour=quiet)
        for value, word in self.y.ticks:
            self.write(self.left - 6, self.y.at(value) or 0, word, anchor="end", colour=quiet)

    def _draw_shape(self, shape: Figure) -> None:
        x1, x2 = (_along(self.x, shape[name], shape.get("xref")) for name in ("x0", "x1"))
        y1, y2 = (_along(self.y, shape[name], shape.get("yref")) for name in ("y0", "y1"))
        self.put("line", x1=x1, x2=x2, y1=y1, y2=y2, **self.stroke(shape.get("line", {})))

    def stroke(self, line: Figure) -> dict[str, Any]:
        """Return the look of a line."""
        look = {"stroke": self.colour(line.get("color")), "stroke_width": line.get("width", 2)}
        if line.get("dash", "solid") != "solid":
            look["stroke_dasharray"] = line["dash"].replace("px", "").replace(",", " ")
        return look

    def _draw_note(self, note: Figure) -> None:
        x = _along(self.x, note["x"], note.get("xref"))
        y = _along(self.y, note["y"], note.get("yref"))
        if x is None or y is None:
            return
        if note.get("showarrow"):
            y += note["ay"]
            self._draw_stalk(x, y, note)
        anchor = {"left": "start", "right": "end"}.get(note.get("xanchor", ""), "middle")
        ink = self.colour(note.get("font", {}).get("color"), "ink-3")
        # Plotly counts upwards, a picture downwards.
        at = x + note.get("xshift", 0), y - note.get("yshift", 0)
        self.write(*at, note["text"], anchor=anchor, colour=ink)

    def _draw_stalk(self, x: float, y: float, note: Figure) -> None:
        """Draw what leads from a note that stands apart to its point, and the frame around it."""
        ink, foot = self.colour(note.get("arrowcolor"), "ink-3"), y - note["ay"]
        self.put("line", x1=x, x2=x, y1=y, y2=foot, stroke=ink, stroke_width=1)
        width, height = FRAME_AROUND + FRAME_A_LETTER * len(note["text"]), FRAME_HEIGHT
        place = {"x": x - width / 2, "y": y - height / 2, "width": width, "height": height}
        self.put("rect", **place, fill=self.colour(None, "surface"), stroke=ink, stroke_width=1)

    def points(self, trace: Figure) -> Runs:
        """Return the unbroken runs of a line: where a value is unknown there is a gap."""
        runs: Runs = [[]]
        for value, height in zip(trace["x"], trace["y"], strict=True):
            x, y = self.x.at(value), self.y.at(height)
            if x is None or y is None:
                runs.append([])
            else:
                runs[-1].append((x, y))
        return [run for run in runs if run]

    def scatter(self, trace: Figure, before: Figure | None) -> None:
        """Draw a line, the band between it and the one before, or marks."""
        if trace.get("mode") == "markers":
            self._mark(trace)
            return
        runs, line = self.points(trace), trace.get("line", {})
        if trace.get("fill") == "tonexty" and before is not None:
            self._fill_between(self.points(before), runs, trace.get("fillcolor", ""))
        for run in runs if line.get("width") != 0 else ():
            steps = _steps(run, self._step()) if line.get("shape") == "hvh" else run
            # A lone point still draws: a line of no length with round ends.
            points = _path(steps if len(steps) > 1 else steps * 2)
            look = {"fill": "none", "stroke_linejoin": "round", "stroke_linecap": "round"}
            self.put("polyline", points=points, **look, **self.stroke(line))

    def _fill_between(self, upper: Runs, lower: Runs, colour: str) -> None:
        around = [at for run in upper for at in run] + [at for run in lower for at in run][::-1]
        opacity = colour.partition("@")[2] or 1
        self.put("polygon", points=_path(around), fill=self.colour(colour), fill_opacity=opacity)

    def _step(self) -> float:
        return abs((self.x.at(1.0) or 0) - (self.x.at(0.0) or 0))

    def _placed(self, trace: Figure) -> Iterable[tuple[int, float, float]]:
        """Yield the number and the place of each point that is known."""
        for place, (value, height) in enumerate(zip(trace["x"], trace["y"], strict=True)):
            x, y = self.x.at(value), self.y.at(height)
            if x is not None and y is not None:
                yield place, x, y

    def _mark(self, trace: Figure) -> None:
        marker = trace.get("marker", {})
        for place, x, y in self._placed(trace):
            look = {name: _nth(given, place) for name, given in marker.items() if name != "line"}
            ink, size = self.colour(look.get("color")), look.get("size", 6) / 2
            if look.get("symbol") == "line-ns":
                ends = {"x1": x, "x2": x, "y1": y - size, "y2": y + size}
                self.put("line", **ends, **self.stroke(marker["line"]))
            elif look.get("symbol") == "circle-open":
                self.put("circle", cx=x, cy=y, r=size, fill="none", stroke=ink, stroke_width=1.5)
            else:
                self.put("circle", cx=x, cy=y, r=size, fill=ink)

    def bar(self, trace: Figure, _before: Figure | None) -> None:
        """Draw bars that lie, each from 0 or its base on, with what is written at its end."""
        marker, zero = trace.get("marker", {}), self.x.at(0.0) or 0.0
        thick = abs((self.y.at(1.0) or 0) - (self.y.at(0.0) or 0)) * BAR
        for place, length, y in self._placed(trace):
            base = self.x.at(_nth(trace.get("base", 0.0), place)) or 0.0
            x = base + length - zero
            ink = self.colour(_nth(marker.get("color"), place), "plot-2")
            hatched = bool(_nth(marker.get("pattern", {}).get("shape"), place))
            look = {"fill": "url(#hatch)", "stroke": ink} if hatched else {"fill": ink}
            size = {"width": abs(x - base), "height": thick}
            self.put("rect", x=min(x, base), y=y - thick / 2, **size, **look)
            if "text" in trace:
                end, anchor = (x - 5, "end") if x < base else (x + 5, "start")
                black = self.colour(None, "ink")
                self.write(end, y, trace["text"][place], anchor=anchor, colour=black)


DRAWN: dict[str, Callable[[Chart, Figure, Figure | None], None]] = {
    "scatter": Chart.scatter,
    "bar": Chart.bar,
}


def _along(axis: Axis, value: Value, ref: str | None) -> float | None:
    """Return where a value lies; of the whole chart's length, where it is counted so."""
    if ref == "paper" and isinstance(value, (int, float)):
        return axis.start + (axis.end - axis.start) * value
    return axis.at(value)


def _nth(given: Any, place: int) -> Any:
    """Return what is said of one of many: a list says it of each, all else of all."""
    return given[place] if isinstance(given, list) else given


def _text(value: Any) -> str:
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)


def _path(points: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _steps(run: Points, step: float) -> Points:
    """Return a run as level stretches, each around its point."""
    return [at for x, y in run for at in ((x - step / 2, y), (x + step / 2, y))]
