"""What the pages of uploads show: where each file is, what becomes of its figures."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.sheets import Sheet
from jobs.models import OutboxRow
from organization.models import Unit
from organization.policies import may
from organization.roles import Action
from scorecard.models import Upload
from scorecard.services.uploads.checks import (
    ASKED,
    CHANGED,
    NEW,
    REFUSED,
    SAME,
    STATES,
    Checked,
)
from scorecard.services.uploads.layouts import column_name, text_of
from scorecard.services.uploads.packed import mark_of, rows_of, sheets_of
from scorecard.services.uploads.uploads import KEPT, TOPIC
from scorecard.services.uploads.work import is_own

if TYPE_CHECKING:
    from accounts.models import User

#: So many rows of a kind stand on the page; the file has all that are refused.
MOST_SHOWN: Final = 100
#: How much of a sheet is shown beside its layout.
ROWS_SHOWN, COLUMNS_SHOWN, CELL_SHOWN = 10, 16, 40
STEPS: Final = 3
DONE: Final = {
    Upload.RECEIVED: 0,
    Upload.READ: 1,
    Upload.LAID_OUT: 1,
    Upload.CHECKED: 2,
    Upload.CONFIRMED: 2,
    Upload.STORED: 3,
}


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of which the same becomes."""

    state: str
    name: str
    count: int
    rows: Sequence[Checked]

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.rows)

    @property
    def is_asked(self) -> bool:
        """Whether each wants an answer."""
        return self.state == ASKED

    @property
    def is_wrong(self) -> bool:
        """Whether something is to be done about it."""
        return self.state in {REFUSED, ASKED}

    @property
    def is_stored(self) -> bool:
        """Whether it is stored when the person says so."""
        return self.state in {NEW, CHANGED}


