"""Rebuild every result and score from the sources."""

from collections.abc import Collection, Iterable
from functools import partial
from itertools import groupby

from django.db.models import Max, Min

from core.database import analyze
from jobs.services import hints
from jobs.services.drain import retried, work_off, work_off_together
from jobs.services.progress import progress
from scorecard.engine.periods import Period
from scorecard.engine.types import Frequency
from scorecard.models import Result, Score
from scorecard.services.dependents import keys_of_everything, score_years
from scorecard.services.rollup.history import History, load_history, present_history
from scorecard.services.rollup.results import recompute_years
from scorecard.services.rollup.scores import recompute_scores

LABEL = "Roll-up"


def rebuild(*, shown: bool = False) -> int:
    """Recompute every KPI and year, then every score; waiting rows of each key go with it.

    Each KPI, and each year of scores, is a transaction of its own under its locks, so that people
    go on working meanwhile.

    Returns
    -------
    int
        How many result and score rows differed from what was stored.
    """
    rebuilding, keys = Rebuilding(), keys_of_everything()
    years = _score_years(load_history(), keys)
    with (
        hints.withheld(),
        progress(kind="rebuild", label=LABEL, total=len(keys) + len(years), shown=shown) as running,
    ):
        for names in by_kpi(keys):
            retried(partial(work_off_together, "rollup", names, rebuilding.roll_up))
            running.step(len(names))
        for year in years:
            retried(partial(work_off, ("scores", year), rebuilding.score, wait=True))
            running.step()
    if rebuilding.changed:
        analyze(Result, Score)
    return rebuilding.changed


def by_kpi(keys: Iterable[str]) -> list[list[str]]:
    """Put the `rollup` keys of each KPI together: what is read and written is then less often."""
    return [list(names) for _, names in groupby(keys, key=lambda key: key.split(":")[0])]


class Rebuilding:
    """Counts what differs, under an organisation that may change meanwhile."""

    def __init__(self) -> None:
        self.changed = 0

    def roll_up(self, names: Collection[str]) -> None:
        """Recompute one KPI for years that follow each other."""
        kpi_ids, years = zip(*(map(int, name.split(":")) for name in names), strict=True)
        within = range(min(years), max(years) + 1)
        # Under the key's lock: an older tree would undo what a drain has just made of a newer one.
        self.changed += recompute_years(present_history(), kpi_id=kpi_ids[0], years=within)

    def score(self, year: str) -> None:
        """Recompute the scores of one year."""
        self.changed += recompute_scores(present_history(), year=int(year))


def _score_years(history: History, keys: list[str]) -> list[str]:
    """Return the fiscal years that have scores or may get some, in order."""
    years = set(map(int, score_years(keys)))
    stored = Score.objects.aggregate(first=Min("period"), last=Max("period"))
    for month in filter(None, stored.values()):
        years.add(history.calendar.fiscal_year(Period(Frequency.MONTHLY, month)))
    return [str(year) for year in sorted(years)]
