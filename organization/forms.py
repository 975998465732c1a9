"""What people type about deputies and people."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.service_form import DayInput, ServiceForm
from organization.models import Comparison, Membership, Unit
from organization.querysets import paths_in_person
from organization.roles import Action, Role, action_to_give
from organization.services.invitations import Invited


class DeputyForm(ServiceForm):
    """Who acts for oneself, and when."""

    email = forms.EmailField(
        label=_("E-mail address of your deputy"),
        help_text=_("Somebody who signs in here."),
    )
    first = forms.DateField(label=_("First day"), widget=DayInput())
    last = forms.DateField(label=_("Last day"), widget=DayInput())

    def deputy(self) -> User | None:
        """Return whom the address belongs to."""
        return User.objects.filter(email__iexact=self.cleaned_data["email"]).first()


class RoleForm(ServiceForm):
    """A role in a unit, from and until which day."""

    unit = forms.ModelChoiceField(
        label=_("Unit"), queryset=Unit.objects.none(), empty_label=_("Choose a unit")
    )
    role = forms.ChoiceField(label=_("Role"))
    first = forms.DateField(label=_("From"), widget=DayInput())
    until = forms.DateField(
        label=_("Until, inclusive"),
        widget=DayInput(),
        required=False,
        help_text=_("A consultant needs it; for others empty is without end."),
    )

    def __init__(self, *args: Any, giver: User, **kwargs: Any) -> None:
        kwargs["initial"] = {"first": timezone.now().date()} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        units = Unit.objects.below(paths_in_person(giver, Action.MANAGE_PEOPLE))
        self.fields["unit"].queryset = units.order_by("name", "code")  # type: ignore[attr-defined]
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (value, label)
            for value, label in Membership.ROLES
            if paths_in_person(giver, action_to_give(Role(value)))
        ]

    def role_given(self) -> Role:
        """Return the role; of a valid form only."""
        return Role(self.cleaned_data["role"])


class InvitationForm(RoleForm):
    """Whom to let in, and as what."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("E-mail address"), max_length=254)

    field_order = ["name", "email", "unit", "role", "until"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["first"]

    def invited(self) -> Invited:
        """Return whom it is about; of a valid form only."""
        typed = self.cleaned_data
        return Invited(
            typed["name"], typed["email"], typed["unit"], self.role_given(), typed["until"]
        )


class RoleChangeForm(RoleForm):
    """Another role, or another unit, from a day on."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["until"]


class RoleEndForm(ServiceForm):
    """From which day on a role is gone."""

    first = forms.DateField(label=_("Gone from"), widget=DayInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # It stands beside another form with the same name.
        kwargs["auto_id"] = "end_%s"
        super().__init__(*args, **kwargs)


class ComparisonForm(ServiceForm):
    """What sister units see of each other, and why."""

    kind = forms.ChoiceField(
        label=_("Sister units see"),
        choices=Comparison.KINDS,
        help_text=_("Without names only where at least five of them have a figure."),
    )
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea({"rows": 3}))
