"""The definitions of a KPI from day to day, and what one says otherwise than the one before."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import pairwise

from django.utils.translation import gettext as _

from core.decimals import shortest
from scorecard.models import KpiVersion
from scorecard.selectors.definitions import least_coverage, over_units
from scorecard.selectors.lines import known


def versions_of(kpi_id: int, as_of: datetime | None = None) -> list[KpiVersion]:
    """Return what a KPI meant from which day on, the newest revision of each day, in order."""
    rows = KpiVersion.objects.filter(kpi=kpi_id).select_related("owner", "weight_kpi__current")
    by_day = {version.valid_from: version for version in known(rows, as_of).order_by("id")}
    return [by_day[start] for start in sorted(by_day)]


def version_on(versions: Sequence[KpiVersion], day: date) -> KpiVersion:
    """Return what holds on a day; before the first version has begun, the first one."""
    begun = [version for version in versions if version.valid_from <= day]
    return begun[-1] if begun else versions[0]


def breaks(versions: Sequence[KpiVersion], days: Sequence[date]) -> list[str]:
    """Say for each of some following days what the KPI means otherwise than the day before.

    Empty where it means the same; a new name alone breaks nothing.
    """
    held = [version_on(versions, day) for day in days]
    return ["", *(_difference(*pair) for pair in pairwise(held))][: len(days)]


def _difference(before: KpiVersion, after: KpiVersion) -> str:
    """Say in words what changed between two definitions."""
    if before.pk == after.pk:
        return ""
    pairs = zip(_meant(before), _meant(after), strict=True)
    return "; ".join(
        _("%(what)s: %(now)s, before that %(before)s") % {"what": what, "now": now, "before": was}
        for (what, was), (_what, now) in pairs
        if was != now
    )


def _meant(version: KpiVersion) -> Iterable[tuple[str, str]]:
    shares = version.target_profile or []
    return (
        (_("Over units"), over_units(version)),
        (_("Over time"), str(version.get_time_rule_display())),
        (_("Scored from"), least_coverage(version)),
        (_("Shares of a year’s target"), " ".join(map(shortest, shares)) or _("even")),
    )
