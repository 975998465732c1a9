"""A file of figures to upload, and the layout of its sheets."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.service_form import ServiceForm
from organization.models import Unit
from organization.roles import Action
from scorecard.models import Kpi
from scorecard.services.uploads.layouts import (
    COLUMNS,
    Layout,
    column_name,
    layout_of,
    suggested,
    text_of,
)
from scorecard.services.uploads.packed import sheets_of

if TYPE_CHECKING:
    from accounts.models import User
    from core.uploaded_files import ReadSheet
    from scorecard.models import Upload

LONG, WIDE = "long", "wide"
HEAD_SHOWN = 40
MOST_COLUMNS = 200
# More digits than the number of any row has.
LONGEST_ROW = 8


class UploadForm(ServiceForm):
    """The file, and the unit for which its layout is remembered."""

    unit = forms.ChoiceField(
        label=_("Unit"),
        help_text=_("How the file is laid out is remembered for this unit."),
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("A workbook (.xlsx, .xls, .ods) or .csv of at most 5 MB."),
        widget=forms.FileInput({"accept": ".xlsx,.xls,.ods,.csv"}),
    )

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {unit.code: unit for unit in units}
        choices = [(unit.code, str(unit)) for unit in units]
        self.fields["unit"].choices = choices  # type: ignore[attr-defined]

    def asked(self) -> dict[str, Any]:
        """Return what was chosen, as the service takes it."""
        file = self.cleaned_data["file"]
        return {
            "unit": self.units[self.cleaned_data["unit"]],
            "name": file.name,
            "content": file.read(),
        }


class ColumnField(forms.ChoiceField):
    """A column of a sheet by its number from 1; 0 is none."""

    def clean(self, value: Any) -> int:
        """Return the number."""
        chosen = super().clean(value)
        return int(chosen) if chosen else 0


class LayoutForm(ServiceForm):
    """Where what stands in a sheet; it begins with what is remembered, or likely."""

    sheet = forms.ChoiceField(label=_("Sheet"))
    header = forms.IntegerField(label=_("Row of the headings"), min_value=0, max_value=1000)
    shape = forms.ChoiceField(
        label=_("Shape"),
        choices=[
            (LONG, _("a row for each figure")),
            (WIDE, _("a column for each period, headed by it")),
        ],
    )
    unit = ColumnField(label=_("Unit"), required=False)
    fixed_unit = forms.ChoiceField(label=_("or one unit for all rows"), required=False)
    kpi = ColumnField(label=_("KPI"), required=False)
    fixed_kpi = forms.ChoiceField(label=_("or one KPI for all rows"), required=False)
    period = ColumnField(label=_("Period"), required=False)
    fixed_period = forms.CharField(
        label=_("or one period for all rows"),
        required=False,
        max_length=20,
        widget=forms.TextInput({"placeholder": "2026-10"}),
    )
    value = ColumnField(label=_("Figure"), required=False)
    numerator = ColumnField(label=_("How many"), required=False)
    denominator = ColumnField(label=_("Of how many"), required=False)
    not_applicable = ColumnField(label=_("Does not apply"), required=False)
    comment = ColumnField(label=_("Comment"), required=False)
    numbers = forms.ChoiceField(
        label=_("Numbers written as text"),
        required=False,
        choices=[
            ("", _("ask where two readings are possible")),
            ("plain", "1234.5"),
            ("en", "1,234.5"),
            ("de", "1.234,5"),
            ("fr", _("1 234,5 (French)")),
            ("pl", _("1 234,5 (Polish)")),
        ],
    )
    shares = forms.ChoiceField(
        label=_("Percentages"),
        required=False,
        choices=[
            ("", _("ask: a figure without % is refused")),
            ("percent", _("82.5 means 82.5 %")),
            ("fraction", _("0.825 means 82.5 %")),
        ],
    )
    unknown = forms.ChoiceField(
        label=_("NA, – and the like"),
        required=False,
        choices=[
            ("", _("ask: such figures are refused")),
            ("missing", _("mean “not known”: leave them out")),
            ("not_applicable", _("mean “does not apply”")),
        ],
    )

    def __init__(
        self, data: Any, *, user: "User", upload: "Upload", sheet: str, header: str
    ) -> None:
        self.sheets = [each for each in sheets_of(upload) if each.rows]
        known = layout_of(upload.layout) if upload.layout else suggested(self.sheets)
        self.start = _asked_for(known, self.sheets, sheet, header)
        shape = WIDE if self.start.is_wide else LONG
        super().__init__(data, initial=self.start.as_json() | {"shape": shape})
        self._offer("sheet", [(each.name, each.name) for each in self.sheets])
        columns = [(0, str(_("no column"))), *self._columns()]
        for name in COLUMNS:
            self._offer(name, columns)
        units = Unit.objects.allowing(user, Action.ENTER_VALUES).order_by("path")
        kpis = Kpi.objects.known_to(user).exclude(current=None).select_related("current")
        self._offer("fixed_unit", [("", "–"), *((unit.code, str(unit)) for unit in units)])
        named = sorted((str(kpi), kpi.code) for kpi in kpis)
        self._offer("fixed_kpi", [("", "–"), *((code, name) for name, code in named)])

    def layout(self) -> Layout:
        """Return what was said."""
        said = dict(self.cleaned_data)
        is_wide = said.pop("shape") == WIDE
        return Layout(**said, is_wide=is_wide)

    def _offer(self, name: str, choices: Sequence[tuple[Any, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def _columns(self) -> list[tuple[int, str]]:
        """Return the columns of the sheet that is shown, with their headings."""
        rows = next((each.rows for each in self.sheets if each.name == self.start.sheet), [])
        row = rows[self.start.header - 1] if 0 < self.start.header <= len(rows) else []
        heads = [text_of(cell)[:HEAD_SHOWN] for cell in row]
        width = min(max(map(len, rows), default=0), MOST_COLUMNS)
        heads += [""] * (width - len(heads))
        return [
            (place, f"{column_name(place)}: {head}" if head else column_name(place))
            for place, head in enumerate(heads, start=1)
        ]


def _asked_for(known: Layout, sheets: "Sequence[ReadSheet]", sheet: str, header: str) -> Layout:
    """Return the layout to begin with: of another sheet or row of headings, where that is asked."""
    chosen = [each for each in sheets if each.name == sheet]
    head = int(header) if header.isdecimal() and len(header) < LONGEST_ROW else known.header
    if not chosen or (sheet == known.sheet and head == known.header):
        return known
    return suggested(chosen, head if header else None)
