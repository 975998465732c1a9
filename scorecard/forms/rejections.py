"""The form by which a figure that waits for approval is rejected."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.service_form import ServiceForm


class RejectionForm(ServiceForm):
    """Why a figure is not right, and which figure was read."""

    figure_hash = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("What is wrong, or what to check. Whoever enters the figure reads it."),
        error_messages={"required": _("Say why, so that it can be corrected.")},
    )
