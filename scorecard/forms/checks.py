"""How figures of a KPI are checked."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.service_form import ServiceForm
from scorecard.models import CheckRule


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
    reason = forms.CharField(label=_("Why"), widget=forms.Textarea({"rows": 2}), max_length=500)

    def decision(self) -> dict[str, Any]:
        """Return what was chosen, as the service takes it."""
        chosen = dict(self.cleaned_data)
        return {"reason": chosen.pop("reason"), "effects": chosen}
