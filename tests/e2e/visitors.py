"""People in front of a browser, and everything that the browser complains of meanwhile."""

import contextlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Response,
    sync_playwright,
)

CHIEF, ADA, MARA = "Gen A. Lindqvist", "Dr A. Whitlock", "Col M. Hartley"
NILS, OTTO = "Col N. Falk", "Cpl O. Ekman"
VERA, INES = "V. Sandoval", "WO I. Holt"
CAST = ("", CHIEF, ADA, MARA, NILS, OTTO, VERA, INES)

QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# The answer itself is looked at; the console only repeats it, without saying of what.
REPEATED = "Failed to load resource"
# The browser tells the page of everything that the content security policy forbade; we listen.
LISTEN = """
addEventListener("securitypolicyviolation", (event) => tellOfViolation(
  `${event.effectiveDirective} at ${event.documentURI}: ${event.blockedURI} ${event.sample}`,
));
"""


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Lend a browser without a window."""
    sandbox = ("--no-sandbox",) if os.geteuid() == 0 else ()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=[*QUIET, *sandbox]
        )
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Visit:
    """One person's browser: a page to look at, and what went wrong on any of its pages.

    Attributes
    ----------
    refusals
        Statuses from 400 up that this visit is about; others are complaints.
    violations
        What the content security policy forbade on any page.
    """

    context: BrowserContext
    refusals: tuple[int, ...] = ()
    complaints: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    page: Page = field(init=False)

    def __post_init__(self) -> None:
        self.context.expose_binding("tellOfViolation", lambda _, text: self.violations.append(text))
        self.context.add_init_script(LISTEN)
        self.context.on("console", self._hear)
        self.context.on("response", self._look)
        self.context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        self.page = self.context.new_page()

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(REPEATED):
            self.complaints.append(f"{message.page and message.page.url}: {message.text}")

    def _look(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.refusals:
            self.complaints.append(f"{response.status} {response.url}")


def visit(
    browser: Browser, address: str, name: str = "", refusals: tuple[int, ...] = (), **options
) -> Visit:
    """Open a browser of one's own at `address`; with a name, sign in by one click."""
    context = browser.new_context(base_url=address, **options)
    found = Visit(context, refusals)
    found.page.goto("/sign-in/")
    if name:
        found.page.get_by_role("button", name=name).click()
        found.page.wait_for_url(lambda url: "/sign-in/" not in url)
    return found


def let_it_tell(page: Page) -> None:
    """Let the page tell what it has noticed until now: such reports come a moment later."""
    page.evaluate("() => new Promise((done) => setTimeout(done))")
