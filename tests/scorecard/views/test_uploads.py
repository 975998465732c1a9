"""Upload a file of figures, from its choice to the entries; and the workbook to fill in."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from core.uploaded_files import LARGEST
from scorecard.models import Entry, Upload
from tests.factories import make_entry
from tests.scorecard.services.uploads.conftest import as_csv, worked

WHERE = "/enter/upload/"
HEAD = ("Unit", "KPI", "Month", "Figure", "Comment")
LAYOUT = {
    "sheet": "CSV",
    "header": "1",
    "shape": "long",
    "unit": "1",
    "kpi": "2",
    "period": "3",
    "value": "4",
    "comment": "5",
}


@pytest.fixture
def browser(mara, sign_in):
    return sign_in(mara)


def choose(browser, content, name="figures.csv", unit="MARA"):
    return browser.post(WHERE, {"unit": unit, "file": SimpleUploadedFile(name, content)})


def text(answer):
    return " ".join(answer.content.decode().replace("\N{NO-BREAK SPACE}", " ").split())


def newest():
    return Upload.objects.order_by("-pk").first()


def test_a_file_goes_from_its_choice_to_the_scorecard(days, browser):
    rows = as_csv(
        HEAD, ("MARA", "DAYS", "Oct 2026", 7, ""), ("MARA", "Day lost", "Sep 2026", 7, "")
    )
    answer = choose(browser, rows)
    page = answer["Location"]
    assert answer.status_code == 302
    assert "next in line" in text(browser.get(page))
    worked(newest())
    assert "Say where what stands in it" in text(browser.get(page))
    assert browser.post(f"{page}layout/", LAYOUT).status_code == 302
    assert "being checked" in text(browser.get(page))
    worked(newest())
    shown = text(browser.get(page))
    assert "Store 1 figure" in shown
    assert "“Day lost” is not known. If Days lost (DAYS) is meant, write that." in shown
    seen = browser.get(page).context["page"].seen
    told = text(browser.post(f"{page}store/", {"seen": seen}, follow=True))
    assert "say that they are to be left out" in told
    browser.post(f"{page}store/", {"seen": seen, "leaves_out": "on"})
    assert "being stored" in text(browser.get(page))
    worked(newest())
    assert "1 figure is stored." in text(browser.get(page))
    assert Entry.objects.get().value == 7
    assert "Day lost" in browser.get(f"{page}refused/csv/").content.decode()
    assert browser.get(f"{page}refused/xlsx/").content.startswith(b"PK")
    assert browser.get(f"{page}refused/doc/").status_code == 404


def test_a_layout_is_remembered_for_the_next_file(days, browser):
    choose(browser, as_csv(HEAD, ("MARA", "DAYS", "2026-09", 7, "")))
    upload = worked(newest())
    browser.post(f"{WHERE}{upload.pk}/layout/", LAYOUT)
    choose(browser, as_csv(HEAD, ("MARA", "DAYS", "2026-10", 8, "")))
    upload = worked(newest())
    form = browser.get(f"{WHERE}{upload.pk}/").context["form"]
    assert (form.start.unit, form.start.comment) == (1, 5)


def test_a_doubtful_figure_is_answered_on_the_page(days, browser, units):
    for month in range(1, 10):
        make_entry(units.mara, days, f"2026-0{month}", 10)
    choose(browser, as_csv(HEAD, ("MARA", "DAYS", "2026-10", "0.1", "")))
    upload = worked(newest())
    page = f"{WHERE}{upload.pk}/"
    browser.post(f"{page}layout/", LAYOUT)
    worked(upload)
    assert "If it is right, say why." in text(browser.get(page))
    browser.post(f"{page}answers/", {"answer:CSV D2": "Holidays"})
    worked(upload)
    found = browser.get(page)
    assert "Store 1 figure" in text(found)
    browser.post(f"{page}store/", {"seen": found.context["page"].seen})
    worked(upload)
    assert Entry.objects.get(period__gt=0, source="import").comment == "Holidays"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("figures.xlsx", b"a;b", "It is called .xlsx, but holds .csv"),
        ("figures.exe", b"MZ", "Files of this kind are not read"),
        ("figures.csv", b"", "The submitted file is empty"),
        ("figures.csv", b"a" * (LARGEST + 1), "more than 5 MB"),
        ("figures.xlsx", b"PK\3\4broken", "no sound .zip or .xlsx"),
    ],
)
def test_what_cannot_be_read_is_refused_at_once(days, browser, name, content, said):
    answer = choose(browser, content, name)
    assert answer.status_code == 422
    assert said in text(answer)
    assert not Upload.objects.exists()


def test_a_layout_that_leaves_something_out_is_shown_again_as_it_was(days, browser):
    choose(browser, as_csv(HEAD, ("MARA", "DAYS", "2026-09", 7, "")))
    upload = worked(newest())
    answer = browser.post(f"{WHERE}{upload.pk}/layout/", LAYOUT | {"unit": "0"})
    assert answer.status_code == 422
    assert "Choose the column of the unit, or one unit for all." in text(answer)


def test_another_sheet_and_row_of_headings_can_be_shown(days, browser):
    choose(browser, as_csv(("Figures",), HEAD, ("MARA", "DAYS", "2026-09", 7, "")))
    upload = worked(newest())
    page = browser.get(f"{WHERE}{upload.pk}/?sheet=CSV&header=1")
    assert page.context["form"].start.header == 1
    assert browser.get(f"{WHERE}{upload.pk}/").context["form"].start.header == 2


def test_a_file_is_seen_by_nobody_else(days, mara, browser, ada, nils, sign_in):
    choose(browser, as_csv(HEAD, ("MARA", "DAYS", "2026-09", 7, "")))
    upload = worked(newest())
    for person in (ada, nils):
        for way in ("", "refused/csv/"):
            assert sign_in(person).get(f"{WHERE}{upload.pk}/{way}").status_code == 404
        for way in ("layout/", "answers/", "store/", "remove/"):
            assert sign_in(person).post(f"{WHERE}{upload.pk}/{way}").status_code == 404
    mara.memberships.all().delete()
    assert browser.get(f"{WHERE}{upload.pk}/").status_code == 404


def test_a_file_is_removed_and_its_figures_stay(days, browser):
    choose(browser, as_csv(HEAD, ("MARA", "DAYS", "2026-09", 7, "")))
    upload = worked(newest())
    told = browser.post(f"{WHERE}{upload.pk}/remove/", follow=True)
    assert "The file is removed." in text(told)
    assert not Upload.objects.exists()


def test_who_enters_nothing_uploads_nothing(days, otto, sign_in):
    browser = sign_in(otto)
    assert "You have no figures to enter" in text(browser.get(WHERE))
    assert choose(browser, b"a").status_code == 403


def filled(content, figures):
    """Return a workbook as a program saves it in which somebody typed figures by KPI."""
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    file = io.BytesIO()
    with Workbook(file) as workbook:
        page = workbook.add_worksheet("Figures")
        # Somebody has sorted the rows.
        for place, row in enumerate([*rows[:2], *reversed(rows[2:])]):
            typed = figures.get(row[12], {})
            for column, cell in enumerate(row):
                page.write(place, column, typed.get(column, cell))
    return file.getvalue()


def test_the_workbook_comes_back_without_a_question(days, ready, rate, browser, units):
    make_entry(units.mara, days, "2026-09", 3)
    answer = browser.get("/enter/workbook.xlsx?unit=MARA&period=2026-10")
    assert answer["Content-Disposition"] == 'attachment; filename="figures-mara-2026-10.xlsx"'
    figures = {
        "DAYS": {6: 4},
        "READY": {7: 17, 8: 20},
        "RATE": {9: "does not apply", 10: "No workshop"},
    }
    choose(browser, filled(answer.content, figures), "mine.xlsx")
    upload = worked(newest())
    assert upload.state == Upload.CHECKED
    page = browser.get(f"{WHERE}{upload.pk}/")
    assert "Store 3 figures" in text(page)
    assert "17 of 20" in text(page)
    browser.post(f"{WHERE}{upload.pk}/store/", {"seen": page.context["page"].seen})
    assert worked(upload).n_stored == 3
    assert Entry.objects.get(kpi=ready).denominator == 20
    assert Entry.objects.get(kpi=rate).not_applicable


def test_a_percentage_of_the_workbook_is_a_fraction_as_a_number_and_typed_as_text(
    rate, browser, units
):
    blank = browser.get("/enter/workbook.xlsx?unit=MARA&period=2026-10").content
    for typed in (0.825, "82.5", "82.5 %"):
        choose(browser, filled(blank, {"RATE": {6: typed}}), "mine.xlsx")
        upload = worked(newest())
        assert "82.5 %" in text(browser.get(f"{WHERE}{upload.pk}/"))
