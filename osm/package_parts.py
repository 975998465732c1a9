"""What an exchange package consists of: which file goes to which app, in and out."""

from collections.abc import Mapping
from typing import NamedTuple

from core.package_export import Exporter
from core.packages import Importer, Schema
from initiatives.services.exchange import (
    INITIATIVE_OBJECTIVES,
    INITIATIVES,
    export_initiative_objectives,
    export_initiatives,
    import_initiative_objectives,
    import_initiatives,
)
from organization.services.organization import (
    ORGANIZATION,
    export_organization,
    import_organization,
)
from organization.services.people import PEOPLE, export_people, import_people
from organization.services.placements import PLACEMENTS, export_placements, import_placements
from organization.services.units import UNITS, export_units, import_units
from scorecard.services.exchange.kpis import KPIS, export_kpis, import_kpis
from scorecard.services.exchange.links import (
    OBJECTIVE_LINKS,
    export_objective_links,
    import_objective_links,
)
from scorecard.services.exchange.reporters import REPORTERS, export_reporters, import_reporters
from scorecard.services.exchange.strategy import (
    OBJECTIVES,
    PERSPECTIVES,
    SCORECARD,
    THEMES,
    export_objectives,
    export_perspectives,
    export_scorecard,
    export_themes,
    import_objectives,
    import_perspectives,
    import_scorecard,
    import_themes,
)
from scorecard.services.exchange.targets import TARGETS, export_targets, import_targets
from scorecard.services.exchange.values import VALUES, export_values, import_values


class Part(NamedTuple):
    """One file of a package: what it looks like, and who reads and writes it."""

    schema: Schema
    bring_in: Importer
    give_out: Exporter


# In the order in which they need each other.
PARTS: tuple[Part, ...] = (
    Part(ORGANIZATION, import_organization, export_organization),
    Part(UNITS, import_units, export_units),
    Part(PLACEMENTS, import_placements, export_placements),
    Part(PEOPLE, import_people, export_people),
    Part(PERSPECTIVES, import_perspectives, export_perspectives),
    Part(THEMES, import_themes, export_themes),
    Part(OBJECTIVES, import_objectives, export_objectives),
    Part(OBJECTIVE_LINKS, import_objective_links, export_objective_links),
    Part(KPIS, import_kpis, export_kpis),
    Part(SCORECARD, import_scorecard, export_scorecard),
    Part(REPORTERS, import_reporters, export_reporters),
    Part(TARGETS, import_targets, export_targets),
    Part(VALUES, import_values, export_values),
    Part(INITIATIVES, import_initiatives, export_initiatives),
    Part(INITIATIVE_OBJECTIVES, import_initiative_objectives, export_initiative_objectives),
)
SCHEMAS: Mapping[str, Schema] = {part.schema.name: part.schema for part in PARTS}
