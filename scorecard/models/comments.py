"""What people say to each other of a figure: comments, and whom they mention."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from scorecard.models.matters import AboutMatter
from scorecard.querysets import CommentQuerySet, CommentTextQuerySet, MentionQuerySet


class Comment(AboutMatter):
    """Somebody said something of a KPI or objective at a unit in a period.

    Its words are the newest of `texts`; `withdrawal` says that its author took it back.
    """

    frequency = models.CharField(max_length=10)
    period = models.IntegerField(_("period"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="comments"
    )
    recorded_at = models.DateTimeField(_("recorded"))

    objects: ClassVar[CommentQuerySet] = CommentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(AboutMatter.Meta):
        indexes = [
            models.Index(
                fields=["unit", "kpi", "frequency", "period", "id"], name="comment_by_cell"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter.code} at {self.unit.code}: {self.author.name}"


class CommentText(models.Model):
    """One revision of the words of a comment; the newest counts."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="texts")
    text = models.TextField(_("comment"))
    recorded_at = models.DateTimeField(_("recorded"))

    objects: ClassVar[CommentTextQuerySet] = CommentTextQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(name="commenttext_says_something", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class CommentWithdrawal(models.Model):
    """The author of a comment took it back: its words are shown to nobody any more."""

    comment = models.OneToOneField(Comment, on_delete=models.PROTECT, related_name="withdrawal")
    recorded_at = models.DateTimeField(_("withdrawn"))

    def __str__(self) -> str:
        return f"{self.comment} withdrawn"


class Mention(models.Model):
    """A comment names somebody, who is told until they open it."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="mentions")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mentions"
    )
    recorded_at = models.DateTimeField(_("recorded"))

    objects: ClassVar[MentionQuerySet] = MentionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "person"], name="mention_once_a_comment"),
        ]

    def __str__(self) -> str:
        return f"{self.comment} mentions {self.person.name}"


class MentionReading(models.Model):
    """The first time that somebody opened the comment that mentions them."""

    mention = models.OneToOneField(Mention, on_delete=models.PROTECT, related_name="reading")
    recorded_at = models.DateTimeField(_("opened"))

    def __str__(self) -> str:
        return f"{self.mention}, opened"
