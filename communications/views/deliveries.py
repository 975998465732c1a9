"""The inbox and what a reader does there."""

from typing import TYPE_CHECKING

from django.contrib import messages as notices
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import SignedInRequest
from communications import selectors
from communications.models import Delivery
from communications.services import deliveries
from core.printing import printable
from core.service_form import told

if TYPE_CHECKING:
    from django.http import HttpResponse


@require_safe
def inbox(request: SignedInRequest) -> "HttpResponse":
    """Show what this person got, unread first."""
    page = selectors.inbox(request.user)
    return render(request, "communications/inbox.html", {"page": page})


@printable
@require_safe
def letter(request: SignedInRequest, message_id: int) -> "HttpResponse":
    """Show one message; looking at it marks nothing."""
    page = selectors.letter(request.user, _own(request, message_id))
    return render(request, "communications/letter.html", {"page": page})


@require_POST
def read(request: SignedInRequest, message_id: int) -> "HttpResponse":
    """Mark one message as read."""
    deliveries.mark_read(actor=request.user, delivery=_own(request, message_id))
    return redirect("communications:letter", message_id)


@require_POST
def acknowledge(request: SignedInRequest, message_id: int) -> "HttpResponse":
    """Acknowledge one message, which also marks it as read."""
    delivery = _own(request, message_id)
    with told(request):
        deliveries.acknowledge(actor=request.user, delivery=delivery)
        notices.success(request, _("Your acknowledgement is recorded."))
    return redirect("communications:letter", message_id)


def _own(request: SignedInRequest, message_id: int) -> Delivery:
    mine = Delivery.objects.to(request.user).with_messages()
    delivery: Delivery = get_object_or_404(mine, version__message=message_id)
    return delivery
