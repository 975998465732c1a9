"""What units learn of the figures of their sister units, and since when."""

from organization.models import Comparison

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
