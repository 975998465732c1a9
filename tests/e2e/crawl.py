"""Follow the links of a person's pages, and note everything that the content policy forbids."""

import ast
import re
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

ROOT = Path(__file__).resolve().parents[2]
# What is downloaded is no page. In a drawing `href` is an object; the attribute is always text.
LINKS = """
[...document.querySelectorAll("a[href]:not([data-file])")]
  .map((link) => new URL(link.getAttribute("href"), document.baseURI).href)
"""
# Charts are drawn once the library is there; what each of them is made of.
TRACES = """
async () => {
  const boxes = [...document.querySelectorAll("[data-chart]")];
  for (let tries = 0; tries < 100 && boxes.some((box) => !box.hidden && !box.data); tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 50));
  return boxes.flatMap((box) => box.hidden ? ["hidden"] : (box.data ?? [{ type: "not drawn" }]))
    .map((trace) => trace.type ?? trace);
}
"""
KINDS = "() => window.Plotly ? Object.keys(Plotly.PlotSchema.get().traces) : []"


@dataclass
class Crawl:
    """What was seen on the way.

    Attributes
    ----------
    paths
        The addresses opened, without the host.
    traces
        The kinds of Plotly traces that were drawn.
    broken
        Answers from 400 up, and what the console complained of.
    violations
        What the content security policy forbade.
    """

    paths: list[str] = field(default_factory=list)
    traces: set[str] = field(default_factory=set)
    broken: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)


def crawl(visit, *, depth, alike=3, start="/"):
    """Open every page that links lead to from `start` in at most `depth` steps.

    Of pages alike (the same address but for numbers, codes and values) only the first `alike` are
    opened: 314 units are shown by one template.
    """
    home = visit.page.url
    waiting, met, counts = deque([(start, 0)]), {start}, {}
    found = Crawl()
    while waiting:
        path, steps = waiting.popleft()
        kind = kind_of(path)
        counts[kind] = counts.get(kind, 0) + 1
        if counts[kind] > alike:
            continue
        links = look(visit.page, path, found)
        new = [link for link in links_inside(links, home) if link not in met]
        met.update(new)
        waiting.extend((link, steps + 1) for link in dict.fromkeys(new) if steps < depth)
    found.broken, found.violations = visit.complaints, visit.violations
    return found


def look(page, path, found):
    """Open one page, let its charts be drawn in both schemes, and return its links."""
    answer = page.goto(path)
    found.paths.append(path)
    if not answer.headers.get("content-type", "").startswith("text/html"):
        return []
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        found.traces.update(page.evaluate(TRACES))
    return page.evaluate(LINKS)


def kind_of(path):
    """Return what pages alike have in common.

    >>> kind_of("/kpis/VEH_AVAIL/?unit=HQ&show=off"), kind_of("/messages/sent/12/")
    ('/kpis/…/? show=off unit', '/messages/sent/…/?')
    """
    parts = urlsplit(path)
    place = re.sub(r"/(\d+|[^/]*[A-Z%][^/]*)(?=/)", "/…", parts.path)
    pairs = sorted(parse_qsl(parts.query))
    words = [f"{name}={value}" if value.islower() else name for name, value in pairs]
    return f"{place}? {' '.join(words)}".strip()


def links_inside(links, home):
    """Return the addresses on the same site, without host and fragment."""
    host = urlsplit(home).netloc
    inside = [parts for parts in map(urlsplit, links) if parts.netloc == host]
    return [parts._replace(scheme="", netloc="", fragment="").geturl() for parts in inside]


def kinds_of_charts(page):
    """Return the kinds of traces that our charts are made of, as their files name them.

    `page` shows a chart: Plotly there says which words are kinds of traces.
    """
    known = set(page.evaluate(KINDS))
    trees = [ast.parse(file.read_text()) for file in ROOT.glob("*/charts/*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Dict)]
    return {word for node in nodes for word in types_in(node)} & known


def types_in(node):
    """Yield the constants that a dictionary gives its key `type`."""
    for key, value in zip(node.keys, node.values, strict=True):
        if isinstance(key, ast.Constant) and key.value == "type":
            yield getattr(value, "value", None)


def spoil(page, path, markup):
    """Let one page come with other markup in its body, under the headers that it has."""

    def answer(route):
        given = route.fetch()
        route.fulfill(response=given, body=given.text().replace("</main>", f"{markup}</main>"))

    page.route(lambda address: urlsplit(address).path == path, answer)
