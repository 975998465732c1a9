"""All that waits for one's approval: read it side by side, approve what is chosen."""

import re
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.models import SignedInRequest
from core.service_form import told
from organization.roles import Action
from scorecard.models import Entry
from scorecard.selectors.approval_queue import approval_queue
from scorecard.selectors.periods import period_name
from scorecard.services.approval_batches import Batch, approve_entries
from scorecard.services.approvals import period_of_entry

if TYPE_CHECKING:
    from django.http import HttpResponse

CHOICE = re.compile(r"(?P<entry>\d{1,18}):(?P<hash>[0-9a-f]{64})", re.ASCII)
MOST_NAMED = 5


@require_safe
def approvals(request: SignedInRequest) -> "HttpResponse":
    """Show the figures that wait for one's approval, a month at a time."""
    asked = {name: request.GET.get(name, "") for name in ("show", "select")}
    page = approval_queue(
        request.user,
        word=request.GET.get("period", ""),
        number=request.GET.get("page"),
        **asked,
    )
    return render(request, "scorecard/approval_queue.html", {"page": page})


@require_POST
def approve_chosen(request: SignedInRequest) -> "HttpResponse":
    """Approve the figures that are chosen, as they were read."""
    figures = _chosen(request)
    with told(request):
        batch = approve_entries(actor=request.user, figures=figures)
        _tell(request, batch)
    query = QueryDict(request.POST.get("query", ""))
    return redirect(reverse("scorecard:approvals", query=query))


def _chosen(request: SignedInRequest) -> dict[Entry, str]:
    """Return the chosen figures and the hash of what was read; 404 where none can be seen."""
    found = [CHOICE.fullmatch(word) for word in request.POST.getlist("figure")]
    hashes = {int(match["entry"]): match["hash"] for match in found if match}
    seen = Entry.objects.allowing(request.user, Action.SEE_UNIT).filter(pk__in=hashes)
    entries = list(seen.select_related("unit", "kpi__current", "author"))
    if hashes and not entries:
        raise Http404(_("You see no figure at this address."))
    return {entry: hashes[entry.pk] for entry in entries}


def _tell(request: SignedInRequest, batch: Batch) -> None:
    count = len(batch.approved)
    if count:
        said = ngettext(
            "%(count)d figure approved. It counts on every scorecard above.",
            "%(count)d figures approved. They count on every scorecard above.",
            count,
        )
        messages.success(request, said % {"count": count})
    for entry, why in batch.left[:MOST_NAMED]:
        period = period_name(period_of_entry(entry))
        where = {"kpi": entry.kpi, "unit": entry.unit, "period": period, "why": why}
        said = _("Not approved: %(kpi)s of %(unit)s, %(period)s. %(why)s") % where
        messages.error(request, said)
    n_more = len(batch.left) - MOST_NAMED
    if n_more > 0:
        said = ngettext(
            "%(count)d more was not approved, for the same reasons.",
            "%(count)d more were not approved, for the same reasons.",
            n_more,
        )
        messages.error(request, said % {"count": n_more})
