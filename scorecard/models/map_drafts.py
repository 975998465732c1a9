"""The draft of the strategy map: proposed changes, and how it ended."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class _Done(models.Model):
    """Something that somebody did to a draft; appended, never changed."""

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        abstract = True


class MapDraft(_Done):
    """Changes of the strategy map that the office prepares; one at a time is open."""

    def __str__(self) -> str:
        return f"draft {self.pk}"


class MapChange(_Done):
    """One proposed change; what is new has no row yet, so objectives are named by their codes."""

    ADD, RENAME, WEIGH, RETIRE = "add", "rename", "weigh", "retire"
    CONNECT, DISCONNECT, PLACE = "connect", "disconnect", "place"
    MOVE, ASSIGN = "move", "assign"
    KINDS = [
        (ADD, _("added")),
        (RENAME, _("renamed")),
        (WEIGH, _("weighed")),
        (RETIRE, _("retired")),
        (CONNECT, _("connected")),
        (DISCONNECT, _("disconnected")),
        (PLACE, _("placed")),
        (MOVE, _("moved")),
        (ASSIGN, _("assigned")),
    ]

    draft = models.ForeignKey(MapDraft, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(_("kind"), max_length=15, choices=KINDS)
    objective = models.CharField(_("objective"), max_length=60)
    # What the change says beside the objective, by the names of the form.
    said = models.JSONField(_("said"), default=dict)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.objective}"


class MapChangeTakenBack(_Done):
    """A proposed change was taken back before it was published."""

    change = models.OneToOneField(MapChange, on_delete=models.PROTECT, related_name="taken_back")

    def __str__(self) -> str:
        return f"{self.change} taken back"


class MapDraftEnding(_Done):
    """A draft was published from a month on, or discarded."""

    PUBLISHED, DISCARDED = "published", "discarded"
    KINDS = [(PUBLISHED, _("published")), (DISCARDED, _("discarded"))]

    draft = models.OneToOneField(MapDraft, on_delete=models.PROTECT, related_name="ending")
    kind = models.CharField(_("kind"), max_length=15, choices=KINDS)
    valid_from = models.DateField(_("from"), null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="mapdraftending_published_from_a_day",
                condition=models.Q(kind="published", valid_from__isnull=False)
                | models.Q(kind="discarded", valid_from=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draft} {self.kind}"
