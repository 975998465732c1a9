"""Files of figures that somebody uploaded, and how their sheets are laid out."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organization.models import Unit
from scorecard.querysets import UploadLayoutQuerySet


class Upload(models.Model):
    """A file of figures on its way: private to the one who uploaded it, and removed in time.

    It changes in place while a worker reads it. What is stored of it are entries, which name the
    file, the sheet and the row.
    """

    RECEIVED, READ, LAID_OUT, CHECKED = "received", "read", "laid_out", "checked"
    CONFIRMED, STORED, REFUSED = "confirmed", "stored", "refused"
    STATES: ClassVar = [
        (RECEIVED, _("waits to be read")),
        (READ, _("waits for its layout")),
        (LAID_OUT, _("is being checked")),
        (CHECKED, _("waits for your confirmation")),
        (CONFIRMED, _("is being stored")),
        (STORED, _("stored")),
        (REFUSED, _("refused")),
    ]
    #: While a worker has something to do.
    OPEN: ClassVar = frozenset({RECEIVED, LAID_OUT, CONFIRMED})

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="uploads"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="uploads")
    name = models.CharField(_("file"), max_length=120)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(_("state"), max_length=10, choices=STATES, default=RECEIVED)
    message = models.TextField(_("what happened"), blank=True)
    # Packed JSON: what stands in the sheets, and what is to become of each figure.
    sheets = models.BinaryField(null=True)
    preview = models.BinaryField(null=True)
    layout = models.JSONField(null=True)
    answers = models.JSONField(default=dict)
    # What was on the page when it was confirmed.
    seen = models.CharField(max_length=64, blank=True)
    n_stored = models.PositiveIntegerField(_("figures stored"), null=True)
    uploaded_at = models.DateTimeField(_("uploaded"))
    stored_at = models.DateTimeField(_("stored"), null=True)

    class Meta:
        ordering = ("-uploaded_at", "-id")
        indexes = [models.Index(fields=["unit", "sha256"], name="upload_same_file")]
        constraints = [
            models.CheckConstraint(
                name="upload_stored_says_when",
                condition=~Q(state="stored") | Q(stored_at__isnull=False, n_stored__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.unit.code}"

    @property
    def is_open(self) -> bool:
        """Whether a worker has something to do."""
        return self.state in self.OPEN


class UploadLayout(models.Model):
    """How sheets with the same headings are laid out, as said last for a unit; appended."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="upload_layouts")
    fingerprint = models.CharField(max_length=64)
    layout = models.JSONField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects: ClassVar[UploadLayoutQuerySet] = UploadLayoutQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["unit", "fingerprint"], name="upload_layout_by_heads")]

    def __str__(self) -> str:
        return f"layout for {self.unit.code}"
