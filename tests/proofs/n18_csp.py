"""CSP: a browser follows the links of everybody's pages, and the policy has nothing to refuse.

Each of the cast starts at Today and follows links up to three steps; of pages alike, such as those
of 314 units, three are opened. Charts are drawn in both schemes. First a page with an inline style
is served on purpose: a listener that hears nothing of it would prove nothing.
"""

import sys

from tests.e2e.crawl import crawl, kinds_of_charts, spoil
from tests.e2e.installation import installed
from tests.e2e.visitors import CAST, CHIEF, chromium, let_it_tell, visit

DEPTH, ALIKE = 3, 3
CHART = "/kpis/VEH_AVAIL/?unit=HQ"


def prove():
    """Crawl as each of the cast; return whether nothing was refused, broken or left undrawn."""
    with installed() as demo, chromium() as browser:
        caught = violations_of_a_spoiled_page(browser, demo)
        expected = kinds_in_our_charts(browser, demo)
        crawls = {name: crawl_as(browser, demo, name) for name in CAST}
    drawn = set().union(*(found.traces for found in crawls.values()))
    return verdict(caught, expected, drawn, crawls.values())


def violations_of_a_spoiled_page(browser, demo):
    """Return how many violations a page with an inline style is heard to have."""
    chief = visit(browser, demo.address, CHIEF)
    spoil(chief.page, "/scorecard/", '<p style="color: red">Red</p>')
    chief.page.goto("/scorecard/")
    let_it_tell(chief.page)
    chief.context.close()
    say(f"a page with an inline style: {len(chief.violations)} violations heard")
    return len(chief.violations)


def kinds_in_our_charts(browser, demo):
    """Return the kinds of traces that our files draw."""
    chief = visit(browser, demo.address, CHIEF)
    chief.page.goto(CHART)
    kinds = kinds_of_charts(chief.page)
    chief.context.close()
    return kinds


def crawl_as(browser, demo, name):
    """Crawl as one person and print the figures."""
    person = visit(browser, demo.address, name)
    found = crawl(person, depth=DEPTH, alike=ALIKE)
    person.context.close()
    counts = f"{len(found.paths)} pages, {len(found.violations)} violations"
    say(f"{name or 'a visitor'}: {counts}, {len(found.broken)} broken")
    for fault in (*found.violations, *found.broken):
        say(f"  {fault}")
    return found


def verdict(caught, expected, drawn, crawls):
    """Print the sums and judge them."""
    faults = sum(len(found.violations) + len(found.broken) for found in crawls)
    say(f"in all: {sum(len(found.paths) for found in crawls)} pages, {faults} faults")
    say(f"charts: {', '.join(sorted(drawn))} drawn of {', '.join(sorted(expected))}")
    return caught > 0 and faults == 0 and drawn == expected != set()


def say(line):
    """Print one line."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
