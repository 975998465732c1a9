"""What went out, and how far one message came, as files."""

from typing import TYPE_CHECKING

from django.http import Http404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import SignedInRequest
from communications.models import MessageVersion, State
from communications.policies import require_desk_or_voice
from communications.selectors.messages import sent_lines
from communications.selectors.reach import reach
from communications.selectors.sheets import reach_sheet, sent_sheet
from communications.views.access import open_version
from core.sheets import download

if TYPE_CHECKING:
    from django.http import HttpResponse


@require_safe
def sent(request: SignedInRequest, kind: str) -> "HttpResponse":
    """Give every message that went out, not only those of one page."""
    require_desk_or_voice(request.user)
    versions = MessageVersion.objects.newest().open_to(request.user).published().latest_first()
    return download(sent_sheet(sent_lines(versions.with_people().prefetch_related("units"))), kind)


@require_safe
def message_reach(request: SignedInRequest, kind: str, message_id: int) -> "HttpResponse":
    """Give how far a message has come, where enough people got it."""
    version = open_version(request, message_id)
    reached = reach(version.publication) if version.state == State.SENT else None
    if reached is None or not reached.total.are_shown:
        raise Http404(_("Reach is counted once at least 5 people got the message."))
    return download(reach_sheet(version.title, reached), kind)
