"""What may be wrong with a page as it stands in the browser."""

from axe_playwright_python.sync_playwright import Axe

HEIGHT = 900
WIDTHS = (390, 820, 1440)
# Scheme -> the rules that are asked for, None for all: the dark one changes nothing but colours.
SCHEMES = {"light": None, "dark": ["color-contrast", "link-in-text-block"]}
# A phone's width at 400 %, and a desk's at 200 %: text reflows, nothing scrolls sideways.
ZOOMED = ((320, 568), (720, 450))
OPEN_ALL = """
document.querySelectorAll("details:not([data-pop], details details)")
  .forEach((each) => each.open = true)
"""
# By how many pixels the page is wider than its window. A chart is drawn anew some moments after
# its window has changed, so the page is given some; Playwright's own waiting needs eval.
TOO_WIDE = """
async () => {
  const { documentElement: page } = document;
  for (let tries = 0; tries < 40 && page.scrollWidth > page.clientWidth; tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 50));
  return page.scrollWidth - page.clientWidth;
}
"""
AXE = """
(rules) => axe.run({
  resultTypes: ["violations"],
  ...(rules && { runOnly: { type: "rule", values: rules } }),
}).then(({ violations }) => violations.map((each) =>
  `${each.id} (${each.impact}) ${each.nodes.length}: ${each.nodes.slice(0, 3).map(
    (node) => `${node.target.join(" ")} ${node.failureSummary}`)}`))
"""
MOVING = """
[...document.querySelectorAll("body *")].filter((each) => {
  const { animationName, transitionDuration } = getComputedStyle(each);
  return animationName !== "none" || /[1-9]/.test(transitionDuration);
}).slice(0, 3).map((each) => `${each.tagName.toLowerCase()}.${each.className} moves`)
"""
# The element that has the focus: where it is, and whether a ring of 2 px is drawn around it.
STOP = """
() => {
  const here = document.activeElement;
  if (!here || here === document.body) return null;
  const isFirst = !("stop" in here.dataset);
  here.dataset.stop = "";
  const ringed = (each) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(each);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  };
  const framed = here.closest(":focus-within.find");
  const box = here.getClientRects()[0] ?? { left: -2, right: 0, top: -2, bottom: 0 };
  const middle = (from, to, most) => (Math.max(from, 0) + Math.min(to, most)) / 2;
  const x = middle(box.left, box.right, innerWidth), y = middle(box.top, box.bottom, innerHeight);
  const top = document.elementFromPoint(x, y);
  const words = (here.getAttribute("aria-label") || here.innerText || here.name || "").trim();
  return {
    words: `${here.tagName.toLowerCase()} “${words.slice(0, 40)}”`,
    ring: ringed(here) || Boolean(framed && ringed(framed)),
    seen: Boolean(top && (here.contains(top) || here.labels?.[0]?.contains(top))),
    isFirst,
  };
}
"""
CHARTS_FIT = """
() => [...document.querySelectorAll(".js-plotly-plot")].every((each) =>
  !each.clientWidth
  || Math.abs(each.querySelector("svg").getAttribute("width") - each.clientWidth) < 2)
"""
MOST_STOPS = 400


def faults_of(page):
    """Yield what is wrong with the page in every width and scheme, zoomed, and by keyboard."""
    yield from faults_of_stops(page)
    page.evaluate(OPEN_ALL)
    page.evaluate(Axe().axe_script)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        yield from sideways(page, width)
        for scheme, rules in SCHEMES.items():
            page.emulate_media(color_scheme=scheme)
            yield from (f"{width} {scheme}: {fault}" for fault in page.evaluate(AXE, rules))
    yield from faults_of_zoom(page)
    yield from moving(page)


def sideways(page, width):
    """Yield that the page stays wider than its window."""
    pixels = page.evaluate(TOO_WIDE)
    if pixels > 0:
        yield f"{width}: scrolls sideways by {pixels} px"


def faults_of_zoom(page):
    """Yield the zoomed windows in which the page does not reflow."""
    for width, height in ZOOMED:
        page.set_viewport_size({"width": width, "height": height})
        yield from sideways(page, width)


def moving(page):
    """Yield what moves though the person asked for stillness."""
    page.emulate_media(reduced_motion="reduce")
    yield from page.evaluate(MOVING)
    page.emulate_media(reduced_motion="no-preference")


def faults_of_stops(page):
    """Yield the stops of the Tab key, from the top of the page, that are not to be seen."""
    page.set_viewport_size({"width": WIDTHS[-1], "height": HEIGHT})
    # A chart takes the new width a moment later; until then it may lie over what is below it.
    page.wait_for_function(CHARTS_FIT)
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = stop_of(page)
        if stop is None or not stop["isFirst"]:
            return
        yield from faults_of_stop(stop)
    yield f"more than {MOST_STOPS} stops of the Tab key"


def stop_of(page):
    """Return what has the focus and how it is to be seen; None where nothing has it."""
    return page.evaluate(STOP)


def faults_of_stop(stop):
    """Yield what is wrong with one stop."""
    if not stop["ring"]:
        yield f"no ring around {stop['words']}"
    if not stop["seen"]:
        yield f"out of sight or covered: {stop['words']}"
