"""What a person types about a message, and about being told."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from communications.models import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    MailChoice,
    Message,
    MessageVersion,
)
from communications.selectors import objectives_for, speaker_choices
from communications.services.mail_plans import Wish
from communications.services.messages import Wording
from core.service_form import ClockInput, ServiceForm
from organization.models import Unit
from organization.roles import Action
from organization.services.organization import time_zone
from scorecard.models import Objective

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

NOT_OFFERED = {"invalid_choice": _("This is not offered to you. Choose from the list.")}


class WordingForm(ServiceForm):
    """Text and audience of a message."""

    title = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE)
    text = forms.CharField(
        label=_("Message"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 7})
    )
    objective = forms.ModelChoiceField(
        label=_("Supports the objective"),
        queryset=Objective.objects.none(),
        required=False,
        error_messages=NOT_OFFERED,
    )
    units = forms.ModelMultipleChoiceField(
        label=_("Units, each with all below it"),
        queryset=Unit.objects.none(),
        error_messages={
            "required": _("Choose at least one unit that gets the message."),
            "invalid_choice": _("Unit %(value)s is not one to which you may write."),
        },
    )
    asks_acknowledgement = forms.BooleanField(
        label=_("Ask everyone to acknowledge it"), required=False
    )

    def __init__(self, *args: Any, writer: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._field("objective").queryset = objectives_for(writer)
        self._field("units").queryset = Unit.objects.allowing(writer, Action.WRITE_MESSAGES)

    def clean_text(self) -> str:
        """Keep one kind of line end, so that the same text has the same hash everywhere."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")

    def wording(self) -> Wording:
        """Return what was typed; of a valid form only."""
        typed = self.cleaned_data
        return Wording(
            title=typed["title"],
            text=typed["text"],
            units=tuple(typed["units"]),
            objective=typed["objective"],
            asks_acknowledgement=typed["asks_acknowledgement"],
        )

    def chosen_units(self) -> set[int]:
        """Return the ids of the units that are ticked, valid or not."""
        return {int(value) for value in self["units"].value() or [] if str(value).isdecimal()}

    def shown(self, name: str) -> str:
        """Return what stands in a field, valid or not."""
        return str(self[name].value() or "")

    def _field(self, name: str) -> Any:
        return self.fields[name]


class DraftForm(WordingForm):
    """A new message, with its speaker."""

    speaker = forms.ModelChoiceField(
        label=_("In the name of"),
        queryset=User.objects.none(),
        empty_label=None,
        error_messages=NOT_OFFERED,
    )

    def __init__(self, *args: Any, writer: User, **kwargs: Any) -> None:
        super().__init__(*args, writer=writer, **kwargs)
        choices: list[tuple[int, _StrOrPromise]] = list(speaker_choices(writer))
        speaker = self._field("speaker")
        speaker.queryset = User.objects.filter(pk__in=[pk for pk, _label in choices])
        speaker.choices = choices


class RevisionForm(WordingForm):
    """A change of the version that the writer saw; the speaker stays."""

    version = forms.ModelChoiceField(
        queryset=MessageVersion.objects.none(), widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, message: Message, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._field("version").queryset = MessageVersion.objects.filter(message=message)


class ApprovalForm(ServiceForm):
    """Yes to the exact text that was on the page."""

    text_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)


class ReturnForm(ApprovalForm):
    """No to that text, with what should change."""

    reason = forms.CharField(
        label=_("What should change"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what should change, so that the writers can act.")},
    )


class AllReadForm(ServiceForm):
    """Up to which notice all are read: what came in after the page was opened is not meant."""

    until = forms.IntegerField(min_value=0, max_value=2**63 - 1)

    def until_number(self) -> int:
        """Return the number; 0, which marks nothing, where there is none."""
        return int(self.cleaned_data["until"]) if self.is_valid() else 0


class MailChoiceForm(ServiceForm):
    """When one wants to be told by mail."""

    frequency = forms.ChoiceField(label=_("A mail"), choices=MailChoice.FREQUENCIES)
    hour = forms.TypedChoiceField(
        label=_("At"),
        coerce=int,
        choices=[(hour, f"{hour:02}:00") for hour in range(24)],
        help_text=_("Within your quiet hours it comes when they end."),
    )
    quiet_from = forms.TimeField(label=_("Quiet from"), widget=ClockInput(), required=False)
    quiet_until = forms.TimeField(
        label=_("Quiet until"),
        widget=ClockInput(),
        required=False,
        help_text=_("No mail comes then, not even an urgent one. Leave both empty for none."),
    )
    time_zone = forms.CharField(
        label=_("Your time zone"),
        widget=forms.TextInput(attrs={"list": "zones", "autocomplete": "off"}),
        required=False,
    )

    def __init__(self, *args: Any, home: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sentence = _("Type a city to find it. Empty is that of the organisation: %(zone)s.")
        self.fields["time_zone"].help_text = sentence % {"zone": home}

    def clean_time_zone(self) -> str:
        """Refuse what no time zone is called."""
        name: str = self.cleaned_data["time_zone"]
        try:
            return time_zone(name) if name else ""
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        """Refuse quiet hours of which one end is missing, or that are all day."""
        typed = super().clean() or {}
        first, last = typed.get("quiet_from"), typed.get("quiet_until")
        if (first is None) != (last is None) and not {"quiet_from", "quiet_until"} & set(
            self.errors
        ):
            self.add_error("quiet_until", _("Give both ends of the quiet hours, or neither."))
        elif first is not None and first == last:
            sentence = _("Quiet hours that end when they begin are none. Leave both empty.")
            self.add_error("quiet_until", sentence)
        return typed

    def wish(self) -> Wish:
        """Return what was chosen; of a valid form only."""
        return Wish(**{name: self.cleaned_data[name] for name in Wish.__slots__})
