"""What owners say: flags, explanations, and what they expect of a year."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from core.service_form import DayInput, ServiceForm
from scorecard.engine.periods import Period
from scorecard.engine.types import Frequency
from scorecard.forms.sheets import scaled
from scorecard.models import FlagEnding, KpiVersion
from scorecard.selectors.owner_explanations import ExplanationLine
from scorecard.selectors.periods import period_name
from scorecard.services.owner_explanations import Words

LONG_TEXT = {"rows": 3}


class FlagForm(ServiceForm):
    """What is feared, and which help is asked for."""

    fear = forms.CharField(
        label=_("What you fear"),
        widget=forms.Textarea(LONG_TEXT),
        help_text=_("Everybody above who sees this unit reads it as you write it."),
    )
    help_asked = forms.CharField(
        label=_("What help you ask for"), widget=forms.Textarea(LONG_TEXT), required=False
    )


class FlagEndingForm(ServiceForm):
    """How a flag ended."""

    kind = forms.ChoiceField(
        label=_("How it ends"), choices=FlagEnding.KINDS, widget=forms.RadioSelect
    )
    reason = forms.CharField(label=_("What was done, or why"), widget=forms.Textarea(LONG_TEXT))


class ExplanationForm(ServiceForm):
    """What happened, why, what comes next; it begins with what was said last."""

    happened = forms.CharField(label=_("What happened"), widget=forms.Textarea(LONG_TEXT))
    cause = forms.CharField(
        label=_("Why"),
        widget=forms.Textarea(LONG_TEXT),
        required=False,
        help_text=_("Leave it empty while you do not know: a guess misleads."),
    )
    next_step = forms.CharField(label=_("What comes next"), widget=forms.Textarea(LONG_TEXT))
    due_on = forms.DateField(label=_("By when"), widget=DayInput(), required=False)
    help_asked = forms.CharField(
        label=_("What help you ask for"), widget=forms.Textarea(LONG_TEXT), required=False
    )

    def __init__(self, *args: Any, last: ExplanationLine | None, **kwargs: Any) -> None:
        if last is not None:
            kwargs["initial"] = {name: getattr(last, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)

    def words(self) -> Words:
        """Return what was typed, as the service takes it."""
        return Words(**self.cleaned_data)


class OfficeLineForm(ServiceForm):
    """The line that the strategy office adds."""

    text = forms.CharField(
        label=_("Line of the strategy office"),
        widget=forms.Textarea({"rows": 2}),
        help_text=_("It stands below the explanation, with your name."),
    )


class OwnForecastForm(ServiceForm):
    """What somebody expects of a fiscal year, typed as figures of the KPI are."""

    year = forms.TypedChoiceField(label=_("Fiscal year"), coerce=int)
    value = forms.CharField(label=_("What you expect"), max_length=60)
    comment = forms.CharField(label=_("Why"), widget=forms.Textarea({"rows": 3}), required=False)

    def __init__(
        self, *args: Any, version: KpiVersion, years: Sequence[int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.version = version
        names = [(year, period_name(Period(Frequency.YEARLY, year))) for year in years]
        self.fields["year"].choices = names  # type: ignore[attr-defined]
        if version.unit_of_measure:
            help_text = _("In %(unit)s, at the end of the year.")
            self.fields["value"].help_text = help_text % {"unit": version.unit_of_measure}

    def clean_value(self) -> Decimal:
        """Read the number; a percentage becomes a share."""
        try:
            return scaled(self.cleaned_data["value"], self.version)
        except DomainError as error:
            raise forms.ValidationError(error.message) from error
