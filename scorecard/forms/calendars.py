"""Forms of the reporting calendar: rules, holidays, time zones, more time, locks, reopenings."""

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.service_form import ClockInput, DayInput, ServiceForm
from organization.models import Unit
from scorecard.engine.deadlines import Rule, instant
from scorecard.engine.periods import FiscalCalendar, Period
from scorecard.engine.types import Frequency
from scorecard.models import KpiVersion
from scorecard.selectors.reminder_plans import Steps

if TYPE_CHECKING:
    from datetime import datetime

LONGEST_REASON = 500


def _why() -> forms.CharField:
    return forms.CharField(
        label=_("Why"), widget=forms.Textarea({"rows": 2}), max_length=LONGEST_REASON
    )


class RuleForm(ServiceForm):
    """When figures of one frequency are due, and from which period on."""

    frequency = forms.ChoiceField(label=_("Figures that are"), choices=KpiVersion.FREQUENCIES)
    first = forms.CharField(
        label=_("From the period"),
        max_length=10,
        help_text=_("As 2026-11, 2026-Q4, FY2026 or 2026-W45. Earlier ones keep what they had."),
    )
    due_after = forms.IntegerField(
        label=_("Due, working days after its end"),
        initial=3,
        help_text=_("Weekends and holidays are left out. 0 is its last day itself."),
    )
    due_at = forms.TimeField(
        label=_("At"),
        widget=ClockInput,
        initial="17:00",
        help_text=_("By the clocks of the unit."),
    )
    grace = forms.IntegerField(
        label=_("Grace, days"), initial=0, help_text=_("Nobody is called late before it is over.")
    )
    opens_after = forms.IntegerField(
        label=_("Takes figures, days after its end"),
        required=False,
        help_text=_("Negative: days before its end. Empty: from its first day on."),
    )
    locks_after = forms.IntegerField(
        label=_("Locks by itself, days after grace"),
        required=False,
        help_text=_("Empty: it does not."),
    )
    reason = _why()

    def __init__(self, *args: Any, calendar: FiscalCalendar, **kwargs: Any) -> None:
        """Take the fiscal calendar, by which periods are read."""
        super().__init__(*args, **kwargs)
        self.calendar = calendar

    def clean(self) -> dict[str, Any]:
        """Read the period, which must be one of the frequency."""
        data: dict[str, Any] = super().clean() or {}
        word, frequency = data.get("first", ""), data.get("frequency", "")
        if word and frequency:
            try:
                period = self.calendar.parse(word)
            except ValueError as error:
                raise ValidationError({"first": str(error)}) from error
            if period.frequency != Frequency(frequency):
                raise ValidationError({"first": _("Write a period of the length chosen above.")})
            data["first"] = period
        return data

    def decision(self) -> dict[str, Any]:
        """Return what was chosen, as the service takes it."""
        chosen = dict(self.cleaned_data)
        del chosen["frequency"]
        first: Period = chosen.pop("first")
        return {"first": first, "reason": chosen.pop("reason"), "rule": Rule(**chosen)}


class RemindersForm(ServiceForm):
    """When units are reminded of what they owe: working days before and after the due day."""

    before = forms.CharField(
        label=_("Working days before it is due"),
        initial="3",
        required=False,
        max_length=60,
        help_text=_("As 5, 3, 1. Empty: none."),
    )
    on_the_day = forms.BooleanField(label=_("On the day itself"), initial=True, required=False)
    after = forms.CharField(
        label=_("Working days after it was due"),
        initial="1, 3",
        required=False,
        max_length=60,
        help_text=_("As 1, 3, 5. Empty: none. Whose figures are in is not reminded."),
    )
    at = forms.TimeField(
        label=_("At"),
        widget=ClockInput,
        initial="09:00",
        help_text=_("By the clocks of the unit."),
    )
    reason = _why()

    def clean_before(self) -> list[int]:
        """Read the days before."""
        return _days(self.cleaned_data["before"])

    def clean_after(self) -> list[int]:
        """Read the days after."""
        return _days(self.cleaned_data["after"])

    def decision(self) -> dict[str, Any]:
        """Return what was chosen, as the service takes it."""
        chosen = self.cleaned_data
        on_the_day = [0] if chosen["on_the_day"] else []
        steps = [*(-days for days in chosen["before"]), *on_the_day, *chosen["after"]]
        return {"rule": Steps(tuple(steps), chosen["at"]), "reason": chosen["reason"]}


def _days(text: str) -> list[int]:
    """Read numbers of days, apart by commas or spaces."""
    words = text.replace(",", " ").replace(";", " ").split()
    if not all(word.isascii() and word.isdecimal() and int(word[:9]) > 0 for word in words):
        raise ValidationError(
            _("“%(text)s” is not understood: write numbers of days from 1 on, as 1, 3."),
            params={"text": text},
        )
    return [int(word[:9]) for word in words]


class HolidayForm(ServiceForm):
    """A day that is no working day."""

    day = forms.DateField(label=_("Day"), widget=DayInput)
    name = forms.CharField(label=_("Name"), max_length=100)


class ZoneForm(ServiceForm):
    """By which clocks a unit has its figures due."""

    unit = forms.ModelChoiceField(label=_("Unit and all below it"), queryset=Unit.objects.none())
    time_zone = forms.CharField(
        label=_("Time zone"),
        required=False,
        max_length=60,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text=_("As Europe/Oslo or America/Denver. Empty: that of the unit above."),
    )

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        """Take the units that may be chosen."""
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class UntilForm(ServiceForm):
    """Until which moment, by the clocks of a place, and why."""

    day = forms.DateField(label=_("Until"), widget=DayInput)
    clock = forms.TimeField(label=_("At"), widget=ClockInput, initial="17:00")
    reason = _why()

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        """Take the time zone in which the moment is meant."""
        super().__init__(*args, **kwargs)
        self.zone = ZoneInfo(zone)

    def decision(self) -> dict[str, Any]:
        """Return what was typed, as the service takes it."""
        data = self.cleaned_data
        until: datetime = instant(data["day"], data["clock"], self.zone)
        return {"until": until, "reason": data["reason"]}

    def add_error(self, field: str | None, error: Any) -> None:
        """Show beside the day what the service says of the moment."""
        super().add_error("day" if field == "until" else field, error)


class LockForm(ServiceForm):
    """Why a month takes no figures any more."""

    reason = _why()
