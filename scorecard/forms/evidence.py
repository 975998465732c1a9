"""The forms by which files of evidence are attached and withdrawn."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.attachments import ENDINGS, LARGEST
from core.service_form import ServiceForm
from scorecard.services.evidence import LONGEST_NOTE, LONGEST_REASON


class EvidenceForm(ServiceForm):
    """The file, and what it shows."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "PDF, picture (.png, .jpg), .xlsx, .docx, .ods, .odt, .csv, .txt or .eml, "
            "of at most 10 MB."
        ),
        widget=forms.FileInput({"accept": ",".join(f".{ending}" for ending in ENDINGS)}),
        error_messages={"required": _("Choose a file.")},
    )
    note = forms.CharField(
        label=_("What it shows"),
        max_length=LONGEST_NOTE,
        required=False,
        help_text=_("For whoever looks for it later: “Weighbridge list, signed”."),
    )

    def asked(self) -> dict[str, Any]:
        """Return what was chosen, as the service takes it."""
        file = self.cleaned_data["file"]
        # One byte more than may be tells that it is too large.
        content = file.read(LARGEST + 1)
        return {"name": file.name, "content": content, "note": self.cleaned_data["note"]}


class WithdrawalForm(ServiceForm):
    """Why a file does not count any more."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("It stands beside the name of the file."),
        error_messages={"required": _("Say why, so that others can follow it.")},
    )
