"""What an auditor may ask of the record of changes, and what people do with dashboards."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.querysets import RecordQuerySet
from audit.selectors.words import KINDS
from core.service_form import ServiceForm
from osm.dashboards.sharing import ROLES


class DayInput(forms.DateInput):
    """The browser's own picker; it wants and gives ISO days in every language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ChangesForm(forms.Form):
    """Which changes to show; what is left empty leaves nothing out."""

    kind = forms.ChoiceField(
        label=_("What"), required=False, choices=[("", _("Everything")), *KINDS.items()]
    )
    person = forms.CharField(label=_("Who"), required=False, max_length=200)
    first = forms.DateField(label=_("From"), required=False, widget=DayInput())
    last = forms.DateField(label=_("To"), required=False, widget=DayInput())

    def clean(self) -> dict[str, Any]:
        """Refuse a span that ends before it begins."""
        asked = super().clean() or {}
        if asked.get("first") and asked.get("last") and asked["last"] < asked["first"]:
            self.add_error("last", _("This day is before the first one: exchange them."))
        return asked

    def chosen(self, records: RecordQuerySet) -> RecordQuerySet:
        """Return those of `records` that were asked for; the form is valid."""
        asked = self.cleaned_data
        if asked["kind"]:
            records = records.filter(subject_kind=asked["kind"])
        if asked["person"]:
            records = records.by_person(asked["person"])
        after = asked["last"] and asked["last"] + timedelta(days=1)
        return records.between(_begin(asked["first"]), _begin(after))


class PlaceForm(forms.Form):
    """To which place of a dashboard a pin goes; 0 is the first."""

    place = forms.IntegerField(min_value=0, max_value=1000)


class ShareForm(ServiceForm):
    """With whom one's dashboard is shared, and at which units they see it."""

    AT = (
        ("own", _("each reader's own unit")),
        ("pinned", _("the units that you pinned")),
    )

    role = forms.ChoiceField(label=_("Start page of"), choices=ROLES)
    at = forms.ChoiceField(label=_("With the figures of"), choices=AT)

    def sharing(self) -> dict[str, Any]:
        """Return what the service takes; the form is valid."""
        asked = self.cleaned_data
        return {"role": asked["role"], "at_own_unit": asked["at"] == "own"}


def _begin(day: Any) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None
