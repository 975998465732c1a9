"""Say how an initiative stands."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from audit.services.records import record
from core.errors import DomainError
from initiatives.models import Initiative, StatusLine
from initiatives.policies import require_status_writer
from jobs.services.positions import recorded_now

if TYPE_CHECKING:
    from accounts.models import User

LONGEST = 500


@transaction.atomic
def write_status_line(*, actor: "User", initiative: Initiative, text: str) -> StatusLine:
    """Append a status line in the writer's own words; earlier ones stay as they are.

    Raises
    ------
    NotAllowedError
        If `actor` neither owns the initiative nor may edit it.
    DomainError
        If there is no text, or more than 500 characters.
    """
    require_status_writer(actor, initiative)
    words = text.strip()
    if not words:
        raise DomainError(_("Write in a sentence how the initiative stands."), field="text")
    if len(words) > LONGEST:
        raise DomainError(
            _("The text has %(length)d characters; %(longest)d are allowed. Shorten it.")
            % {"length": len(words), "longest": LONGEST},
            field="text",
        )
    line = StatusLine.objects.create(
        initiative=initiative, text=words, author=actor, recorded_at=recorded_now()
    )
    record(
        actor=actor,
        verb="wrote status line",
        kind="initiative",
        subject=initiative.code,
        unit_id=initiative.unit_id,
        detail={"text": words},
    )
    return line
