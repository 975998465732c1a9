"""A manager uploads his workshop's list, and looks at what would become of its figures."""

import pytest

from tests.e2e.visitors import NILS

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.once,
    pytest.mark.xdist_group("browser"),
]
# A worker reads it, and a busy machine takes its time.
MILLISECONDS = 60_000

ROWS = b"Unit;KPI;Month;Figure\nEFC-4MB;SPARES_OUT;2026-10;11\nEFC-4MB;NONE;2026-10;7"


def test_a_file_is_uploaded_laid_out_and_shown_figure_by_figure(come):
    page = come(NILS).page
    page.goto("/enter/")
    page.get_by_role("link", name="Upload a file").click()
    page.get_by_label("File", exact=True).set_input_files(
        {"name": "October.csv", "mimeType": "text/csv", "buffer": ROWS}
    )
    page.get_by_role("button", name="Upload", exact=True).click()
    page.get_by_role("button", name="Check the figures").click(timeout=MILLISECONDS)
    page.get_by_role("heading", name="Refused").wait_for(timeout=MILLISECONDS)
    assert page.get_by_role("button", name="Store 1 figure").is_visible()
    assert "“NONE” is not known" in page.locator("#upload").inner_text()
    page.get_by_role("button", name="Remove this file").click()
    assert "October.csv" not in page.locator("main").inner_text()