@dataclass(frozen=True, slots=True)
class Sample:
    """The first rows of a sheet, as a person sees them in a spreadsheet."""

    columns: Sequence[str]
    rows: Sequence[tuple[int, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class UploadPage:
    """One file.

    Attributes
    ----------
    done, total
        Steps: read, checked, stored.
    groups
        What becomes of its figures, what is wrong first.
    seen
        What is confirmed; see `confirm`.
    wants_layout, can_lay_out
        Whether nothing is known of its layout, and whether it may be said anew.
    """

    upload: Upload
    sentence: str
    is_open: bool
    done: int
    total: int
    groups: Sequence[Group]
    seen: str
    wants_layout: bool
    can_lay_out: bool
    until: datetime

    def count(self, *states: str) -> int:
        """Return how many figures are in some states."""
        return sum(group.count for group in self.groups if group.state in states)

    @property
    def n_to_store(self) -> int:
        """How many figures are new or changed."""
        return self.count(NEW, CHANGED)

    @property
    def n_left_out(self) -> int:
        """How many figures are refused or unanswered."""
        return self.count(REFUSED, ASKED)

    @property
    def is_checked(self) -> bool:
        """Whether it waits to be confirmed."""
        return self.upload.state == Upload.CHECKED

    @property
    def has_refused(self) -> bool:
        """Whether there is a file of refused figures."""
        return self.count(REFUSED, ASKED) > 0


@dataclass(frozen=True, slots=True)
class UploadLine:
    """A file in the list."""

    pk: int
    name: str
    unit: str
    state: str
    uploaded_at: datetime
    n_stored: int | None


def upload_lines(user: "User") -> list[UploadLine]:
    """Return the files of a person, the newest first, of units that they see."""
    units = Unit.objects.allowing(user, Action.SEE_UNIT)
    mine = Upload.objects.filter(person=user, unit__in=units).select_related("unit")
    mine = mine.only("name", "state", "uploaded_at", "n_stored", "unit__name", "unit__code")
    return [
        UploadLine(
            each.pk,
            each.name,
            each.unit.name,
            each.get_state_display(),
            each.uploaded_at,
            each.n_stored,
        )
        for each in mine
    ]


def own_upload(user: "User", upload_id: int) -> Upload:
    """Return a file that `user` uploaded, as long as they see its unit.

    Raises
    ------
    Http404
        Where there is none, for whatever reason.
    """
    mine = Upload.objects.filter(person=user)
    known = mine.filter(pk=upload_id).select_related("unit").only("unit")
    seen = [each.pk for each in known if may(user, Action.SEE_UNIT, each.unit)]
    return get_object_or_404(mine.filter(pk__in=seen).select_related("unit").defer("content"))


def upload_page(upload: Upload) -> UploadPage:
    """Return what the page of a file says."""
    rows = rows_of(upload)
    is_parked = upload.is_open and _parked(upload)
    is_read = bool(upload.sheets) and not upload.is_open
    return UploadPage(
        upload=upload,
        sentence=_sentence(upload, is_parked=is_parked),
        is_open=upload.is_open and not is_parked,
        done=DONE.get(upload.state, 0),
        total=STEPS,
        groups=_groups(rows),
        seen=mark_of(upload),
        wants_layout=upload.state == Upload.READ,
        can_lay_out=is_read and upload.state != Upload.STORED and not is_own(upload),
        until=upload.uploaded_at + KEPT,
    )


def _parked(upload: Upload) -> bool:
    return OutboxRow.objects.parked().filter(topic=TOPIC, key=str(upload.pk)).exists()


def _sentence(upload: Upload, *, is_parked: bool) -> str:
    if is_parked:
        return _("It could not be read: save it as .csv, and choose that.")
    if upload.state == Upload.STORED:
        count = upload.n_stored or 0
        return ngettext("%(count)d figure is stored.", "%(count)d figures are stored.", count) % {
            "count": count
        }
    return {
        Upload.RECEIVED: _("It is next in line to be read."),
        Upload.READ: _("It is read. Say where what stands in it."),
        Upload.LAID_OUT: _("Its figures are being checked."),
        Upload.CHECKED: _("Nothing is stored yet."),
        Upload.CONFIRMED: _("Its figures are being stored."),
        Upload.REFUSED: upload.message,
    }[upload.state]


def _groups(rows: Sequence[Checked]) -> list[Group]:
    names = {
        REFUSED: _("Refused"),
        ASKED: _("Asked about"),
        NEW: _("New"),
        CHANGED: _("Changed"),
        SAME: _("Unchanged"),
    }
    counts = Counter(row.state for row in rows)
    return [
        Group(
            state,
            names[state],
            counts[state],
            [row for row in rows if row.state == state][:MOST_SHOWN],
        )
        for state in STATES
        if counts[state]
    ]


def sample_of(upload: Upload, name: str) -> Sample:
    """Return the first rows of a sheet."""
    found = [sheet for sheet in sheets_of(upload) if sheet.name == name]
    rows = found[0].rows[:ROWS_SHOWN] if found else []
    width = min(max(map(len, rows), default=0), COLUMNS_SHOWN)
    return Sample(
        [column_name(column) for column in range(1, width + 1)],
        [
            (
                number,
                [text_of(cell)[:CELL_SHOWN] for cell in row[:width]] + [""] * (width - len(row)),
            )
            for number, row in enumerate(rows, start=1)
        ],
    )


def refused_sheet(upload: Upload) -> Sheet:
    """Return the refused and unanswered figures as a table, each with its reason."""
    heads = [
        *(_("Sheet"), _("Row"), _("Column"), _("Unit"), _("KPI"), _("Period")),
        *(_("As it stood"), _("Why, and what to do"), _("Comment")),
    ]
    rows = [
        (
            *(row.sheet, row.row, row.column, row.unit, row.kpi, row.period),
            *(row.value, row.reason, row.comment),
        )
        for row in rows_of(upload)
        if row.state in {REFUSED, ASKED}
    ]
    note = _("Refused figures of %(file)s.") % {"file": upload.name}
    return Sheet(f"refused {upload.name.rsplit('.', 1)[0]}", heads, rows, [note])
