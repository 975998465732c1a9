"""What units learn of the figures of their sister units, and since when."""

from django.http import Http404
from django.utils.translation import gettext as _

from organization.models import Comparison, Unit

MOST_SHOWN = 20


def decided_comparison() -> str:
    """Return what was decided last, empty where nobody decided anything."""
    return Comparison.objects.order_by("-id").values_list("kind", flat=True).first() or ""


def present_comparison() -> str:
    """Return what holds now: where nobody decided anything, figures without names."""
    return decided_comparison() or Comparison.ANONYMOUS


def comparisons() -> list[Comparison]:
    """Return the last decisions, the newest first."""
    return list(Comparison.objects.select_related("author").order_by("-id")[:MOST_SHOWN])


def whole_organisation() -> Unit:
    """Return the unit at the top: who shapes it decides for all units.

    Raises
    ------
    Http404
        Where there is no unit yet.
    """
    top: Unit | None = Unit.objects.filter(parent=None).first()
    if top is None:
        raise Http404(_("There is no unit yet: import the organisation first."))
    return top
