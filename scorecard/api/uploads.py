"""Files of figures by programs: bring one, ask what would become of it, let it be stored."""

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.roles import Scope
from core.endpoints import Endpoint, Listing
from core.problems import ProblemError
from core.serializers import Flag, StrictSerializer, Text
from core.uploaded_files import LARGEST
from organization.models import Unit
from organization.roles import Action
from scorecard.models import Upload
from scorecard.services.uploads.checks import STATES
from scorecard.services.uploads.layouts import COLUMNS, Layout
from scorecard.services.uploads.packed import mark_of, rows_of
from scorecard.services.uploads.pages import own_upload
from scorecard.services.uploads.uploads import confirm, lay_out, receive

if TYPE_CHECKING:
    from accounts.models import User

LONGEST_LAYOUT = 4000
MOST_COLUMN = 200


class UploadSerializer(serializers.ModelSerializer[Upload]):
    """A file of figures on its way."""

    unit = serializers.SlugRelatedField[Unit](slug_field="code", read_only=True)
    message = serializers.CharField(
        read_only=True, help_text="Why it is refused, or shown once more."
    )

    class Meta:
        model = Upload
        fields: tuple[str, ...] = (
            *("id", "unit", "name", "sha256", "state", "message", "n_stored"),
            *("uploaded_at", "stored_at"),
        )
        read_only_fields = fields


class CheckedSerializer(serializers.Serializer[Any]):
    """What would become of one figure of a file."""

    state = serializers.ChoiceField(choices=STATES)
    sheet = serializers.CharField()
    row = serializers.IntegerField()
    column = serializers.CharField()
    value = serializers.CharField(allow_blank=True, help_text="As it stood.")
    unit = serializers.CharField(allow_blank=True)
    kpi = serializers.CharField(allow_blank=True)
    period = serializers.CharField(allow_blank=True)
    reads = serializers.CharField(allow_blank=True, help_text="As it was understood.")
    before = serializers.CharField(allow_blank=True, help_text="The figure that stands.")
    reason = serializers.CharField(allow_blank=True, help_text="Why, and what to do.")


class CheckedUploadSerializer(UploadSerializer):
    """A file with its preview; `seen` names it when it is confirmed."""

    seen = serializers.SerializerMethodField()
    figures = serializers.SerializerMethodField()

    class Meta(UploadSerializer.Meta):
        fields = (*UploadSerializer.Meta.fields, "seen", "figures")
        read_only_fields = fields

    def get_seen(self, upload: Upload) -> str:
        """Return what names the preview."""
        return mark_of(upload)

    @extend_schema_field(CheckedSerializer(many=True))
    def get_figures(self, upload: Upload) -> Any:
        """Return what would become of each figure; none before it was checked."""
        return CheckedSerializer(rows_of(upload), many=True).data


class LayoutSerializer(StrictSerializer):
    """Where what stands in a sheet; columns and rows count from 1, 0 is none."""

    sheet = Text(max_length=200, required=False, allow_blank=True)
    header = serializers.IntegerField(min_value=0, max_value=1000, required=False)
    is_wide = Flag(required=False)
    fixed_unit = Text(max_length=200, required=False, allow_blank=True)
    fixed_kpi = Text(max_length=60, required=False, allow_blank=True)
    fixed_period = Text(max_length=20, required=False, allow_blank=True)
    numbers = serializers.ChoiceField(["plain", "en", "de", "fr", "pl"], required=False)
    shares = serializers.ChoiceField(["fraction", "percent"], required=False)
    unknown = serializers.ChoiceField(["missing", "not_applicable"], required=False)

    def get_fields(self) -> dict[str, Any]:
        """Return these, and one for each column."""
        columns = {
            name: serializers.IntegerField(min_value=0, max_value=MOST_COLUMN, required=False)
            for name in COLUMNS
        }
        return super().get_fields() | columns


class NewUploadSerializer(StrictSerializer):
    """A file as a program brings it."""

    unit = Text(max_length=200)
    file = serializers.FileField(max_length=200)
    layout = Text(
        max_length=LONGEST_LAYOUT,
        required=False,
        help_text="JSON, as at the address of the layout; without one the one remembered is used.",
    )


