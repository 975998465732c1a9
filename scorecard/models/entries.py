"""What was typed: drafts, and submitted entries that are never changed."""

import hashlib
import json
from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.fields import ExactDecimalField
from organization.models import Unit
from scorecard.models.kpis import Kpi
from scorecard.querysets import DraftQuerySet, EntryQuerySet


class Draft(models.Model):
    """What somebody typed into a cell and did not submit yet, letter for letter."""

    kpi = models.ForeignKey(Kpi, on_delete=models.CASCADE, related_name="drafts")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="drafts")
    period = models.IntegerField()
    value = models.CharField(max_length=60, blank=True)
    numerator = models.CharField(max_length=60, blank=True)
    denominator = models.CharField(max_length=60, blank=True)
    comment = models.TextField(blank=True, default="", db_default="")
    typed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="drafts"
    )
    typed_at = models.DateTimeField()

    objects: ClassVar[DraftQuerySet] = DraftQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kpi", "unit", "period"], name="draft_one_per_cell"),
        ]

    def __str__(self) -> str:
        return f"{self.kpi.code} {self.unit.code}: {self.value}"


class Entry(models.Model):
    """One revision of the value of a cell (unit, KPI, period), as submitted."""

    ENTRY, OVERRIDE = "entry", "override"
    KINDS = [(ENTRY, _("entry")), (OVERRIDE, _("override of what came from below"))]
    SOURCES = [("typed", _("typed")), ("import", _("imported")), ("api", _("by a program"))]

    kpi = models.ForeignKey(Kpi, on_delete=models.PROTECT, related_name="entries", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="entries")
    period = models.IntegerField()
    revision = models.PositiveIntegerField(_("revision"), default=1)
    kind = models.CharField(_("kind"), max_length=10, choices=KINDS, default=ENTRY)
    value = ExactDecimalField(_("value"), null=True)
    numerator = ExactDecimalField(_("numerator"), null=True)
    denominator = ExactDecimalField(_("denominator"), null=True)
    not_applicable = models.BooleanField(_("not applicable"), default=False)
    comment = models.TextField(_("comment"), blank=True)
    is_checked = models.BooleanField(
        _("checked against the validity rules"), default=False, db_default=False
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="entries",
        db_index=False,
    )
    source = models.CharField(_("from where"), max_length=10, choices=SOURCES)
    source_detail = models.CharField(_("file and row"), max_length=200, blank=True)
    idempotency_key = models.CharField(max_length=80, blank=True)
    recorded_at = models.DateTimeField(_("recorded"))

    objects: ClassVar[EntryQuerySet] = EntryQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="entry_override_is_a_number",
                condition=~Q(kind="override") | Q(not_applicable=False),
            ),
            models.UniqueConstraint(
                fields=["kpi", "period", "unit", "revision"], name="entry_revision_once"
            ),
            models.UniqueConstraint(
                fields=["author", "idempotency_key", "kpi", "unit", "period"],
                condition=~Q(idempotency_key=""),
                name="entry_submitted_once",
            ),
            models.CheckConstraint(
                name="entry_value_or_pair_or_nothing",
                condition=Q(
                    not_applicable=True,
                    value__isnull=True,
                    numerator__isnull=True,
                    denominator__isnull=True,
                )
                | Q(
                    not_applicable=False,
                    value__isnull=False,
                    numerator__isnull=True,
                    denominator__isnull=True,
                )
                | Q(
                    not_applicable=False,
                    value__isnull=True,
                    numerator__isnull=False,
                    denominator__isnull=False,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kpi.code} {self.unit.code} revision {self.revision}"

    @property
    def figure_hash(self) -> str:
        """SHA-256 of what this revision says, and of which cell and by whom."""
        said = [self.kpi_id, self.unit_id, self.period, self.revision, self.kind]
        said += [_plain(number) for number in (self.value, self.numerator, self.denominator)]
        said += [self.not_applicable, self.comment, self.author_id]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _plain(number: Decimal | None) -> str | None:
    """Write a number the same whatever zeros the database gives back behind it."""
    if number is None:
        return None
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


class EntryEvent(models.Model):
    """What happened to an entry after it was submitted; appended, never edited."""

    WITHDRAWN, REJECTED, APPROVED = "withdrawn", "rejected", "approved"
    KINDS = [
        (WITHDRAWN, _("withdrawn")),
        (REJECTED, _("rejected")),
        (APPROVED, _("approved")),
    ]

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=KINDS)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="entry_events"
    )
    # Copied from the entry, so that the database itself refuses an author who decides.
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    figure_hash = models.CharField(max_length=64, blank=True, default="", db_default="")
    reason = models.TextField(blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        # Few are rejected, and every page asks for them.
        indexes = [
            models.Index(
                fields=["entry"], condition=Q(kind="rejected"), name="entryevent_rejected"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["entry", "kind"], name="entryevent_once"),
            models.CheckConstraint(
                name="entryevent_approver_is_not_author",
                condition=~Q(kind__in=["approved", "rejected"], actor=F("author")),
            ),
            models.CheckConstraint(
                name="entryevent_rejection_says_why",
                condition=~Q(kind="rejected", reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry} {self.kind}"
