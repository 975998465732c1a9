"""Nothing on any page asks for what the content security policy forbids.

`come` complains of every violation on every page of every journey; here the net itself is tried,
and every kind of chart is drawn.
"""

import pytest

from tests.e2e.crawl import crawl, kinds_of_charts, spoil
from tests.e2e.visitors import CHIEF, let_it_tell, visit

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

SPOILED = {
    "an inline style": '<p style="color: red">Red</p>',
    "an inline handler": '<img src="data:," alt="" onerror="alert(1)">',
    "a picture from elsewhere": '<img src="https://elsewhere.example/dot.png" alt="">',
    "a script in the page": "<script>document.title = 'Mine'</script>",
}


def test_links_from_today_lead_to_pages_that_keep_to_the_policy_and_draw_every_chart(come):
    chief = come(CHIEF)
    found = crawl(chief, depth=1, alike=1)
    chief.page.goto("/kpis/VEH_AVAIL/?unit=HQ")
    assert found.traces == kinds_of_charts(chief.page) != set()
    assert len(found.paths) > 8


@pytest.mark.parametrize("markup", SPOILED.values(), ids=SPOILED)
def test_the_net_catches_a_page_with(demo, browser, markup):
    chief = visit(browser, demo.address, CHIEF)
    spoil(chief.page, "/messages/", markup)
    chief.page.goto("/messages/")
    let_it_tell(chief.page)
    violations, complaints = chief.violations, chief.complaints
    chief.context.close()
    assert violations
    assert complaints
