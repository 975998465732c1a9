"""Store a notice for each of those whom something concerns."""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

from communications.models import Notice
from communications.policies import may_be_told
from communications.services.mail_plans import plan_mails

if TYPE_CHECKING:
    from accounts.models import User


def tell(people: Iterable["User"], notice: Notice, urgent_to: Collection[int] = ()) -> None:
    """Store a notice for each of `people` who may see what it is about; not for who caused it."""
    rows = [
        _copy(notice, person, urgent=person.pk in urgent_to)
        for person in people
        if person.pk != notice.by_id and may_be_told(person, notice)
    ]
    known = Notice.objects.filter(cause=notice.cause).values_list("person_id", flat=True)
    told = set(known)
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    plan_mails((row.person_id, row.urgent) for row in rows if row.person_id not in told)


def _copy(notice: Notice, person: "User", *, urgent: bool) -> Notice:
    fields = [field.attname for field in Notice._meta.concrete_fields if not field.primary_key]
    values: dict[str, Any] = {name: getattr(notice, name) for name in fields}
    return Notice(**values | {"person_id": person.pk, "urgent": urgent})
