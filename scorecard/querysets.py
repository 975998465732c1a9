"""Composable filters over scorecard rows; all of them hang on the permission gate."""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from organization.models import Unit
from organization.querysets import UnitScopedQuerySet, paths_allowing
from organization.roles import Action

if TYPE_CHECKING:
    from accounts.models import User


class KpiQuerySet(models.QuerySet[Any]):
    """KPIs; each is known where a scorecard shows it or a unit reports it."""

    def on_scorecard_of(self, unit: Unit) -> Self:
        """Return those with a line at a unit or above it, on whatever day."""
        path = [int(part) for part in unit.path.strip("/").split("/")]
        return self._among(lines__unit__in=path)

    def known_at(self, unit: Unit) -> Self:
        """Return those on the scorecard of a unit, and those that it reports."""
        reported = self._among(reporters__unit=unit)
        return self.filter(
            Q(pk__in=self.on_scorecard_of(unit).values("pk")) | Q(pk__in=reported.values("pk"))
        )

    def known_to(self, user: "User") -> Self:
        """Return those of which `user` may know.

        They stand on a scorecard that is published to `user`, or somebody below reports them.
        What is nobody's yet is known to who sees all: those with a membership at the top.
        """
        published = self._among(lines__unit__in=Unit.objects.published_to(user))
        own = Unit.objects.allowing(user, Action.SEE_UNIT)
        known = Q(pk__in=published.values("pk"))
        known |= Q(pk__in=self._among(reporters__unit__in=own).values("pk"))
        if any(_is_top(path) for path in paths_allowing(user, Action.SEE_UNIT)):
            nobodys = self._among(lines=None, reporters=None)
            known |= Q(pk__in=nobodys.values("pk"))
        return self.filter(known)

    def _among(self, **conditions: Any) -> Self:
        return self.filter(pk__in=self.model.objects.filter(**conditions).values("pk"))


def _is_top(path: str) -> bool:
    return "/" not in path.strip("/")


class NewestRevision(UnitScopedQuerySet):
    """Rows that are revisions of a thing named by `revision_of`; the newest counts."""

    revision_of: tuple[str, ...] = ()

    def newest(self, as_of: datetime | None = None) -> Self:
        """Leave out rows that a later revision replaced, known at a moment or at all."""
        same = {name: OuterRef(name) for name in self.revision_of}
        later = self.model.objects.filter(id__gt=OuterRef("id"), **same)
        if as_of is not None:
            later = later.filter(recorded_at__lte=as_of)
        return self.filter(~Exists(later))


class ReporterQuerySet(NewestRevision):
    """Who reports what."""

    revision_of = ("kpi", "unit")

    def open_in(self, period: int) -> Self:
        """Return the newest windows that include the base period `period`."""
        return self.newest().filter(
            Q(first_period=None) | Q(first_period__lte=period),
            Q(last_period=None) | Q(last_period__gte=period),
        )

    def without_end(self) -> Self:
        """Return the newest windows that are open on one side or both."""
        return self.newest().filter(Q(first_period=None) | Q(last_period=None))


class TargetQuerySet(NewestRevision):
    """Targets."""

    revision_of = ("kpi", "unit", "frequency", "period")


class RebasingQuerySet(NewestRevision):
    """Decisions to compute limits anew."""

    revision_of = ("kpi", "unit", "period")

    def in_force(self, as_of: datetime | None = None) -> Self:
        """Return what was decided and not taken back, as known at a moment or at all."""
        rows = self if as_of is None else self.filter(recorded_at__lte=as_of)
        return rows.newest(as_of).filter(is_taken_back=False)


class UploadLayoutQuerySet(NewestRevision):
    """How sheets of uploaded files are laid out."""

    revision_of = ("unit", "fingerprint")


class CheckRuleQuerySet(NewestRevision):
    """What happens where figures are doubtful."""

    revision_of = ("kpi", "kind")


class CrossCheckQuerySet(models.QuerySet[Any]):
    """What KPIs have to say of each other."""

    def about(self, kpis: Collection[Any]) -> Self:
        """Return the revisions of the rules in which one of these KPIs stands, the newest last."""
        stands = Q(part__in=kpis) | Q(other__in=kpis) | Q(whole__in=kpis)
        return self.filter(stands).order_by("id")


class HolidayQuerySet(NewestRevision):
    """Days that are no working days."""

    unit_lookup: ClassVar[str] = ""
    revision_of = ("day",)

    def standing(self) -> Self:
        """Return those that were not taken back."""
        return self.newest().filter(is_taken_back=False)


class UnitZoneQuerySet(NewestRevision):
    """By which clocks units have their figures due."""

    revision_of = ("unit",)


