"""What the owner of a database might do to the record, with its triggers switched off."""

from datetime import timedelta
from hashlib import sha256

from django.db import connection

from audit.models import Link, Record
from tests.owner import execute, triggers_off

TEXTS = ("verb", "subject_kind", "subject", "reason")


def edit(chance):
    """Change one column of one record."""
    row = chance.choice(list(Record.objects.all()))
    name = chance.choice(
        [*TEXTS, "recorded_at", "actor_id", "unit_id", "on_behalf_of_id", "detail"]
    )
    if name in TEXTS:
        value = getattr(row, name) + "x"
    elif name == "recorded_at":
        value = row.recorded_at + timedelta(microseconds=chance.randint(1, 10**9))
    elif name == "detail":
        value = row.detail | {"amount": chance.randint(1, 10**9)}
    else:
        value = None if getattr(row, name) else row.actor_id or row.pk
    Record.objects.filter(pk=row.pk).update(**{name: value})


def forge(chance):
    """Change a record, and its own hash to fit."""
    row = chance.choice(list(Record.objects.all()))
    row.reason += "x"
    hashed = row.hash_of_content()
    Record.objects.filter(pk=row.pk).update(reason=row.reason, content_hash=hashed)


def delete(chance):
    """Remove a record, and now and then its link too."""
    link = chance.choice(list(Link.objects.all()[: Link.objects.count() - 1]))
    execute("DELETE FROM audit_record WHERE id = %s", [link.record_id])
    if chance.random() < 0.5:
        execute("DELETE FROM audit_link WHERE position = %s", [link.position])


def close_the_gap(chance):
    """Remove a record and its link, and move all later links up."""
    link = chance.choice(list(Link.objects.all()[: Link.objects.count() - 1]))
    execute("DELETE FROM audit_record WHERE id = %s", [link.record_id])
    execute("DELETE FROM audit_link WHERE position = %s", [link.position])
    for later in Link.objects.filter(position__gt=link.position).order_by("position"):
        place = [later.position - 1, later.position]
        execute("UPDATE audit_link SET position = %s WHERE position = %s", place)


def swap(chance):
    """Exchange the contents of two records, hashes and all."""
    one, other = chance.sample(list(Record.objects.all()), 2)
    one.pk, other.pk = other.pk, one.pk
    for row in (one, other):
        row.save()


def swap_links(chance):
    """Exchange which records two links speak of."""
    one, other = chance.sample(list(Link.objects.all()), 2)
    Link.objects.filter(pk=one.pk).update(record_id=-1)
    Link.objects.filter(pk=other.pk).update(record_id=one.record_id)
    Link.objects.filter(pk=one.pk).update(record_id=other.record_id)


def insert(chance):
    """Slip in a record that never went through the chain."""
    row = chance.choice(list(Record.objects.all()))
    row.pk = None
    row.save()


def cut_records(chance):
    """Remove the last records and leave their links."""
    _cut(chance, links_too=False)


def cut_links(chance):
    """Remove the last links and leave their records."""
    kept = chance.randrange(Link.objects.count())
    execute("DELETE FROM audit_link WHERE position > %s", [kept])


def cut_tail(chance):
    """Remove the last records and their links: a shorter chain, whole in itself."""
    _cut(chance, links_too=True)


def rewrite_tail(chance):
    """Change a record and compute every later hash again: a chain that is whole in itself."""
    start = chance.randrange(1, Link.objects.count() + 1)
    before = Link.objects.get(position=start).previous_hash
    for link in Link.objects.filter(position__gte=start).select_related("record").order_by("pk"):
        row = link.record
        row.reason += "x" if link.position == start else ""
        row.content_hash = row.hash_of_content()
        row.save()
        text = f"{before} {link.position} {link.record_id} {row.content_hash}"
        link.previous_hash, link.hash = before, sha256(text.encode()).hexdigest()
        link.save()
        before = link.hash


def _cut(chance, *, links_too):
    kept = chance.randrange(Link.objects.count())
    gone = list(Link.objects.filter(position__gt=kept).values_list("record_id", flat=True))
    for number in gone:
        execute("DELETE FROM audit_record WHERE id = %s", [number])
    if links_too:
        execute("DELETE FROM audit_link WHERE position > %s", [kept])


SEEN_FROM_WITHIN = (
    edit,
    forge,
    delete,
    close_the_gap,
    swap,
    swap_links,
    insert,
    cut_records,
    cut_links,
)
# These leave a chain that is whole: only a head that was noted outside tells.
SEEN_BY_THE_ANCHOR = (cut_tail, rewrite_tail)


def tamper(how, chance):
    """Do it as the owner of the database."""
    connection.check_constraints()
    with triggers_off():
        how(chance)
