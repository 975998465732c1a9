"""Where one is signed in."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.models import SignedInRequest
from accounts.selectors.sessions import live_sessions, session_lines
from accounts.services.sessions import end_others, end_session

if TYPE_CHECKING:
    from django.http import HttpResponse


@require_safe
def sessions(request: SignedInRequest) -> "HttpResponse":
    """List one's sessions."""
    lines = session_lines(request.user, request.session.session_key)
    return render(request, "accounts/sessions.html", {"lines": lines})


@require_POST
def end(request: SignedInRequest, session_id: int) -> "HttpResponse":
    """End one of them."""
    session = get_object_or_404(live_sessions(request.user), pk=session_id)
    end_session(actor=request.user, session=session)
    messages.success(request, _("That session is ended."))
    return redirect("accounts:sessions")


@require_POST
def end_rest(request: SignedInRequest) -> "HttpResponse":
    """End all but the present one."""
    ended = end_others(actor=request.user, session_key=request.session.session_key or "")
    messages.success(
        request,
        ngettext("%(count)d other session is ended.", "%(count)d other sessions are ended.", ended)
        % {"count": ended},
    )
    return redirect("accounts:sessions")