class ConfirmationSerializer(StrictSerializer):
    """The word to store a file."""

    seen = Text(max_length=64)
    leaves_out = Flag(
        required=False, help_text="Whether what is refused or asked about is left out."
    )


class Uploads(Listing):
    """List your files, the newest first; bring one."""

    serializer_class = UploadSerializer
    filter_backends = ()
    queryset = Upload.objects.all()
    parser_classes = (MultiPartParser,)
    scopes = {"POST": Scope.ENTER}

    def get_queryset(self) -> QuerySet[Any]:
        """Return those that the person uploaded, for units that they see."""
        user = cast("User", self.request.user)
        units = Unit.objects.allowing(user, Action.SEE_UNIT)
        mine = Upload.objects.filter(person=user, unit__in=units).select_related("unit")
        return mine.defer("content", "sheets", "preview").order_by("-id")

    @extend_schema(request=NewUploadSerializer, responses={HTTPStatus.CREATED: UploadSerializer})
    def post(self, request: Request) -> Response:
        """Bring an .xlsx, .xls, .ods or .csv; a worker reads and checks it, nothing is stored."""
        user = cast("User", request.user)
        sent = NewUploadSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        said = sent.validated_data
        unit = Unit.objects.published_to(user).filter(code=said["unit"]).first()
        if unit is None:
            raise Http404(_("You see no unit “%(code)s”.") % {"code": said["unit"]})
        upload = receive(
            actor=user,
            unit=unit,
            name=said["file"].name,
            content=said["file"].read(LARGEST + 1),
            layout=_written_layout(said["layout"]) if "layout" in said else None,
        )
        return Response(UploadSerializer(upload).data, status=HTTPStatus.CREATED)


class UploadedFile(Endpoint):
    """One of your files with what would become of its figures."""

    serializer_class = CheckedUploadSerializer
    filter_backends = ()
    pagination_class = None

    def get(self, request: Request, upload_id: int) -> Response:
        """Return where it is and, once it is checked, its figures."""
        upload = own_upload(cast("User", request.user), upload_id)
        return Response(CheckedUploadSerializer(upload).data)


class UploadLayouts(Endpoint):
    """Say how a file is laid out."""

    serializer_class = UploadSerializer
    filter_backends = ()
    pagination_class = None
    scopes = {"POST": Scope.ENTER}

    @extend_schema(request=LayoutSerializer, responses={HTTPStatus.OK: UploadSerializer})
    def post(self, request: Request, upload_id: int) -> Response:
        """Say where what stands; the file is checked anew, and the layout remembered."""
        user = cast("User", request.user)
        upload = own_upload(user, upload_id)
        sent = LayoutSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        lay_out(actor=user, upload=upload, layout=Layout(**sent.validated_data))
        return Response(UploadSerializer(own_upload(user, upload_id)).data)


class UploadConfirmations(Endpoint):
    """Let a file be stored."""

    serializer_class = UploadSerializer
    filter_backends = ()
    pagination_class = None
    scopes = {"POST": Scope.ENTER}

    @extend_schema(request=ConfirmationSerializer, responses={HTTPStatus.OK: UploadSerializer})
    def post(self, request: Request, upload_id: int) -> Response:
        """Let what is new and changed be stored by a worker: all of it, or nothing."""
        user = cast("User", request.user)
        upload = own_upload(user, upload_id)
        sent = ConfirmationSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        said = {"leaves_out": False} | sent.validated_data
        confirm(actor=user, upload=upload, **said)
        return Response(UploadSerializer(own_upload(user, upload_id)).data)


def _written_layout(text: str) -> Layout:
    """Read a layout that is written as JSON.

    Raises
    ------
    ProblemError, ValidationError
        Where it is none.
    """
    try:
        said = json.loads(text)
    except ValueError as error:
        message = _("The layout is not written as JSON.")
        raise ProblemError(HTTPStatus.BAD_REQUEST, message) from error
    sent = LayoutSerializer(data=said)
    sent.is_valid(raise_exception=True)
    return Layout(**sent.validated_data)
