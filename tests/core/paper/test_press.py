"""PDFs are made in another process, few at a time, and whatever fails says what to do."""

import subprocess
import sys

import pytest

from core.errors import DomainError
from core.paper import press
from core.paper.child import MISSING
from core.paper.press import pdf_of_page, style_sheet

pytestmark = pytest.mark.once
PAGE = "<!DOCTYPE html><html><head><title>T</title></head><body><main>Text</main></body></html>"


def child(monkeypatch, code):
    monkeypatch.setattr(press, "COMMAND", [sys.executable, "-c", code])


@pytest.mark.paper
def test_a_page_becomes_a_pdf():
    assert pdf_of_page(PAGE, "Taken now").startswith(b"%PDF-")


def test_where_pango_is_missing_the_refusal_says_what_to_do_instead(monkeypatch):
    child(monkeypatch, f"import sys; sys.exit({MISSING})")
    with pytest.raises(DomainError, match="Print the page from your browser"):
        pdf_of_page(PAGE, "")


@pytest.mark.parametrize("error", ["ImportError", "OSError"])
def test_the_other_process_says_that_the_libraries_are_missing(error, tmp_path):
    (tmp_path / "weasyprint.py").write_text(f"raise {error}('no library libpango')")
    code = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); "
    run = "import runpy; runpy.run_module('core.paper.child', run_name='__main__')"
    done = subprocess.run(
        [sys.executable, "-c", code + run],
        cwd=press.ROOT,
        input=b"{}",
        capture_output=True,
        check=False,
    )
    assert done.returncode == MISSING


def test_a_process_that_ends_by_itself_is_a_page_too_large(monkeypatch):
    child(monkeypatch, "import os; os.abort()")
    with pytest.raises(DomainError, match="too large"):
        pdf_of_page(PAGE, "")


def test_a_process_that_takes_too_long_is_ended(monkeypatch):
    child(monkeypatch, "import time; time.sleep(60)")
    monkeypatch.setattr(press, "SECONDS", 0.2)
    with pytest.raises(DomainError, match="too large"):
        pdf_of_page(PAGE, "")


def test_only_so_many_are_made_at_once(monkeypatch):
    monkeypatch.setattr(press, "SECONDS_IN_LINE", 0.05)
    with press.AT_ONCE, press.AT_ONCE, pytest.raises(DomainError, match="in a minute"):
        pdf_of_page(PAGE, "")


def test_a_refusal_gives_the_place_in_the_line_back(monkeypatch):
    child(monkeypatch, "import os; os.abort()")
    monkeypatch.setattr(press, "SECONDS_IN_LINE", 0.05)
    for _ in range(5):
        with pytest.raises(DomainError, match="too large"):
            pdf_of_page(PAGE, "")


def test_no_setting_and_no_secret_goes_along(monkeypatch):
    monkeypatch.setenv("OSM_SECRET_KEY", "secret")
    child(monkeypatch, "import os, sys; sys.stdout.write(','.join(os.environ))")
    assert not [name for name in pdf_of_page(PAGE, "").decode().split(",") if "OSM" in name]


def test_every_linked_sheet_is_in_the_one_of_paper_and_that_of_paper_is_last():
    css = style_sheet()
    assert "light-dark" not in css
    assert css.index(".tbl th") < css.index(".tiles") < css.index("string(belonging)")
