"""What is typed to change a list, and to begin with an empty database."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy

from core.package_export import written
from core.service_form import DayInput, ServiceForm
from core.uploaded_files import LARGEST
from osm.shaping.lists import LISTS, ShapedList
from osm.shaping.services.changes import Change
from osm.shaping.typed import MOST_BYTES, Lines, lines_of_file, lines_of_text, text_of_lines


class ListForm(ServiceForm):
    """Rows of a list, pasted or as a file; which the page shows again as text."""

    text = forms.CharField(
        label=gettext_lazy("Rows"),
        required=False,
        max_length=MOST_BYTES,
        strip=False,
        widget=forms.Textarea({"rows": 8, "spellcheck": "false", "wrap": "off"}),
        help_text=gettext_lazy(
            "Copy them out of a spreadsheet. The first row may name the columns; "
            "rows that are here already are changed, none is removed."
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("Or a file"),
        required=False,
        help_text=gettext_lazy(".xlsx, .ods or .csv, at most 5 MB."),
    )
    valid_from = forms.DateField(
        label=gettext_lazy("Holds from"),
        required=False,
        widget=DayInput(),
        help_text=gettext_lazy("For rows that name no day themselves. Empty is since ever."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("Needed where something changes that is here already."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, of: ShapedList, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of = of
        if not of.is_dated:
            del self.fields["valid_from"]

    def clean(self) -> dict[str, Any]:
        """Read the rows; what a file says is shown as text from now on."""
        asked = super().clean() or {}
        if self.errors:
            return asked
        with self.refusing():
            asked["lines"] = self._lines(asked)
            self.data = {**self.data.dict(), "text": text_of_lines(asked["lines"])}  # type: ignore[attr-defined]
        return asked

    def change(self) -> Change:
        """Return what is asked for; the form is valid."""
        return Change(self.of, self.cleaned_data["lines"], self.cleaned_data.get("valid_from"))

    def _lines(self, asked: dict[str, Any]) -> Lines:
        if asked.get("file"):
            file = asked["file"]
            return lines_of_file(file.name, file.read(LARGEST + 1), self.of.schema)
        return lines_of_text(asked["text"], self.of.schema)


class CalendarForm(ServiceForm):
    """In which month a year begins, and whose clock counts."""

    fiscal_year_start_month = forms.TypedChoiceField(
        label=gettext_lazy("The fiscal year begins in"), coerce=int
    )
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        initial="UTC",
        help_text=gettext_lazy("Deadlines are told in it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fiscal_year_start_month"].choices = list(MONTHS.items())  # type: ignore[attr-defined]
        self.fields["time_zone"].choices = [(zone, zone) for zone in _zones()]  # type: ignore[attr-defined]


class BeginForm(CalendarForm):
    """The organisation and its headquarters, when there is nothing yet."""

    field_order = ("name", "unit_name", "code")

    name = forms.CharField(label=gettext_lazy("Name of the organisation"), max_length=200)
    unit_name = forms.CharField(label=gettext_lazy("Name of the headquarters"), max_length=300)
    code = forms.CharField(
        label=gettext_lazy("Code of the headquarters"),
        max_length=60,
        initial="HQ",
        help_text=gettext_lazy("Short: addresses and files name it so."),
    )


class OrganizationForm(CalendarForm):
    """What holds for the whole organisation; changing it is looked at first."""

    SAID = (
        "name",
        "fiscal_year_start_month",
        "time_zone",
        "score_at_red_flag",
        "score_at_goal",
    )
    field_order = SAID

    name = forms.CharField(label=gettext_lazy("Name of the organisation"), max_length=200)
    score_at_red_flag = forms.FloatField(
        label=gettext_lazy("Score at the red flag"),
        min_value=0,
        max_value=100,
        help_text=gettext_lazy("Whatever scores less is off target."),
    )
    score_at_goal = forms.FloatField(
        label=gettext_lazy("Score at the goal"),
        min_value=0,
        max_value=100,
        help_text=gettext_lazy("Whatever scores as much is on target, what lies between at risk."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("Needed to store it."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput())

    def change(self) -> Change:
        """Return what is asked for; the form is valid."""
        said = [written(self.cleaned_data[name]) for name in self.SAID]
        return Change(LISTS["organization"], [list(self.SAID), said])


def _zones() -> list[str]:
    return ["UTC", *sorted(zone for zone in available_timezones() if "/" in zone)]
