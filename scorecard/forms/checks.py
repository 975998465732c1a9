"""How figures of a KPI are checked."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.service_form import DayInput, ServiceForm
from scorecard.models import CheckRule, CrossCheck, Kpi
from scorecard.services.cross_checks import CrossRule


class ChecksForm(ServiceForm):
    """What happens at each kind of doubt, and why it was decided."""

    slip = forms.ChoiceField(
        label=_("A figure about a hundred times the last one, or a hundredth of it"),
        choices=CheckRule.EFFECTS,
    )
    part = forms.ChoiceField(
        label=_("Of a share: a part that is larger than its whole"), choices=CheckRule.EFFECTS
    )
    jump = forms.ChoiceField(
        label=_("A figure that jumps out of what was usual before"),
        choices=CheckRule.EFFECTS,
        help_text=_("Known from eight figures on, by the limits that the page of the KPI shows."),
    )
    red = forms.ChoiceField(label=_("A figure that is off target"), choices=CheckRule.EFFECTS)
    evidence = forms.ChoiceField(
        label=_("A figure without a file of evidence"),
        choices=CheckRule.EFFECTS,
        help_text=_("Where it is refused, a file is attached before the figure is submitted."),
    )
    reason = forms.CharField(label=_("Why"), widget=forms.Textarea({"rows": 2}), max_length=500)

    def decision(self) -> dict[str, Any]:
        """Return what was chosen, as the service takes it."""
        chosen = dict(self.cleaned_data)
        return {"reason": chosen.pop("reason"), "effects": chosen}


class CrossCheckForm(ServiceForm):
    """What figures of KPIs have to say of each other, what happens where they do not, and why."""

    part = forms.ChoiceField(label=_("This KPI"))
    other = forms.ChoiceField(label=_("together with"), required=False)
    relation = forms.ChoiceField(label=_("is"), choices=CrossCheck.RELATIONS)
    whole = forms.ChoiceField(
        label=_("this one"),
        help_text=_("KPIs of the same frequency and unit of measure, of the same unit and period."),
    )
    effect = forms.ChoiceField(label=_("A figure that breaks the rule"), choices=CheckRule.EFFECTS)
    valid_from = forms.DateField(
        label=_("From"),
        required=False,
        widget=DayInput(),
        help_text=_("For periods that end on this day or later. Empty: for all."),
    )
    reason = forms.CharField(label=_("Why"), widget=forms.Textarea({"rows": 2}), max_length=500)

    def __init__(
        self, *args: Any, kpi: Kpi, choices: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kpi = kpi
        for name in ("part", "other", "whole"):
            offered = [("", _("no other")), *choices] if name == "other" else choices
            self.fields[name].choices = offered  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse a rule in which the KPI of the page does not stand: it belongs on another."""
        asked = super().clean() or {}
        chosen = {asked.get(name) for name in ("part", "other", "whole")}
        if not self.errors and str(self.kpi.pk) not in chosen:
            self.add_error("part", _("Choose %(kpi)s as one of them.") % {"kpi": self.kpi})
        return asked

    def decision(self) -> Mapping[str, Any]:
        """Return what was chosen, as the service takes it."""
        chosen = dict(self.cleaned_data)
        ids = [chosen.pop(name) for name in ("part", "other", "whole")]
        kpis = Kpi.objects.select_related("current").in_bulk([int(each) for each in ids if each])
        *parts, whole = (kpis[int(each)] for each in ids if each)
        rule = CrossRule(parts, whole, chosen.pop("relation"))
        return {**chosen, "rule": rule}
