"""What people type about initiatives."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypedDict

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.service_form import DayInput, ServiceForm
from initiatives.models import Contribution, InitiativeVersion, Stage
from initiatives.services.versions import Facts
from organization.models import Unit
from organization.roles import Action
from scorecard.models import Objective

if TYPE_CHECKING:
    from django.db.models import QuerySet

LONG_TEXT = {"rows": 3}
NOT_JUDGED = [("", _("not judged yet"))]


class Change(TypedDict):
    """What an initiative shall be, and why."""

    facts: Facts
    reason: str


class InitiativeForm(ServiceForm):
    """The facts of an initiative; without a code where it has one already."""

    code = forms.CharField(label=_("Code"), max_length=200)
    name = forms.CharField(label=_("Name"), max_length=300)
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none())
    stage = forms.ChoiceField(label=_("Stage"), choices=Stage.choices)
    owner = forms.CharField(
        label=_("Owner"),
        max_length=200,
        required=False,
        help_text=_("E-mail address of somebody who signs in here, or a name."),
    )
    starts_on = forms.DateField(label=_("Start"), widget=DayInput(), required=False)
    ends_on = forms.DateField(label=_("End"), widget=DayInput(), required=False)
    budget = forms.DecimalField(
        label=_("Budget"), required=False, help_text=_("In kroner. Empty is not known.")
    )
    spent = forms.DecimalField(
        label=_("Spent so far"), required=False, help_text=_("In kroner. Empty is not known.")
    )
    description = forms.CharField(
        label=_("Description"), widget=forms.Textarea(LONG_TEXT), required=False
    )
    reason = forms.CharField(
        label=_("Why the change"),
        widget=forms.Textarea({"rows": 2}),
        required=False,
        help_text=_("Stands beside the stage in the history."),
    )

    def __init__(
        self, *args: Any, user: User, version: InitiativeVersion | None = None, **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", _initial(version) if version else {})
        super().__init__(*args, **kwargs)
        self.user, self.version = user, version
        units = Unit.objects.allowing(user, Action.EDIT_INITIATIVES).in_order()
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        if version is not None:
            del self.fields["code"]

    def change(self) -> Change:
        """Return what was typed, as the services take it."""
        return {"facts": self._facts(), "reason": self.cleaned_data["reason"]}

    def _facts(self) -> Facts:
        typed = self.cleaned_data
        owner = self._person(typed["owner"])
        return Facts(
            name=typed["name"],
            unit=typed["unit"],
            description=typed["description"],
            owner=owner,
            owner_name="" if owner else typed["owner"],
            stage=typed["stage"],
            starts_on=typed["starts_on"],
            ends_on=typed["ends_on"],
            budget=typed["budget"],
            spent=typed["spent"],
        )

    def _person(self, email: str) -> User | None:
        """Return whom an address means: the present owner, or somebody of a unit seen here.

        An address must not tell the name of a person whose unit is none of one's business.
        """
        present = self.version.owner if self.version else None
        if present and present.email.lower() == email.lower():
            return present
        seen = Unit.objects.published_to(self.user)
        return User.objects.filter(email__iexact=email, memberships__unit__in=seen).first()


class StatusLineForm(ServiceForm):
    """How it stands."""

    text = forms.CharField(
        label=_("How it stands, in your words"),
        widget=forms.Textarea({"rows": 2, "maxlength": 500}),
        help_text=_("One or two sentences. Today shows them as you write them."),
    )


class MilestoneForm(ServiceForm):
    """A milestone and its day."""

    name = forms.CharField(label=_("Milestone"), max_length=200)
    due_on = forms.DateField(label=_("Due"), widget=DayInput())


class MilestoneDoneForm(ServiceForm):
    """When a milestone was reached: today if nothing is said."""

    done_on = forms.DateField(label=_("Reached on"), widget=DayInput(), required=False)

    def clean_done_on(self) -> Any:
        """Return the day."""
        return self.cleaned_data["done_on"] or timezone.localdate()


class ContributionForm(ServiceForm):
    """Which objective it helps, and how much."""

    objective = forms.ModelChoiceField(label=_("Objective"), queryset=Objective.objects.none())
    contribution = forms.TypedChoiceField(
        label=_("Helps"),
        choices=[*NOT_JUDGED, *reversed(Contribution.Strength.choices)],
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["objective"].queryset = _objectives(user)  # type: ignore[attr-defined]


def _objectives(user: User) -> "QuerySet[Objective]":
    """Return the objectives of which the person sees at least what is published."""
    seen = Objective.objects.filter(unit__in=Unit.objects.published_to(user))
    return seen.exclude(current=None).select_related("current").order_by("code")


def _initial(version: InitiativeVersion) -> dict[str, Any]:
    return {
        "name": version.name,
        "unit": version.unit_id,
        "stage": version.stage,
        "owner": version.owner.email if version.owner else version.owner_name,
        "starts_on": version.starts_on,
        "ends_on": version.ends_on,
        "budget": _as_typed(version.budget),
        "spent": _as_typed(version.spent),
        "description": version.description,
    }


def _as_typed(amount: Decimal | None) -> Decimal | None:
    """Return an amount without the decimals that nobody typed."""
    if amount is None or amount != amount.to_integral_value():
        return amount
    return amount.quantize(Decimal(1))
