"""The form by which the figures of a unit are given to people: all of them with one save."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from core.service_form import ServiceForm
from scorecard.selectors.assignments import Assignment, AssignmentPage, Candidate
from scorecard.services.assignments import Assigned


@dataclass(frozen=True, slots=True)
class Line:
    """One KPI of the form.

    Attributes
    ----------
    approves
        None where figures of the KPI count without approval.
    now
        Who enters it by what stands, where something else is chosen in the form.
    """

    assignment: Assignment
    enters: BoundField
    approves: BoundField | None
    now: str


class AssignmentForm(ServiceForm):
    """Who enters and who approves each KPI that a unit reports; empty is the manager."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, page: AssignmentPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page = page
        self.names = {each.person_id: each.name for each in page.may_enter}
        for each in page.assignments:
            self.fields[_name("enters", each)] = _chooser(
                page.may_enter, each.enters, page.manager, _("Who enters %(kpi)s"), each
            )
            if each.needs_approval:
                self.fields[_name("approves", each)] = _chooser(
                    page.may_approve, each.approves, page.manager, _("Who approves %(kpi)s"), each
                )

    def lines(self) -> Iterator[Line]:
        """Yield what the table shows."""
        for each in self.page.assignments:
            enters = self[_name("enters", each)]
            approves = self[_name("approves", each)] if each.needs_approval else None
            is_other = str(enters.value() or "") != str(each.enters or "")
            yield Line(each, enters, approves, self._name_of(each.enters) if is_other else "")

    def wanted(self) -> dict[str, Any]:
        """Return what the service is asked for."""
        said = self.cleaned_data
        return {
            "seen": said["seen"],
            "wanted": {
                each.kpi.pk: Assigned(
                    said[_name("enters", each)],
                    said[_name("approves", each)] if each.needs_approval else each.approves,
                )
                for each in self.page.assignments
            },
        }

    def _name_of(self, person_id: int | None) -> str:
        if person_id is None:
            return _("the manager")
        return self.names.get(person_id, _("somebody who may no longer enter figures here"))


def _name(what: str, assignment: Assignment) -> str:
    return f"{what}-{assignment.kpi.pk}"


def _chooser(
    people: Sequence[Candidate], held: int | None, manager: str, label: str, each: Assignment
) -> forms.TypedChoiceField:
    """Return a field to choose a person in; who stands there now stays a choice."""
    nobody = _("The manager: %(name)s") % {"name": manager} if manager else _("The manager")
    choices = [("", nobody), *((str(one.person_id), one.label) for one in people)]
    if held and all(one.person_id != held for one in people):
        choices.append((str(held), _("Somebody who may no longer do this here")))
    return forms.TypedChoiceField(
        label=label % {"kpi": each.kpi},
        choices=choices,
        initial=str(held or ""),
        required=False,
        coerce=int,
        empty_value=None,
    )
