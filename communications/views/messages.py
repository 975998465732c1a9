"""Write messages, and look after those that went out."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages as notices
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import SignedInRequest
from communications import selectors
from communications.forms import DraftForm, RevisionForm, WordingForm
from communications.models import MessageVersion
from communications.policies import require_desk, require_desk_or_voice, require_writer
from communications.services import messages
from communications.views.access import open_version
from core.printing import printable
from core.service_form import told, typed

if TYPE_CHECKING:
    from django.http import HttpResponse


LINES_A_PAGE = 20


@printable
@require_safe
def sent(request: SignedInRequest) -> "HttpResponse":
    """List what is being written and what went out."""
    require_desk_or_voice(request.user)
    versions = MessageVersion.objects.newest().open_to(request.user).published().latest_first()
    lines = Paginator(versions.with_people().prefetch_related("units"), LINES_A_PAGE)
    shown = lines.get_page(request.GET.get("page"))
    page = selectors.sent_page(request.user, shown)
    return render(request, "communications/sent.html", {"page": page, "lines": shown})


@printable
@require_safe
def message(request: SignedInRequest, message_id: int) -> "HttpResponse":
    """Show one message to those who make it: its way, and whom it has reached."""
    page = selectors.message_page(request.user, open_version(request, message_id))
    return render(request, "communications/message.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: SignedInRequest) -> "HttpResponse":
    """Draft a message in somebody's name."""
    require_desk(request.user)
    form = DraftForm(typed(request), writer=request.user)
    if form.is_valid():
        with form.refusing():
            version = messages.draft_message(
                actor=request.user, speaker=form.cleaned_data["speaker"], wording=form.wording()
            )
            return redirect("communications:message", version.message_id)
    return _form_page(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedInRequest, message_id: int) -> "HttpResponse":
    """Change a message that has not gone out."""
    version = open_version(request, message_id)
    require_writer(request.user, version.units.all())
    form = RevisionForm(
        typed(request),
        writer=request.user,
        message=version.message,
        initial=_initial(version),
    )
    if form.is_valid():
        with form.refusing():
            messages.revise_message(
                actor=request.user, version=form.cleaned_data["version"], wording=form.wording()
            )
            return redirect("communications:message", message_id)
    return _form_page(request, form, version)


@require_POST
def submit(request: SignedInRequest, message_id: int) -> "HttpResponse":
    """Send a draft to its speaker for approval."""
    version = open_version(request, message_id)
    with told(request):
        messages.send_for_approval(actor=request.user, message=version.message)
        asked = _("%(name)s has been asked to approve this message.")
        notices.success(request, asked % {"name": version.message.speaker.name})
    return redirect("communications:message", message_id)


def _initial(version: MessageVersion) -> dict[str, Any]:
    return {
        "title": version.title,
        "text": version.text,
        "objective": version.objective,
        "units": [unit.pk for unit in version.units.all()],
        "asks_acknowledgement": version.asks_acknowledgement,
        "version": version,
    }


def _form_page(
    request: SignedInRequest, form: WordingForm, version: MessageVersion | None = None
) -> "HttpResponse":
    page = selectors.write_page(
        request.user,
        title=form.shown("title"),
        text=form.shown("text"),
        chosen=form.chosen_units(),
        version=version,
    )
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    context = {"page": page, "form": form}
    return render(request, "communications/write.html", context, status=status)
