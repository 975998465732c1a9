"""Nobody can add a table that cannot be taken along."""

import re
from pathlib import Path

import pytest

from tests.contract.template_rules import COMMENT

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2] / "templates"
TABLE = re.compile(r"<table\b")
DOWNLOAD = '"components/download.html"'
INCLUDED = re.compile(r"""\{%\s*include\s+"([^"]+)\"""")
# Tables without a download beside them, each with its reason.
WITHOUT = {
    "osm/api_fields.html": "it describes the API; programs get it as a schema",
    "scorecard/approval_rows.html": "it is a form; what was decided is in the history of a figure",
    "scorecard/assignments.html": "it is a form; programs get it from the list of reporters",
    "scorecard/collection_units.html": "it is a form; the page has a file of all units",
    "scorecard/enter.html": "it is a form; what was entered is in the file of the course",
    "scorecard/enter_paste.html": "it says what came out of a spreadsheet a moment ago",
    "scorecard/past_changes.html": "the page's own file has both: as known then, and as of now",
    "scorecard/upload_layout.html": "it shows the first rows of a file that somebody has",
    "scorecard/rows_below.html": "its rows are moved into the scorecard, which has a file",
}


def texts(root):
    return {
        str(path.relative_to(root)): COMMENT.sub("", path.read_text())
        for path in sorted(root.glob("**/*.html"))
    }


def without_download(root):
    """Return the templates with a table, but no download in them or in what includes them."""
    known = texts(root)
    beside = {name for name, text in known.items() if DOWNLOAD in text}
    shown = {part for name in beside for part in INCLUDED.findall(known[name])}
    return {name for name, text in known.items() if TABLE.search(text)} - beside - shown


def test_every_table_can_be_downloaded_or_says_why_not():
    assert without_download(ROOT) == WITHOUT.keys()


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("", {"table.html"}),
        ('{% include "table.html" %}', {"table.html"}),
        ('{% include "table.html" %}{% include "components/download.html" %}', set()),
    ],
)
def test_the_net_catches_a_table_without_one(tmp_path, page, found):
    (tmp_path / "page.html").write_text(page)
    (tmp_path / "table.html").write_text("<table class='tbl'></table>")
    assert without_download(tmp_path) == found
