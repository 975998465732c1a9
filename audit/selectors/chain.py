"""Follow the chain from its first link, and say where somebody tampered with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext as _

from audit.models import BEGINNING, Link, Record, link_hash

CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many links hold and the hash of the last one; `fault` says what is wrong after it.

    `position` is that of the first broken link; None where nothing is wrong, or the chain itself
    holds and only something outside of it does not.
    """

    count: int
    head: str
    fault: str = ""
    position: int | None = None

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return not self.fault


def chain_head() -> tuple[int, str]:
    """Return position and hash of the last link, as they are stored."""
    last = Link.objects.order_by("-position").values_list("position", "hash").first()
    return last or (0, BEGINNING)


def verify_chain(anchor: str = "") -> Verdict:
    """Compute every hash again, in constant memory, and stop at the first that differs.

    Parameters
    ----------
    anchor
        The hash of a head that was noted outside: the chain must go through it.
    """
    head, count, is_anchored = BEGINNING, 0, anchor in {"", BEGINNING}
    for link, record in _links():
        if fault := _fault(link, record, count + 1, head):
            return Verdict(count, head, fault, count + 1)
        head, count = link.hash, link.position
        is_anchored = is_anchored or head == anchor
    return Verdict(count, head, _unchained() or ("" if is_anchored else _cut(anchor)))


def _links() -> Iterator[tuple[Link, Record | None]]:
    """Yield every link with its record; None where that is gone."""
    links = iter(Link.objects.order_by("position").iterator(chunk_size=CHUNK))
    while batch := list(islice(links, CHUNK)):
        records = Record.objects.in_bulk([link.record_id for link in batch])
        for link in batch:
            yield link, records.get(link.record_id)


def _fault(link: Link, record: Record | None, position: int, head: str) -> str:
    """Say what is wrong with a link that should be number `position` and follow `head`."""
    words = {"position": position, "record": link.record_id}
    if link.position != position:
        return _("Link %(position)d is missing.") % words
    if record is None:
        return _("Record %(record)d, at link %(position)d, was removed.") % words
    if record.content_hash != record.hash_of_content():
        return _("Record %(record)d, at link %(position)d, was changed.") % words
    hashed = link_hash(head, position, link.record_id, record.content_hash)
    if (link.previous_hash, link.hash) != (head, hashed):
        return _("Link %(position)d does not fit the one before it.") % words
    return ""


def _unchained() -> str:
    """Say that there are records without a link; empty where there are none."""
    number = Record.objects.filter(link=None).count()
    if not number:
        return ""
    return _("%(number)d records belong to no link of the chain: links were removed.") % {
        "number": number
    }


def _cut(anchor: str) -> str:
    return _("The chain does not go through %(anchor)s: its end was cut off or replaced.") % {
        "anchor": anchor
    }
