"""Freeze a version and the units whose people get it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from communications.models import Publication, PublicationUnit
from jobs.services import outbox
from jobs.services.positions import recorded_now
from organization.models import Unit

if TYPE_CHECKING:
    from communications.models import MessageVersion

TOPIC = "deliveries"


def publish(version: "MessageVersion") -> Publication:
    """Freeze version and audience and promise the delivery, in the caller's transaction."""
    publication = Publication.objects.create(version=version, published_at=recorded_now())
    chosen = list(version.units.values_list("path", flat=True))
    PublicationUnit.objects.bulk_create(
        [
            PublicationUnit(publication=publication, unit_id=unit, area_id=area_of(path, chosen))
            for unit, path in Unit.objects.below(chosen).values_list("pk", "path")
        ],
        batch_size=1000,
    )
    outbox.post(TOPIC, [str(publication.pk)])
    return publication


def area_of(path: str, chosen: Sequence[str]) -> int:
    """Return the id of the unit under which the unit at `path` is counted.

    With several chosen units it is the chosen one; with a single one, such as the headquarters,
    it is that one's child, so that the sender sees the commands.

    >>> area_of("/1/4/9/", ["/1/4/", "/1/5/"]), area_of("/1/4/9/", ["/1/"]), area_of("/1/", ["/1/"])
    (4, 4, 1)
    """
    top = next(start for start in chosen if path.startswith(start))
    depth = len(_ids(top)) + (1 if len(chosen) == 1 else 0)
    return _ids(path)[:depth][-1]


def _ids(path: str) -> list[int]:
    return [int(part) for part in path.strip("/").split("/")]
