"""Enter figures: the page, its drafts, its one submit."""

import json
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import SignedInRequest
from core.errors import DomainError, NotAllowedError
from organization.models import Unit
from organization.services.organization import local_day
from scorecard.engine.periods import Period
from scorecard.forms.blocks import read_block
from scorecard.forms.drafts import read_drafts
from scorecard.forms.likely import offered, offered_instead
from scorecard.forms.sheets import Sheet, read_sheet
from scorecard.models import Entry
from scorecard.selectors.entries import (
    MINE,
    TO_DO,
    EntryPage,
    calendar_now,
    entry_page,
    kpis_due,
    units_to_enter,
)
from scorecard.selectors.entry_fields import Placed, joined, place_of
from scorecard.selectors.entry_numbers import in_words
from scorecard.selectors.entry_owners import shown_to
from scorecard.selectors.entry_rows import Refused
from scorecard.selectors.periods import address, requested_period
from scorecard.services.doubts import doubts_about, unanswered
from scorecard.services.drafts import Typed, drop_drafts, save_drafts
from scorecard.services.entries import RefusedError, require_sound, submit_entries
from scorecard.services.locks import LockedError
from scorecard.services.refusals import refusals

KEY = re.compile(r"[\w-]{1,80}", re.ASCII)


@dataclass(frozen=True)
class Place:
    """Which unit and month a request is about, which rows, and for which units it could be."""

    units: list[Unit]
    unit: Unit
    month: Period
    show: str

    @property
    def address(self) -> str:
        """Where it is."""
        word = calendar_now().format(self.month)
        shown = f"&show={self.show}" if self.show else ""
        return reverse("scorecard:enter") + address(self.unit.code, word) + shown


# A page out of the browser's memory would bring back an old key and old figures.
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: SignedInRequest) -> HttpResponse:
    """Show the month of one of my units; take its figures."""
    units = units_to_enter(request.user)
    if not units:
        return _nothing(request)
    place = Place(units, _unit(request, units), _month(request), _show(request))
    if request.method == "POST":
        return _take(request, place)
    due = kpis_due(place.unit, place.month)
    typed, refused = read_drafts(place.unit, due)
    page = entry_page(**vars(place), due=due, refused=refused)
    return _page(request, page, typed)


