import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.once]

BODY = """
<p><a href="/elsewhere/">Elsewhere</a></p>
<table><tr><th><a href="/kpi/">Vehicles</a></th>
<td><a data-explain href="/why/">60 %</a></td></tr></table>
"""
DIALOG = """<dialog data-explanation><form method="dialog">
<a data-explanation-page href="#">Page</a>
<button>Close</button></form><div data-explanation-words></div></dialog>"""
WORDS = '<h2 tabindex="-1" data-explanation-heading>Why it is 60 %</h2>'


@pytest.fixture
def page(site):
    site.pages["/why/"] = WORDS
    return site.open(BODY + DIALOG)


def test_a_click_opens_the_words_beside_the_page(page):
    page.get_by_role("link", name="60 %").click()
    expect(page.get_by_role("heading", name="Why it is 60 %")).to_be_focused()
    assert page.url.endswith("osm.test/")
    expect(page.locator("[data-explanation-page]")).to_have_attribute(
        "href", "http://osm.test/why/"
    )


def test_the_key_explains_what_stands_beside_the_focus(page):
    page.get_by_role("link", name="Vehicles").focus()
    page.keyboard.press("e")
    expect(page.get_by_role("heading", name="Why it is 60 %")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="60 %")).to_be_focused()


def test_without_focus_the_key_explains_the_first_figure(page):
    page.keyboard.press("e")
    expect(page.get_by_role("heading", name="Why it is 60 %")).to_be_visible()


def test_with_ctrl_it_opens_elsewhere_as_any_link(page):
    with page.context.expect_page():
        page.get_by_role("link", name="60 %").click(modifiers=["Control"])
    expect(page.locator("dialog[data-explanation]")).to_be_hidden()


def test_where_nothing_can_be_had_the_link_leads_on(page):
    def answer(route):
        if "hx-request" in route.request.headers:
            return route.abort()
        return route.fulfill(body="<h1>Sign in</h1>", content_type="text/html")

    page.route("**/why/", answer)
    page.get_by_role("link", name="60 %").click()
    page.wait_for_url("**/why/")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
