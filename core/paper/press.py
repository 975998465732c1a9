"""Turn pages into PDFs in processes of their own, few at a time, within limits."""

import json
import os
import re
import subprocess
import sys
import threading
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import get_template
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.paper.child import MISSING
from core.paper.styles import on_paper

ROOT = Path(__file__).resolve().parent.parent.parent
COMMAND = [sys.executable, "-E", "-s", "-m", "core.paper.child"]
# What a program needs to find its fonts and libraries. No setting and no secret goes along.
NEEDED = ("PATH", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "FONTCONFIG_PATH")
SECONDS = 60
SECONDS_IN_LINE = 20
# Each takes up to a core; what is left of the machine shows pages.
AT_ONCE = threading.BoundedSemaphore(2)
LINKED = re.compile(r"'(css/[^']+)'")
ONLY_PAPER = "css/paper.css"


def pdf_of_page(html: str, foot: str) -> bytes:
    """Return a page as a PDF.

    Parameters
    ----------
    html
        The whole page, as the browser gets it.
    foot
        What stands below every sheet, after where the page's figures belong.

    Raises
    ------
    DomainError
        Where this machine cannot make one, where the page is too large, or too many are asked for.
    """
    asked = json.dumps({"html": html, "css": style_sheet(), "foot": foot}).encode()
    if not AT_ONCE.acquire(timeout=SECONDS_IN_LINE):
        raise DomainError(_("Many PDFs are being made just now. Ask for this one in a minute."))
    try:
        return _printed(asked)
    finally:
        AT_ONCE.release()


def _printed(asked: bytes) -> bytes:
    """Return what the other process writes."""
    environment = {name: os.environ[name] for name in NEEDED if name in os.environ}
    try:
        child = subprocess.run(  # noqa: S603 - our own program
            COMMAND,
            cwd=ROOT,
            env=environment,
            input=asked,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise DomainError(_too_large()) from error
    if child.returncode == MISSING:
        message = _(
            "This server cannot make PDFs: the library Pango is missing. Print the page from your "
            "browser instead: it knows the same rules for paper. What to install is written in "
            "the operations page of the documentation."
        )
        raise DomainError(message)
    if child.returncode:
        raise DomainError(_too_large())
    return child.stdout


def _too_large() -> str:
    return _(
        "This page is too large for a PDF. Choose a smaller unit, or download its table as a file."
    )


@lru_cache(maxsize=1)
def style_sheet() -> str:
    """Return the style sheets that every page links, and that of paper, as they hold on paper."""
    links = get_template("components/stylesheets.html").template.source  # type: ignore[attr-defined]
    files = [finders.find(name) for name in (*LINKED.findall(links), ONLY_PAPER)]
    return on_paper(Path(str(file)).read_text() for file in files)
