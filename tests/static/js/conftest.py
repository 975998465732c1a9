"""A page in a real browser whose answers all come from here: no server, no network."""

import json
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

SITE = "http://osm.test"
CHROMIUM = Path("/usr/bin/chromium")
FRAME = """<!doctype html><html lang="en"><body>
<main>{body}</main>{toasts}{texts}{keys}
<script type="module" src="/static/js/app.js"></script></body></html>"""


class Site:
    """What the browser sees: pages by path, static files, and the drafts that it has posted."""

    def __init__(self, page):
        self.page = page
        self.pages = {}
        self.drafts = []
        self.draft_answer = (200, {"saved_at": "08:07"})
        self.pasted = []
        self.paste_answer = (200, {"title": "Fill in?", "lines": [], "is_plain": True})
        self.errors = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.route("**/*", self.answer)

    def answer(self, route):
        path = route.request.url.removeprefix(SITE).split("?")[0]
        if path.startswith("/static/"):
            found = finders.find(path.removeprefix("/static/"))
            return route.fulfill(path=found) if found else route.fulfill(status=404)
        if path == "/draft/":
            return self.answer_with(route, self.drafts, self.draft_answer)
        if path == "/paste/":
            return self.answer_with(route, self.pasted, self.paste_answer)
        return route.fulfill(body=self.pages.get(path, path), content_type="text/html")

    def answer_with(self, route, posted, answer):
        posted.append(route.request.post_data)
        status, said = answer
        if status == "signed out":
            return route.fulfill(status=302, headers={"Location": "/sign-in/"})
        if status == "offline":
            return route.abort()
        return route.fulfill(status=status, body=json.dumps(said), content_type="application/json")

    def open(self, body, path="/"):
        part = {name: render_to_string(f"components/{name}.html") for name in ("toasts",)}
        self.pages[path] = FRAME.format(
            body=body,
            toasts=part["toasts"],
            texts=render_to_string("components/script_texts.html")
            + render_to_string("scorecard/enter_texts.html"),
            keys=render_to_string(
                "components/keys.html",
                {"navigation": [{"items": [{"label": "Scorecard", "url": "/s/", "key": "s"}]}]},
            ),
        )
        self.page.goto(SITE + path)
        return self.page


@pytest.fixture(scope="session")
def browser():
    playwright = pytest.importorskip("playwright.sync_api").sync_playwright
    if not CHROMIUM.exists():
        pytest.skip("Chromium is not installed.")
    with playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def site(browser):
    context = browser.new_context()
    made = Site(context.new_page())
    yield made
    context.close()
    assert made.errors == []
