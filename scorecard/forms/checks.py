"""How figures of a KPI are checked."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _l

from core.service_form import ServiceForm
from scorecard.models import CheckRule


class ChecksForm(ServiceForm):
    """What happens at each kind of doubt, and why it was decided."""

    slip = forms.ChoiceField(
        label=_l("A figure about a hundred times the last one, or a hundredth of it"),
        choices=CheckRule.EFFECTS,
    )
    part = forms.ChoiceField(
        label=_l("Of a share: a part that is larger than its whole"), choices=CheckRule.EFFECTS
    )
    jump = forms.ChoiceField(
        label=_l("A figure that jumps out of what was usual before"),
        choices=CheckRule.EFFECTS,
        help_text=_l("Known from eight figures on, by the limits that the page of the KPI shows."),
    )
    red = forms.ChoiceField(label=_l("A figure that is off target"), choices=CheckRule.EFFECTS)
    reason = forms.CharField(label=_l("Why"), widget=forms.Textarea({"rows": 2}), max_length=500)

    def decision(self) -> dict[str, Any]:
        """Return what was chosen, as the service takes it."""
        chosen = dict(self.cleaned_data)
        return {"reason": chosen.pop("reason"), "effects": chosen}
