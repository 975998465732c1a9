"""What is decided about figures, scores and limits, as people type it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.service_form import DayInput, ServiceForm
from scorecard.forms.sheets import PARTS, read_cell
from scorecard.models import KpiVersion
from scorecard.selectors.cap_switches import CapNode
from scorecard.services.drafts import LONGEST, Typed


class OverrideForm(ServiceForm):
    """The figure that takes the place of a computed one, as people type it, and why."""

    value = forms.CharField(label=_("Value"), max_length=LONGEST)
    numerator = forms.CharField(label=_("How many"), max_length=LONGEST)
    denominator = forms.CharField(label=_("Of how many"), max_length=LONGEST)
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Everybody who may see the figure’s parts reads it beside the figure."),
    )

    def __init__(self, *args: Any, version: KpiVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.version = version
        for name in ("value",) if version.is_ratio else ("numerator", "denominator"):
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Read the figure by the rules of the page on which figures are entered."""
        asked = super().clean() or {}
        texts = {name: asked.pop(name) for name in PARTS if name in asked}
        if not self.errors:
            with self.refusing():
                asked["figure"] = read_cell(Typed(**texts), self.version)
        return asked


class ScoreForm(ServiceForm):
    """The score of an objective given by hand, and why."""

    score = forms.FloatField(
        label=_("Score"),
        required=False,
        min_value=0,
        max_value=100,
        help_text=_("From 0 to 100. Empty takes back what was given."),
    )
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea({"rows": 3}))


class CapForm(ServiceForm):
    """Whether critical children cap a node of a scorecard from a day on, and why."""

    node = forms.ChoiceField(label=_("Of what"))
    caps = forms.TypedChoiceField(
        label=_("Critical children"),
        choices=[("off", _("do not cap it")), ("on", _("cap it"))],
        coerce=lambda word: word == "on",
    )
    valid_from = forms.DateField(label=_("From"), widget=DayInput())
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, nodes: Sequence[CapNode], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.nodes = {node.word: node for node in nodes}
        choices = [(node.word, f"{node.name} ({node.code})") for node in nodes]
        self.fields["node"].choices = choices  # type: ignore[attr-defined]

    def switch(self) -> dict[str, Any]:
        """Return what was typed, as the service takes it."""
        return self.cleaned_data | {"node": self.nodes[self.cleaned_data["node"]]}


class RebasingForm(ServiceForm):
    """From which period on limits are computed anew, and why."""

    period = forms.ChoiceField(label=_("From which period on"))
    reason = forms.CharField(
        label=_("Why"),
        widget=forms.Textarea({"rows": 3}),
        help_text=_("What changed for good: it stands beside the chart."),
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].choices = choices  # type: ignore[attr-defined]
