import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from communications.models import Delivery, Message, MessageVersion, VersionEvent
from tests.communications.factories import delivery_to, make_delivered, make_draft, make_published


def test_the_database_itself_refuses_a_drafter_who_speaks(ada, units):
    with pytest.raises(IntegrityError):
        Message.objects.create(drafter=ada, speaker=ada, recorded_at=timezone.now())


def test_the_database_itself_refuses_an_author_who_approves(ada, chief, units):
    version = make_draft(ada, chief, units.mara)
    with pytest.raises(IntegrityError):
        VersionEvent.objects.create(
            version=version,
            kind="approved",
            actor=ada,
            author=ada,
            recorded_at=timezone.now(),
        )


def test_the_database_itself_refuses_a_second_row(ada, chief, units, otto):
    version = make_delivered(ada, chief, units.mara)
    with pytest.raises(IntegrityError):
        Delivery.objects.create(
            version=version, person=otto, unit=units.mara, delivered_at=timezone.now()
        )


def test_the_database_itself_refuses_an_acknowledgement_without_reading(ada, chief, units, otto):
    delivery = delivery_to(otto, make_delivered(ada, chief, units.mara))
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.filter(pk=delivery.pk).update(acknowledged_at=timezone.now())


def test_a_revision_of_a_message_exists_once(ada, chief, units):
    version = make_draft(ada, chief, units.mara)
    version.pk = None
    with pytest.raises(IntegrityError):
        version.save(force_insert=True)


def test_the_database_itself_refuses_to_publish_a_version_twice(ada, chief, units, otto):
    publication = make_published(ada, chief, units.mara)
    publication.pk = None
    with pytest.raises(IntegrityError):
        publication.save(force_insert=True)


def test_the_state_of_a_version_comes_from_what_happened_to_it(ada, chief, units, otto):
    version = make_draft(ada, chief, units.mara)
    seen = [str(version.state)]
    for kind in ("submitted", "returned"):
        VersionEvent.objects.create(
            version=version, kind=kind, actor=chief, author=ada, recorded_at=timezone.now()
        )
        seen.append(str(version.state))
    published = make_published(ada, chief, units.mara).version
    seen.append(str(MessageVersion.objects.get(pk=published.pk).state))
    assert seen == ["draft", "waiting", "returned", "sent"]
