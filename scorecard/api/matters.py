"""The KPI or objective at a unit of which a program speaks."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from core.problems import ProblemError
from core.serializers import StrictSerializer, Text
from organization.models import Unit
from organization.selectors.units import published_unit
from scorecard.models import Kpi, Matter, Objective
from scorecard.policies import require_speaker
from scorecard.selectors.matters import find_kpi, find_objective

if TYPE_CHECKING:
    from accounts.models import User


class MatterSerializer(StrictSerializer):
    """A unit, and a KPI or an objective: one of the two."""

    unit = Text(max_length=200)
    kpi = Text(max_length=60, required=False)
    objective = Text(max_length=60, required=False, help_text="In the place of a KPI.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse both, and neither."""
        if ("kpi" in attrs) == ("objective" in attrs):
            raise serializers.ValidationError(_("Name a KPI or an objective: one of the two."))
        return attrs


class AboutSerializer(serializers.ModelSerializer[Any]):
    """What all that is said of a matter names; the one of the two that it is not about is null."""

    unit = serializers.SlugRelatedField[Unit](slug_field="code", read_only=True)
    kpi = serializers.SlugRelatedField[Kpi](slug_field="code", read_only=True, allow_null=True)
    objective = serializers.SlugRelatedField[Objective](
        slug_field="code", read_only=True, allow_null=True
    )


def matter_to_speak_of(user: "User", said: dict[str, Any]) -> tuple[Unit, Matter]:
    """Return the unit and the matter that a program names, of which `user` may speak.

    Raises
    ------
    Http404
        For a unit that `user` may not know of.
    ProblemError
        For a KPI or objective that there is not, for `user`.
    NotAllowedError
        For who may not speak for it.
    """
    unit = published_unit(user, said["unit"])
    code = said.get("kpi", said.get("objective", ""))
    found = find_kpi(user, code) if "kpi" in said else find_objective(user, code)
    if found is None:
        sentence = _("There is nothing with the code “%(code)s” that you can see.")
        raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, sentence % {"code": code})
    require_speaker(user, unit, found)
    return unit, found
