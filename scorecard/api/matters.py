"""The KPI or objective at a unit of which a program speaks."""

from typing import Any

from rest_framework import serializers

from core.serializers import StrictSerializer, Text
from organization.models import Unit
from scorecard.models import Kpi, Objective


class MatterSerializer(StrictSerializer):
    """A unit, and a KPI or an objective: one of the two."""

    one_of = ("kpi", "objective")

    unit = Text(max_length=200)
    kpi = Text(max_length=60, required=False)
    objective = Text(max_length=60, required=False, help_text="In the place of a KPI.")


class AboutSerializer(serializers.ModelSerializer[Any]):
    """What all that is said of a matter names; the one of the two that it is not about is null."""

    unit = serializers.SlugRelatedField[Unit](slug_field="code", read_only=True)
    kpi = serializers.SlugRelatedField[Kpi](slug_field="code", read_only=True, allow_null=True)
    objective = serializers.SlugRelatedField[Objective](
        slug_field="code", read_only=True, allow_null=True
    )
