"""A page that is left open follows the figures."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.once]

PAGE = """</main><div data-fresh="{mark}"></div>
<nav class="side"><a href="/m/">Messages {count}</a></nav>
<nav class="tabs-phone"></nav>
<main id="main"><h1>Availability {figure}</h1>
<details><summary>Table</summary><p>All figures</p></details>
<p><a href="/kpi/">Vehicles</a></p><input aria-label="Find a unit">
<details class="pick"><summary>Unit</summary></details>"""
SOON = 9_000


class Server:
    """Answers what is newest, or that nothing has changed."""

    def __init__(self, site):
        self.site, self.asked = site, []
        site.page.clock.install()
        self.now("one", "62 %")
        self.page = site.open(self.body)
        site.page.route("**/", self.answer)

    def now(self, mark, figure, count=0):
        self.mark = mark
        self.body = PAGE.format(mark=mark, figure=figure, count=count)

    def answer(self, route):
        known = route.request.headers.get("if-none-match")
        self.asked.append(known)
        if known == self.mark:
            return route.fulfill(status=304)
        frame = self.site.pages["/"]
        start, end = frame.index("<main>"), frame.index("</main>", frame.index('id="main"'))
        whole = frame[:start] + "<main>" + self.body + frame[end:]
        return route.fulfill(body=whole, content_type="text/html")

    def wait(self):
        with self.page.expect_response("**/"):
            self.page.clock.fast_forward(SOON)


@pytest.fixture
def server(site):
    return Server(site)


def shows(server, figure):
    return expect(server.page.get_by_role("heading", name=f"Availability {figure}"))


def test_a_page_that_still_holds_stays_as_it_is(server):
    server.page.evaluate("document.querySelector('h1').dataset.same = 'yes'")
    server.wait()
    assert server.asked == ["one"]
    expect(server.page.locator("h1[data-same]")).to_be_visible()


def test_what_has_changed_is_shown_and_said_with_the_navigation(server):
    server.now("two", "65 %", count=3)
    server.wait()
    shows(server, "65 %").to_be_visible()
    expect(server.page.locator("nav.side")).to_have_text("Messages 3")
    expect(server.page.locator("[data-toasts]")).to_contain_text("Updated at")
    server.now("three", "66 %")
    server.wait()
    assert server.asked == ["one", "two"]
    shows(server, "66 %").to_be_visible()


def test_focus_and_what_is_open_stay(server):
    server.page.get_by_text("Table").click()
    server.page.get_by_role("link", name="Vehicles").focus()
    server.now("two", "65 %")
    server.wait()
    shows(server, "65 %").to_be_visible()
    expect(server.page.get_by_role("link", name="Vehicles")).to_be_focused()
    expect(server.page.get_by_text("All figures")).to_be_visible()


def test_nothing_changes_under_the_hands_of_who_types_but_it_is_offered(server):
    server.page.get_by_label("Find a unit").fill("arm")
    server.now("two", "65 %")
    server.wait()
    expect(server.page.get_by_text("Figures on this page have changed.")).to_be_visible()
    shows(server, "62 %").to_be_visible()
    expect(server.page.get_by_label("Find a unit")).to_have_value("arm")
    server.page.get_by_role("button", name="Show them").click()
    shows(server, "65 %").to_be_visible()


def test_an_open_list_is_not_closed(server):
    server.page.get_by_text("Unit", exact=True).click()
    server.now("two", "65 %")
    server.wait()
    shows(server, "62 %").to_be_visible()


def test_without_an_answer_or_signed_out_the_page_stays(server):
    server.page.route("**/", lambda route: route.abort())
    server.page.clock.fast_forward(SOON)
    server.page.unroute("**/")
    server.page.route("**/", lambda route: route.fulfill(body="<main>Sign in</main>"))
    server.wait()
    shows(server, "62 %").to_be_visible()