@require_POST
def draft(request: SignedInRequest) -> JsonResponse:
    """Keep what was typed into the cells of a row; answer in JSON, for the script."""
    unit, month = unit_and_month(request)
    sheet = read_sheet(request.POST, unit, month)
    if sheet.refusal:
        return JsonResponse({"message": sheet.refusal}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        save_drafts(actor=request.user, unit=unit, typed=sheet.drafts)
    except LockedError as error:
        return JsonResponse({"message": error.message}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    drop_drafts(actor=request.user, unit=unit, cells=sheet.settled)
    return JsonResponse(_answer(sheet, unit))


@require_POST
def paste(request: SignedInRequest) -> JsonResponse:
    """Say what a pasted block fills and how it is understood, in JSON; nothing is kept."""
    unit, month = unit_and_month(request)
    try:
        block = read_block(request.POST, unit, month)
    except DomainError as error:
        return JsonResponse({"message": error.message}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return JsonResponse({**asdict(block), "title": _question(block.count)})


def _nothing(request: SignedInRequest) -> HttpResponse:
    """Answer somebody who enters figures for no unit."""
    if request.method == "POST":
        raise NotAllowedError(
            _("You may not enter figures for any unit. Ask the strategy office for the right.")
        )
    return render(request, "scorecard/enter_nothing.html")


def _unit(request: SignedInRequest, units: list[Unit]) -> Unit:
    """Return the unit asked for, if it is one of mine; else the first of mine."""
    code = request.GET.get("unit")
    found = [unit for unit in units if code is None or unit.code == code]
    if not found:
        raise Http404(_("There is no such unit among yours."))
    return found[0]


def unit_and_month(request: SignedInRequest) -> tuple[Unit, Period]:
    """Return the unit asked for, if I may enter its figures, and the month."""
    return _unit(request, units_to_enter(request.user)), _month(request)


def _show(request: SignedInRequest) -> str:
    show = request.GET.get("show", "")
    return show if show in {MINE, TO_DO} else ""


def _month(request: SignedInRequest) -> Period:
    """Return the month asked for; else the last one that has ended."""
    word, today = request.GET.get("period", ""), local_day(timezone.now())
    return requested_period(word, calendar_now(), range(0), today)


def _submit(request: SignedInRequest, place: Place) -> HttpResponse:
    """Keep everything typed, then store what is new, or say beside each cell what is wrong."""
    sheet = _kept_sheet(request, place, request.POST)
    try:
        entries = _store(request, place.unit, sheet)
    except DomainError as error:
        return _refuse(request, place, sheet, error)
    messages.success(request, _thanks(len(entries)))
    return redirect(place.address)


def _take(request: SignedInRequest, place: Place) -> HttpResponse:
    """Do what the button says that was pressed."""
    if "without" in request.POST:
        return _leave_out(request, place)
    if "evidence" in request.POST:
        return _go_to_evidence(request, place)
    return _submit(request, place)


def _go_to_evidence(request: SignedInRequest, place: Place) -> HttpResponse:
    """Keep everything typed, and lead to the files of one figure."""
    sheet = _kept_sheet(request, place, request.POST)
    if sheet.refusal:
        return _refuse(request, place, sheet, DomainError(sheet.refusal))
    return redirect(reverse("scorecard:evidence", query=QueryDict(request.POST["evidence"])))


def _leave_out(request: SignedInRequest, place: Place) -> HttpResponse:
    """Keep everything typed, and that the figure of one row does not apply."""
    typed = request.POST.copy()
    for name in request.POST.getlist("without"):
        typed[name] = "n/a"
    sheet = _kept_sheet(request, place, typed)
    if sheet.refusal:
        return _refuse(request, place, sheet, DomainError(sheet.refusal))
    return redirect(place.address)


def _kept_sheet(request: SignedInRequest, place: Place, typed: QueryDict) -> Sheet:
    """Read what was typed, and keep it as drafts."""
    sheet = read_sheet(typed, place.unit, place.month)
    # The page that refuses a locked month shows it as it was typed.
    with suppress(LockedError):
        save_drafts(actor=request.user, unit=place.unit, typed=sheet.drafts)
    drop_drafts(actor=request.user, unit=place.unit, cells=sheet.settled, only_own=True)
    return sheet


def _store(request: SignedInRequest, unit: Unit, sheet: Sheet) -> list[Entry]:
    """Submit what is new; everything that is wrong is said at once."""
    if sheet.strays:
        raise DomainError(sheet.refusal)
    if sheet.problems:
        raise _with_unreadable(unit, sheet)
    key = request.POST.get("key", "")
    return submit_entries(
        actor=request.user,
        unit=unit,
        figures=sheet.new,
        idempotency_key=key if KEY.fullmatch(key) else "",
    )


def _with_unreadable(unit: Unit, sheet: Sheet) -> RefusedError:
    """Return what cannot be read, and beside it what is wrong with the rest."""
    try:
        require_sound(unit, sheet.new)
    except RefusedError as error:
        return RefusedError({**error.problems, **sheet.problems}, error.asked)
    return RefusedError(sheet.problems)


def _refuse(
    request: SignedInRequest, place: Place, sheet: Sheet, error: DomainError
) -> HttpResponse:
    """Show the page with everything as it was typed, and why it was refused."""
    wrong = error if isinstance(error, RefusedError) else RefusedError({})
    page = entry_page(
        **vars(place),
        due=sheet.asked,
        refused=Refused(typed=request.POST.dict(), problems=wrong.problems, asked=wrong.asked),
        problem=error.message,
    )
    return _page(request, page, sheet.typed, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _answer(sheet: Sheet, unit: Unit) -> dict[str, Any]:
    """Say how the row stands of which a draft was kept."""
    # Half a ratio is what stands there while the other half is being typed.
    whole = {
        place: figure
        for place, figure in sheet.new.items()
        if (figure.numerator is None) == (figure.denominator is None)
    }
    problems = sheet.problems | refusals(unit, whole)
    for kpi, period in sheet.asked:
        if problem := problems.get((kpi.pk, period.ordinal)):
            choices = offered(sheet.typed[kpi, period], (kpi, period), unit)
            return {"state": "err", "message": problem, "choices": choices}
    doubts = unanswered(whole, doubts_about(unit, whole))
    for placed in whole:
        if doubt := doubts.get((placed[0].pk, placed[1].ordinal)):
            state = "err" if doubt.is_refused else "jump"
            choices = offered_instead(doubt, placed, unit)
            return {"state": state, "message": doubt.message, "choices": choices}
    if sheet.drafts or not sheet.settled:
        return _kept(sheet)
    if any(cell.is_empty for cell in sheet.typed.values()):
        return {"state": "todo", "message": _left_empty(sheet)}
    return {"state": "ok", "message": _("submitted")}


def _kept(sheet: Sheet) -> dict[str, str]:
    """Echo what was read, so that a slip of the keys is seen at once."""
    words = [in_words(figure, kpi.definition) for (kpi, _period), figure in sheet.new.items()]
    if not any(words):
        return {}
    return {"message": _("saved as %(figure)s") % {"figure": ", ".join(filter(None, words))}}


def _left_empty(sheet: Sheet) -> str:
    if any(cell.is_empty and place in sheet.standing for place, cell in sheet.typed.items()):
        return _("The submitted figure stays until you submit another.")
    return _("not entered")


def _page(
    request: SignedInRequest,
    page: EntryPage,
    typed: Mapping[Placed, Typed],
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    wrong = {row.key for row in page.rows if row.state == "err"}
    choices = {
        f"cell-{key}": offered(cell, placed, page.unit)
        for placed, cell in typed.items()
        if (key := joined(*place_of(*placed))) in wrong
    }
    # The key makes a doubled click or a repeated post count once.
    own = shown_to(request.user, page)
    context = {"page": own, "key": secrets.token_urlsafe(16), "choices": json.dumps(choices)}
    return render(request, "scorecard/enter.html", context, status=status)


def _question(count: int) -> str:
    if not count:
        return _("Nothing of it fits a row of this page")
    return ngettext("Fill in %(count)d row?", "Fill in %(count)d rows?", count) % {"count": count}


def _thanks(count: int) -> str:
    if not count:
        return _("Nothing has changed since you last submitted.")
    return ngettext(
        "%(count)d figure submitted. It counts on every scorecard above at once.",
        "%(count)d figures submitted. They count on every scorecard above at once.",
        count,
    ) % {"count": count}
