"""Notices for programs: what one was told, and the mark that one has read it."""

from typing import TYPE_CHECKING, Any, cast

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from django_filters.rest_framework import ChoiceFilter, FilterSet
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.roles import Scope
from accounts.services.mails import absolute
from communications.api.messages import YES_OR_NO
from communications.models import Notice
from communications.querysets import NoticeQuerySet
from communications.selectors.notices import NoticeLine, notice_line
from communications.services.notices import mark_notice_read
from core.endpoints import Endpoint, Listing
from scorecard.selectors.entries import calendar_now

if TYPE_CHECKING:
    from accounts.models import User


class NoticeSerializer(serializers.ModelSerializer[Notice]):
    """A notice; `is_read` also where one opened what it leads to."""

    unit = serializers.CharField(source="unit.code", read_only=True)
    kpi = serializers.CharField(source="kpi.code", read_only=True, default=None, allow_null=True)
    objective = serializers.CharField(
        source="objective.code", read_only=True, default=None, allow_null=True
    )
    sentence = serializers.SerializerMethodField()
    words = serializers.SerializerMethodField()
    url = serializers.SerializerMethodField()
    is_read = serializers.SerializerMethodField()

    class Meta:
        model = Notice
        fields = (
            *("id", "kind", "unit", "kpi", "objective"),
            *("sentence", "words", "url", "urgent", "recorded_at", "is_read"),
        )
        read_only_fields = fields

    def get_sentence(self, row: Notice) -> str:
        """Return what happened, in words."""
        return self._line(row).sentence

    def get_words(self, row: Notice) -> str:
        """Return what was said of it; empty for a comment."""
        return self._line(row).words

    def get_url(self, row: Notice) -> str:
        """Return where it stands."""
        return absolute(self._line(row).url)

    def get_is_read(self, row: Notice) -> bool:
        """Return whether it was marked as read, or opened where it leads to."""
        return self._line(row).is_read

    def _line(self, row: Notice) -> NoticeLine:
        return notice_line(row, self.context["calendar"])


class NoticeFilters(FilterSet):  # type: ignore[misc]
    """What notices can be asked for."""

    unread = extend_schema_field({"type": "string", "enum": ["true", "false"]})(
        ChoiceFilter(choices=YES_OR_NO, method="not_read", help_text="Neither marked nor opened.")
    )

    def not_read(self, rows: NoticeQuerySet, _name: str, word: str) -> NoticeQuerySet:
        """Keep the unread ones, or the others."""
        unread = rows.unread()
        return unread if word == "true" else rows.exclude(pk__in=unread.values("pk"))


class OwnNotices(Endpoint):
    """What the person was told and may still see."""

    serializer_class = NoticeSerializer
    queryset = Notice.objects.all()

    def get_queryset(self) -> QuerySet[Any]:
        """Return one's own."""
        rows = Notice.objects.to(cast("User", self.request.user))
        return rows.newest_first().with_openings().with_matters()

    def get_serializer_context(self) -> dict[str, Any]:
        """Add the calendar, in which addresses write periods."""
        return {**super().get_serializer_context(), "calendar": calendar_now()}


class Notices(OwnNotices, Listing):
    """List what the person was told, the latest first."""

    filterset_class = NoticeFilters


class NoticeRead(OwnNotices):
    """The mark that one has read a notice."""

    scopes = {"POST": Scope.EDIT}
    filter_backends = ()
    pagination_class = None

    @extend_schema(request=None)
    def post(self, request: Request, notice_id: int) -> Response:
        """Mark the notice as read; the first time counts."""
        mark_notice_read(actor=cast("User", request.user), notice=self._found(notice_id))
        return Response(self.get_serializer(self._found(notice_id)).data)

    def _found(self, notice_id: int) -> Notice:
        row: Notice | None = self.get_queryset().filter(pk=notice_id).first()
        if row is None:
            raise Http404(_("You have no notice at this address."))
        return row
