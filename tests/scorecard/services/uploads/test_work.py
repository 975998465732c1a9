import pytest

from scorecard.models import Entry, Upload
from scorecard.services.uploads.layouts import Layout
from scorecard.services.uploads.packed import mark_of, rows_of
from scorecard.services.uploads.uploads import confirm
from tests.factories import make_entry
from tests.scorecard.services.uploads.conftest import as_csv, laid_out, uploaded, worked

LONG = Layout("CSV", 1, unit=1, kpi=2, period=3, value=4, comment=5)
HEAD = ("Unit", "KPI", "Month", "Figure", "Comment")


def states(upload):
    return [row.state for row in rows_of(upload)]


def test_a_file_without_a_known_layout_waits_for_one(fuel, mara, units):
    upload = uploaded(mara, units.mara, as_csv(HEAD, ("MARA", "FUEL", "2026-10", 7, "")))
    assert upload.state == Upload.READ


def test_each_figure_is_new_changed_unchanged_or_refused(fuel, spares, vehicles, mara, units):
    make_entry(units.mara, fuel, "2026-09", 5)
    make_entry(units.mara, fuel, "2026-08", 5)
    rows = [
        ("MARA", "FUEL", "Oct 2026", "7", ""),
        ("MARA", "Fuel used", "09/2026", "6", ""),
        ("1st Armoured Brigade", "FUEL", "2026-08-31", "5", ""),
        ("MARA", "FUEL", "2026-07", "1,234", ""),
        ("NILS", "FUEL", "2026-10", "7", ""),
    ]
    upload = uploaded(mara, units.mara, as_csv(HEAD, *rows))
    upload = laid_out(mara, upload, LONG)
    assert upload.state == Upload.CHECKED
    assert states(upload) == ["new", "changed", "same", "refused", "refused"]
    ambiguous, foreign = rows_of(upload)[3:]
    assert "two ways" in ambiguous.reason
    assert ambiguous.at == "CSV D5"
    assert "not yours" in foreign.reason


def test_what_is_confirmed_is_stored_with_file_sheet_and_row(fuel, mara, units):
    upload = uploaded(mara, units.mara, as_csv(HEAD, ("MARA", "FUEL", "2026-10", 7, "Counted")))
    upload = laid_out(mara, upload, LONG)
    confirm(actor=mara, upload=upload, seen=mark_of(upload), leaves_out=False)
    upload = worked(upload)
    assert (upload.state, upload.n_stored) == (Upload.STORED, 1)
    entry = Entry.objects.get()
    assert (entry.value, entry.source, entry.comment) == (7, "import", "Counted")
    assert entry.source_detail == "figures.csv CSV D2"
    assert entry.author == mara


def test_the_same_file_again_changes_nothing(fuel, mara, units):
    content = as_csv(HEAD, ("MARA", "FUEL", "2026-10", 7, ""))
    upload = laid_out(mara, uploaded(mara, units.mara, content), LONG)
    confirm(actor=mara, upload=upload, seen=mark_of(upload), leaves_out=False)
    worked(upload)
    make_entry(units.mara, fuel, "2026-10", 9)
    again = laid_out(mara, uploaded(mara, units.mara, content), LONG)
    (row,) = rows_of(again)
    assert row.state == "same"
    assert "corrected since" in row.reason


@pytest.mark.parametrize("cut", [True, False])
def test_a_file_whose_figures_changed_since_is_shown_again(fuel, mara, units, cut):
    content = as_csv(HEAD, ("MARA", "FUEL", "2026-10", 7, ""))
    upload = laid_out(mara, uploaded(mara, units.mara, content), LONG)
    confirm(actor=mara, upload=upload, seen=mark_of(upload), leaves_out=False)
    if cut:
        mara.memberships.all().delete()
        mara.__dict__.pop("_held", None)
    else:
        make_entry(units.mara, fuel, "2026-10", 9)
    upload = worked(upload)
    assert upload.state == Upload.CHECKED
    assert "something changed" in upload.message
    assert not Entry.objects.filter(source="import").exists()


def test_what_was_not_doubtful_when_it_was_looked_at_is_not_when_it_is_stored(fuel, mara, units):
    rows = [("MARA", "FUEL", f"2026-0{month}", value, "") for month, value in ((7, 96), (8, 1))]
    upload = laid_out(mara, uploaded(mara, units.mara, as_csv(HEAD, *rows)), LONG)
    assert states(upload) == ["new", "new"]
    confirm(actor=mara, upload=upload, seen=mark_of(upload), leaves_out=False)
    assert worked(upload).n_stored == 2
