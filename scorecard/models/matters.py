"""What somebody answers for and speaks of: a KPI or an objective, at a unit."""

from django.db import models
from django.db.models import Q

from organization.models import Unit
from scorecard.models.kpis import Kpi
from scorecard.models.strategy import Objective

Matter = Kpi | Objective


class AboutMatter(models.Model):
    """What was said of a KPI or an objective at a unit; `matter` is the one that is not NULL."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="%(class)ss")
    kpi = models.ForeignKey(Kpi, null=True, on_delete=models.PROTECT, related_name="%(class)ss")
    objective = models.ForeignKey(
        Objective, null=True, on_delete=models.PROTECT, related_name="%(class)ss"
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_one_matter",
                condition=Q(kpi=None, objective__isnull=False)
                | Q(kpi__isnull=False, objective=None),
            ),
        ]

    @property
    def matter(self) -> Matter:
        """What it is about."""
        found = self.kpi or self.objective
        assert found is not None, f"{self!r} is about nothing"  # noqa: S101
        return found


def about(matter: Matter) -> dict[str, Matter]:
    """Return a matter as the column that holds it: a filter, or what a new row is made of.

    Examples
    --------
    >>> list(about(Objective()))
    ['objective']
    """
    return {"kpi": matter} if isinstance(matter, Kpi) else {"objective": matter}
