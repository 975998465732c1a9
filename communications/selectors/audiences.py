"""How many people a choice of units reaches."""

from collections.abc import Iterable

from django.utils import timezone

from organization.models import Membership, Unit


def audience_size(paths: Iterable[str]) -> int:
    """Return how many people with a valid membership are at `paths` and below, each once."""
    members = Membership.objects.valid_on(timezone.now().date()).filter(
        person__is_active=True, unit__in=Unit.objects.below(list(paths)).values("pk")
    )
    people: int = members.order_by().values("person").distinct().count()
    return people


def with_units_below(units: Iterable[Unit]) -> list[tuple[str, int]]:
    """Return name and number of units below of each of `units`, in one query."""
    chosen = list(units)
    paths = Unit.objects.below([unit.path for unit in chosen]).values_list("path", flat=True)
    below = list(paths)
    return [(unit.name, sum(path.startswith(unit.path) for path in below) - 1) for unit in chosen]