class ExtensionQuerySet(NewestRevision):
    """More time for units."""

    revision_of = ("unit", "month")


class ReminderQuerySet(NewestRevision):
    """How often units were asked once more."""

    revision_of = ("unit", "month")


class PlannedReminderQuerySet(UnitScopedQuerySet):
    """Reminders that a rule plans, and what came of them."""

    def waiting(self) -> Self:
        """Return those of which nothing has come yet."""
        return self.filter(finished_at=None)

    def due(self, now: datetime) -> Self:
        """Return those whose time has come."""
        return self.waiting().filter(not_before__lte=now)


class ReopeningQuerySet(models.QuerySet[Any]):
    """Requests that locked months take figures again."""

    def in_force(self, now: datetime) -> Self:
        """Return the confirmed ones whose time is not over."""
        return self.filter(answer__is_confirmed=True, until__gt=now)

    def waiting(self, now: datetime) -> Self:
        """Return those that nobody has answered, while they can still be of use."""
        return self.filter(answer=None, until__gt=now)


class OwnForecastQuerySet(NewestRevision):
    """What units expect of a year."""

    revision_of = ("kpi", "unit", "year")


class FlagQuerySet(UnitScopedQuerySet):
    """Flags."""

    def standing(self, as_of: datetime | None = None) -> Self:
        """Return those that are not over, as known at a moment or at all."""
        if as_of is None:
            return self.filter(ending=None)
        over = Q(ending__recorded_at__lte=as_of)
        return self.filter(recorded_at__lte=as_of).exclude(over)


class OwnerExplanationQuerySet(NewestRevision):
    """What owners said of figures.

    One of the two matters is NULL, which equals nothing: see `newest`.
    """

    revision_of = ("unit", "frequency", "period")

    def newest(self, as_of: datetime | None = None) -> Self:
        """Leave out rows that a later revision replaced, known at a moment or at all."""
        same = {name: OuterRef(name) for name in self.revision_of}
        later = self.model.objects.filter(
            Q(kpi=OuterRef("kpi")) | Q(objective=OuterRef("objective")),
            id__gt=OuterRef("id"),
            **same,
        )
        if as_of is not None:
            later = later.filter(recorded_at__lte=as_of)
        return self.filter(~Exists(later))


class OfficeLineQuerySet(NewestRevision):
    """Lines of the office; `newest` is the one that counts for each explanation."""

    unit_lookup: ClassVar[str] = "explanation__unit"
    revision_of = ("explanation",)


class CommentQuerySet(UnitScopedQuerySet):
    """Comments."""

    def standing(self) -> Self:
        """Leave out those that their authors took back."""
        return self.filter(withdrawal=None)


class CommentTextQuerySet(NewestRevision):
    """Words of comments; `newest` are those that count."""

    unit_lookup: ClassVar[str] = "comment__unit"
    revision_of = ("comment",)


class MentionQuerySet(UnitScopedQuerySet):
    """Who is mentioned."""

    unit_lookup: ClassVar[str] = "comment__unit"

    def unread_by(self, user: "User") -> Self:
        """Return where `user` is mentioned and has not opened the comment, which stands."""
        return self.filter(person=user.pk, reading=None, comment__withdrawal=None)


class DraftQuerySet(UnitScopedQuerySet):
    """Drafts: shown only to those who may enter for the unit."""


class EntryQuerySet(NewestRevision):
    """Entries."""

    revision_of = ("kpi", "unit", "period")

    def standing(self) -> Self:
        """Leave out what was withdrawn or rejected."""
        return self.exclude(events__kind__in=["withdrawn", "rejected"])

    def submitted_with(self, author: "User", keys: Collection[str]) -> Self:
        """Return what somebody submitted with one of some keys."""
        # In the words of the index `entry_submitted_once`: without them SQLite reads all entries.
        return self.filter(~Q(idempotency_key=""), author=author, idempotency_key__in=keys)


class EvidenceQuerySet(UnitScopedQuerySet):
    """Files of evidence."""

    def standing(self) -> Self:
        """Leave out those that were withdrawn."""
        return self.filter(withdrawal=None)

    def listed(self) -> Self:
        """Fetch along what a list says of them, and not what is in them."""
        return self.defer("content").select_related("author", "withdrawal__person")


class ResultQuerySet(UnitScopedQuerySet):
    """Results."""

    def of(self, *, unit: Any, first: int, last: int) -> Self:
        """Return one unit's results from period `first` to `last`."""
        return self.filter(unit=unit, period__range=(first, last))


class ScoreQuerySet(UnitScopedQuerySet):
    """Scores."""
