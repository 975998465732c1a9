"""Put a publication into the inboxes, and note who opened it."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models import F, Min
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services.records import record
from communications.models import Delivery, Publication
from communications.policies import require_recipient
from core.errors import DomainError
from organization.models import Membership

if TYPE_CHECKING:
    from accounts.models import User


def fan_out_key(key: str) -> None:
    """Deliver the publication whose id is `key`: the outbox handler of topic "deliveries".

    Safe to run twice: who has it keeps the first row. All rows are one statement in the drain's
    transaction, so a worker that dies half-way has delivered nothing yet.
    """
    fan_out(Publication.objects.get(pk=int(key)))


def fan_out(publication: Publication) -> int:
    """Deliver to everyone in the frozen units who is a member today; return how many are new.

    A person with several memberships gets one row.
    """
    now = timezone.now()
    people, parameters = _recipients(publication, now.date()).query.sql_with_params()
    # WHERE TRUE: without it SQLite reads ON CONFLICT as the condition of a join.
    statement = (
        f"INSERT INTO {connection.ops.quote_name(Delivery._meta.db_table)}"  # noqa: S608
        " (version_id, delivered_at, person_id, unit_id)"
        f" SELECT %s, %s, people.* FROM ({people}) AS people WHERE TRUE"
        " ON CONFLICT (version_id, person_id) DO NOTHING"
    )
    delivered_at = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        cursor.execute(statement, [publication.version_id, delivered_at, *parameters])
        return int(cursor.rowcount)


def mark_read(*, actor: "User", delivery: Delivery) -> None:
    """Note that `actor` has read the message; the first time counts.

    Raises
    ------
    NotAllowedError
        If the message is in another person's inbox.
    """
    require_recipient(actor, delivery)
    with transaction.atomic():
        unread = Delivery.objects.unread().filter(pk=delivery.pk)
        if unread.update(read_at=timezone.now()):
            # No name: who has read a message is nobody's business, the auditor's neither.
            record(
                actor=None, verb="read", kind="message", subject=str(delivery.version.message_id)
            )


def acknowledge(*, actor: "User", delivery: Delivery) -> None:
    """Note that `actor` acknowledges the message, which says that it asks for that.

    Raises
    ------
    NotAllowedError
        If the message is in another person's inbox.
    DomainError
        If the message asks for no acknowledgement.
    """
    require_recipient(actor, delivery)
    version = delivery.version
    if not version.asks_acknowledgement:
        raise DomainError(_("“%(title)s” asks for no acknowledgement.") % {"title": version.title})
    with transaction.atomic():
        now = timezone.now()
        open_ = Delivery.objects.filter(pk=delivery.pk, acknowledged_at=None)
        if open_.update(acknowledged_at=now, read_at=Coalesce(F("read_at"), now)):
            subject = str(version.message_id)
            record(actor=actor, verb="acknowledged", kind="message", subject=subject)


def _recipients(publication: Publication, day: date) -> Any:
    members = Membership.objects.valid_on(day).filter(
        person__is_active=True, unit__publication_units__publication=publication
    )
    people = members.order_by().values("person_id").annotate(through=Min("unit_id"))
    return people.values_list("person_id", "through")
