"""What people type about a next step."""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from core.service_form import DayInput, ServiceForm
from initiatives.selectors.actions import key_of, person_meant
from initiatives.services.action_rows import Doer
from initiatives.services.actions import LONGEST, LONGEST_NAME, LONGEST_TEXT
from scorecard.models import Kpi

if TYPE_CHECKING:
    from collections.abc import Collection

    from accounts.models import User
    from scorecard.models import Matter

SHORT_TEXT = {"rows": 2, "maxlength": LONGEST}
WHO_HELP = _("E-mail address of somebody who signs in here, or a name.")


class DoerForm(ServiceForm):
    """A form that names who does something; its ids are its own beside others on one page."""

    ids: ClassVar[str] = "id_%s"

    def __init__(self, data: Any = None, *, user: "User", initial: Any = None) -> None:
        super().__init__(data, auto_id=self.ids, initial=initial)
        self.user = user

    def doer(self) -> Doer:
        """Return who was named: a person of a unit that is known here, or only a name."""
        written = self.cleaned_data["owner"]
        person = person_meant(self.user, written)
        return Doer(person) if person else Doer(name=written)


class ActionForm(DoerForm):
    """A next step; `about` only where the address does not say of what it is one."""

    about = forms.ChoiceField(label=_("About"))
    text = forms.CharField(
        label=_("What is to be done"),
        widget=forms.Textarea({"rows": 2, "maxlength": LONGEST_TEXT}),
        help_text=_("One step that somebody can finish, in a sentence."),
    )
    owner = forms.CharField(label=_("Who does it"), max_length=LONGEST_NAME, help_text=WHO_HELP)
    due_on = forms.DateField(label=_("By when"), widget=DayInput())

    def __init__(self, data: Any = None, *, user: "User", matters: "Collection[Matter]") -> None:
        super().__init__(data, user=user, initial={"owner": user.email})
        self.matters = {"-".join(map(str, key_of(matter))): matter for matter in matters}
        if len(self.matters) == 1:
            del self.fields["about"]
        else:
            self.fields["about"].choices = _grouped(self.matters)  # type: ignore[attr-defined]

    def change(self) -> dict[str, Any]:
        """Return what was typed, as the service takes it."""
        typed = self.cleaned_data
        word = typed.get("about") or next(iter(self.matters))
        return {
            "matter": self.matters[word],
            "text": typed["text"],
            "doer": self.doer(),
            "due_on": typed["due_on"],
        }


class FinishForm(ServiceForm):
    """That it is done."""

    reason = forms.CharField(
        label=_("What came of it"), widget=forms.Textarea(SHORT_TEXT), required=False
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="done_%s")


class MoveForm(ServiceForm):
    """Another day, and why."""

    due_on = forms.DateField(label=_("New day"), widget=DayInput())
    reason = forms.CharField(label=_("Why"), widget=forms.Textarea(SHORT_TEXT))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="move_%s")


class HandOverForm(DoerForm):
    """Somebody else."""

    ids = "hand_over_%s"
    owner = forms.CharField(
        label=_("Who does it from now on"), max_length=LONGEST_NAME, help_text=WHO_HELP
    )
    reason = forms.CharField(label=_("Why"), widget=forms.Textarea(SHORT_TEXT), required=False)

    def change(self) -> dict[str, Any]:
        """Return what was typed, as the service takes it."""
        return {"doer": self.doer(), "reason": self.cleaned_data["reason"]}


class DropForm(ServiceForm):
    """Why it will not be done."""

    reason = forms.CharField(label=_("Why it will not be done"), widget=forms.Textarea(SHORT_TEXT))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="drop_%s")


def _grouped(matters: "dict[str, Matter]") -> list[Any]:
    """Return what one chooses from: objectives and KPIs, each under its heading."""
    kpis = [(word, str(each)) for word, each in matters.items() if isinstance(each, Kpi)]
    objectives = [(word, str(each)) for word, each in matters.items() if not isinstance(each, Kpi)]
    return [("", "–"), (_("Objectives"), objectives), (_("KPIs"), kpis)]
