"""KPIs and what they mean, as a file of a package."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from core.cells import choice, day, flag, number, text, whole, within
from core.decimals import shortest
from core.package_export import Cells, Export
from core.packages import Column, Import, Schema, Table
from organization.models import ALWAYS
from organization.services.organization import local_day
from organization.services.people import Owners
from scorecard.engine import Frequency, Scoring, TimeRule, UnitRule
from scorecard.engine.formulas import LONGEST
from scorecard.models import Kpi, KpiVersion
from scorecard.services.exchange.definitions import DefinitionCheck
from scorecard.services.exchange.versions import (
    Said,
    Versions,
    read_fields,
    upsert_named,
)
from scorecard.services.present import refresh_current

#: A value older than two years of months says nothing any more.
MOST_CARRIED = 24


def profile(cell: str) -> list[float]:
    """Read the shares of the base periods in a yearly target: numbers with spaces between."""
    shares = [within(0)(part) for part in cell.split()]
    if not sum(shares):
        raise ValueError(_("At least one share must be above 0."))
    return shares


KPIS = Schema(
    "kpis",
    (
        Column("code", text(60), required=True),
        Column("name", text(200), required=True),
        Column("unit_rule", choice(*UnitRule), required=True),
        Column("time_rule", choice(*TimeRule)),
        Column(
            "frequency",
            choice(*Frequency),
            default="monthly",
        ),
        Column("unit_of_measure", text(60)),
        Column("decimals", whole(0, 9), default=0),
        Column("scoring", choice(*Scoring), default="goal_red_flag"),
        Column("direction", choice("higher", "lower")),
        Column("weight_kpi", text(60), default=None, refers="kpi"),
        Column("target_profile", profile, default=None),
        Column("formula", text(LONGEST)),
        Column("kind", choice("leading", "lagging")),
        Column("owner", text(200)),
        Column("min_coverage", within(0, 1), default=0.6),
        Column("carry_forward_periods", whole(0, MOST_CARRIED), default=0),
        Column("approved_only", flag, default=False),
        Column("minimum", number, default=None),
        Column("maximum", number, default=None),
        Column("definition"),
        Column("source", text(300)),
        Column("valid_from", day, default=ALWAYS),
    ),
    key=("code", "valid_from"),
    defines="kpi",
)
FIELDS = (
    "name",
    "definition",
    "source",
    "owner_id",
    "owner_name",
    "kind",
    "unit_rule",
    "time_rule",
    "frequency",
    "weight_kpi_id",
    "target_profile",
    "formula",
    "min_coverage",
    "carry_forward_periods",
    "approved_only",
    "scoring",
    "unit_of_measure",
    "decimals",
    "direction",
    "minimum",
    "maximum",
)


def import_kpis(table: Table, context: Import) -> None:
    """Add KPIs, and append what they mean where that differs from what is stored for the day.

    A file without days says what each means by its last version.
    """
    named = [Said(row, {"code": row["code"]}, {}) for row in table.rows]
    ids = context.ids["kpi"] = upsert_named(table, named, Kpi, [], context)
    versions = Versions(KpiVersion, ["kpi_id"], FIELDS)
    wanted = [
        (ids[said["code"]], _definition(said, versions, ids[said["code"]]))
        for said in read_fields(table, context)
    ]
    check = DefinitionCheck(table, context, versions, wanted)
    for kpi, said in wanted:
        if check.passes(kpi, said):
            versions.add(table, (kpi,), said, context)
    versions.write()
    refresh_current(Kpi, KpiVersion, "kpi", local_day(timezone.now()))


def export_kpis(_context: Export) -> Iterator[Cells]:
    """Yield what each KPI means from which day on."""
    codes = dict(Kpi.objects.values_list("id", "code"))
    owners = Owners()
    for (kpi,), cells in Versions(KpiVersion, ["kpi_id"], FIELDS).rows():
        shares = cells["target_profile"]
        yield {
            **cells,
            "code": codes[kpi],
            "time_rule": None if cells["formula"] else cells["time_rule"],
            "weight_kpi": codes.get(cells["weight_kpi_id"]),
            "target_profile": shares and " ".join(map(shortest, shares)),
            "owner": owners.text(cells["owner_id"], cells["owner_name"]),
        }


def _definition(said: Said, versions: Versions, kpi: int) -> Said:
    """Return all that a KPI means; without a word on it, sums are summed over time too."""
    start, stored = versions.last((kpi,))
    if "valid_from" in said.fields:
        start = said["valid_from"]
        stored = versions.on((kpi,), start)
    complete = said.over(stored)
    summed = complete["unit_rule"] in {UnitRule.SUM, UnitRule.RATIO}
    usual = TimeRule.SUM if summed else TimeRule.MEAN
    # A formula has no rule over time: a longer period without a target takes the last one.
    time_rule = complete["time_rule"] or (TimeRule.LAST if complete["formula"] else usual)
    fields = {**complete, "time_rule": str(time_rule), "valid_from": start}
    return Said(said.row, fields, {})


def present_definitions() -> dict[int, KpiVersion]:
    """Return what each KPI means at present, by the KPI's id."""
    kpis = Kpi.objects.exclude(current=None).select_related("current__kpi")
    return {kpi.pk: kpi.current for kpi in kpis if kpi.current is not None}
