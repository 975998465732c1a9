"""What has to be rolled up again after an import."""

from collections import defaultdict

from core.packages import Import
from jobs.services.outbox import post
from scorecard.services.dependents import keys_of_changes, keys_of_everything, score_years

# A change in one of these may change any result of any year.
STRUCTURE = (
    "organization",
    "units",
    "placements",
    "perspectives",
    "themes",
    "objectives",
    "objective_links",
    "kpis",
    "scorecard",
    "reporters",
)


def post_due(context: Import) -> None:
    """Put into the outbox what the rows of this import make due, inside its transaction."""
    if context.wrote(*STRUCTURE):
        keys = keys_of_everything()
        post("scores", score_years(keys))
    else:
        years: dict[int, set[int]] = defaultdict(set)
        for kpi, year in context.touched:
            years[kpi].add(year)
        keys = keys_of_changes(years)
    post("rollup", keys)
