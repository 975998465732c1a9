"""Files of evidence: what shows that a figure is right."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.attachments import LARGEST
from organization.models import Unit
from scorecard.models.kpis import Kpi
from scorecard.querysets import EvidenceQuerySet


class Evidence(models.Model):
    """A file that somebody attached to a figure: to the cell, whatever revision stands there.

    It is appended and never replaced; `withdrawal` says that it does not count any more.
    """

    kpi = models.ForeignKey(Kpi, on_delete=models.PROTECT, related_name="evidence", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="evidence")
    period = models.IntegerField()
    name = models.CharField(_("file"), max_length=120)
    kind = models.CharField(_("kind"), max_length=5)
    size = models.PositiveIntegerField(_("bytes"))
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    note = models.CharField(_("what it shows"), max_length=200, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="evidence"
    )
    recorded_at = models.DateTimeField(_("attached"))

    objects: ClassVar[EvidenceQuerySet] = EvidenceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(fields=["kpi", "unit", "period", "id"], name="evidence_by_cell"),
        ]
        constraints = [
            models.CheckConstraint(
                name="evidence_size", condition=Q(size__gte=1, size__lte=LARGEST)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kpi.code} {self.unit.code}: {self.name}"


class EvidenceWithdrawal(models.Model):
    """Somebody withdrew a file: it stays listed, with the reason, and is given to nobody."""

    evidence = models.OneToOneField(Evidence, on_delete=models.PROTECT, related_name="withdrawal")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("reason"))
    recorded_at = models.DateTimeField(_("withdrawn"))

    class Meta:
        constraints = [
            models.CheckConstraint(name="evidencewithdrawal_says_why", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.evidence} withdrawn"
