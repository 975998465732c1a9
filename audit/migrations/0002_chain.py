"""Refuse changes of the record, and chain its rows by hash as their transactions commit."""

import json
from datetime import UTC
from hashlib import sha256

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.append_only import append_only

BEGINNING = "0" * 64

# PostgreSQL runs a deferred trigger when the transaction commits: whoever commits next waits for
# the lock, so that the chain follows the order of commits. Every writer of SQLite holds the whole
# database; its connections by Django know SHA256.
POSTGRESQL = [
    f"""
    CREATE FUNCTION audit_chain() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      before_hash text := '{BEGINNING}';
      place bigint := 0;
    BEGIN
      PERFORM pg_advisory_xact_lock({0x05A3});
      SELECT position, hash INTO place, before_hash
        FROM audit_link ORDER BY position DESC LIMIT 1;
      place := coalesce(place, 0) + 1;
      before_hash := coalesce(before_hash, '{BEGINNING}');
      INSERT INTO audit_link (position, record_id, previous_hash, hash) VALUES (
        place, NEW.id, before_hash,
        encode(sha256(convert_to(
          before_hash || ' ' || place || ' ' || NEW.id || ' ' || NEW.content_hash, 'UTF8'
        )), 'hex')
      );
      RETURN NULL;
    END $$
    """,
    """
    CREATE CONSTRAINT TRIGGER audit_record_is_chained AFTER INSERT ON audit_record
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_chain()
    """,
]
SQLITE = [
    f"""
    CREATE TRIGGER audit_record_is_chained AFTER INSERT ON audit_record BEGIN
      INSERT INTO audit_link (position, record_id, previous_hash, hash)
      SELECT last.position + 1, NEW.id, last.hash, SHA256(
        last.hash || ' ' || (last.position + 1) || ' ' || NEW.id || ' ' || NEW.content_hash
      ) FROM (
        SELECT position, hash FROM audit_link
        UNION ALL SELECT 0, '{BEGINNING}' ORDER BY position DESC LIMIT 1
      ) AS last;
    END
    """,
]


def hash_of(text):
    return sha256(text.encode()).hexdigest()


def hash_of_content(row):
    moment = row.recorded_at.astimezone(UTC).isoformat(timespec="microseconds")
    said = [row.verb, row.subject_kind, row.subject, row.reason, row.detail]
    return hash_of(json.dumps([moment, row.actor_id, None, None, *said], sort_keys=True))


def chain_what_stands(apps, editor):
    """Give the rows that were written before the chain their hashes, in their order."""
    Record, Link = apps.get_model("audit", "Record"), apps.get_model("audit", "Link")
    before, position = BEGINNING, 0
    for position, row in enumerate(Record.objects.order_by("id").iterator(), start=1):
        row.content_hash = hash_of_content(row)
        row.save(update_fields=["content_hash"])
        hashed = hash_of(f"{before} {position} {row.pk} {row.content_hash}")
        Link.objects.create(
            position=position, record_id=row.pk, previous_hash=before, hash=hashed
        )
        before = hashed


def chain(apps, editor):
    for statement in POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement, params=None)


def unchain(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP TRIGGER audit_record_is_chained ON audit_record")
        editor.execute("DROP FUNCTION audit_chain()")
    else:
        editor.execute("DROP TRIGGER audit_record_is_chained")


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("audit", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            "record",
            "on_behalf_of",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="audit_records_on_behalf",
                to=settings.AUTH_USER_MODEL,
                verbose_name="on behalf of",
            ),
        ),
        migrations.AddField(
            "record", "unit_id", models.BigIntegerField(null=True, verbose_name="unit")
        ),
        migrations.AddField(
            "record",
            "content_hash",
            models.CharField(default="", max_length=64),
            preserve_default=False,
        ),
        migrations.AddIndex(
            "record", models.Index(fields=["unit_id", "id"], name="record_by_unit")
        ),
        migrations.CreateModel(
            "Link",
            [
                ("position", models.BigIntegerField(primary_key=True, serialize=False)),
                ("previous_hash", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
                (
                    "record",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="link",
                        to="audit.record",
                    ),
                ),
            ],
            options={"ordering": ["position"]},
        ),
        migrations.RunPython(chain_what_stands, migrations.RunPython.noop),
        migrations.RunPython(chain, unchain),
        append_only("audit_record"),
        append_only("audit_link"),
    ]
