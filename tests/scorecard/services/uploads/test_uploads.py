from datetime import timedelta

import pytest
from django.utils import timezone

from core.errors import DomainError, NotAllowedError
from jobs.models import OutboxRow
from scorecard.models import Upload, UploadLayout
from scorecard.services.uploads import uploads
from scorecard.services.uploads.layouts import Layout
from scorecard.services.uploads.packed import mark_of, rows_of
from scorecard.services.uploads.uploads import (
    KEPT,
    TOPIC,
    answer,
    confirm,
    discard_outdated,
    lay_out,
    receive,
)
from tests.scorecard.uploads import LAYOUT, make_upload


def test_a_file_is_promised_to_a_worker_under_its_own_name(fuel, mara, units):
    upload = receive(actor=mara, unit=units.mara, name="C:\\My\u202e\\a;b.csv", content=b"a;b")
    assert (upload.name, upload.state) == ("a;b.csv", Upload.RECEIVED)
    assert OutboxRow.objects.get(topic=TOPIC).key == str(upload.pk)


def test_a_long_name_keeps_its_ending(fuel, mara, units):
    upload = receive(actor=mara, unit=units.mara, name="a" * 300 + ".csv", content=b"a;b")
    assert (len(upload.name), upload.name[-4:]) == (120, ".csv")


def test_who_may_not_enter_uploads_nothing(fuel, nils, units):
    with pytest.raises(NotAllowedError):
        receive(actor=nils, unit=units.mara, name="a.csv", content=b"a")


def test_so_many_files_are_kept_at_once(fuel, mara, units, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_AT_A_TIME", 1)
    make_upload(mara, units.mara, fuel)
    with pytest.raises(DomainError, match="remove some"):
        receive(actor=mara, unit=units.mara, name="a.csv", content=b"a")


@pytest.mark.parametrize(
    ("layout", "said"),
    [
        (Layout("None", unit=1, kpi=2, period=3, value=4), "no such sheet"),
        (Layout("CSV", kpi=2, period=3, value=4), "column of the unit"),
        (Layout("CSV", unit=1, period=3, value=4), "column of the KPI"),
        (Layout("CSV", unit=1, kpi=2, value=4), "column of the period"),
        (Layout("CSV", unit=1, kpi=2, period=3), "column of the figures"),
    ],
)
def test_a_layout_that_leaves_something_out_is_refused(fuel, mara, units, layout, said):
    upload = make_upload(mara, units.mara, fuel)
    with pytest.raises(DomainError, match=said):
        lay_out(actor=mara, upload=upload, layout=layout)
    assert not UploadLayout.objects.exists()


def test_what_was_not_seen_is_not_confirmed(fuel, mara, units):
    upload = make_upload(mara, units.mara, fuel)
    with pytest.raises(DomainError, match="checked again"):
        confirm(actor=mara, upload=upload, seen="", leaves_out=True)
    with pytest.raises(DomainError, match="to be left out"):
        confirm(actor=mara, upload=upload, seen=mark_of(upload), leaves_out=False)
    confirm(actor=mara, upload=upload, seen=mark_of(upload), leaves_out=True)
    with pytest.raises(DomainError, match="past that by now"):
        confirm(actor=mara, upload=upload, seen=mark_of(upload), leaves_out=True)


def test_an_answer_belongs_to_a_figure_of_the_file(fuel, mara, units):
    upload = make_upload(mara, units.mara, fuel)
    said = {"CSV D2": " So. ", "CSV D99": "Nothing there", "CSV D3": ""}
    answer(actor=mara, upload=upload, answers=said)
    upload.refresh_from_db()
    assert (upload.answers, upload.state) == ({"CSV D2": "So."}, Upload.LAID_OUT)
    assert len(rows_of(upload)) == 2


def test_an_answer_that_is_too_long_is_refused(fuel, mara, units):
    with pytest.raises(DomainError, match="at most"):
        answer(
            actor=mara, upload=make_upload(mara, units.mara, fuel), answers={"CSV D2": "a" * 1001}
        )


def test_a_file_is_removed_after_thirty_days_with_what_was_promised(fuel, mara, units):
    old = make_upload(mara, units.mara, fuel, uploaded_at=timezone.now() - KEPT)
    new = make_upload(
        mara, units.mara, fuel, uploaded_at=timezone.now() - KEPT + timedelta(minutes=1)
    )
    lay_out(actor=mara, upload=old, layout=LAYOUT)
    assert discard_outdated() == 1
    assert Upload.objects.get() == new
    assert not OutboxRow.objects.exists()
