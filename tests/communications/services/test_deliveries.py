from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from audit.models import Record
from communications.models import Delivery, Publication
from communications.services import deliveries
from communications.services.deliveries import acknowledge, fan_out, fan_out_key, mark_read
from core.errors import DomainError, NotAllowedError
from jobs.models import OutboxRow
from jobs.services.drain import drain
from organization.models import Membership
from tests.communications.factories import delivery_to, make_delivered, make_published
from tests.factories import give_role, make_person


def recipients():
    return set(Delivery.objects.values_list("person__name", flat=True))


def test_everyone_in_the_units_and_below_gets_it_and_nobody_else(
    ada, chief, units, mara, nils, otto, vera
):
    make_delivered(ada, chief, units.mara)
    assert recipients() == {"Mara Hartley", "Otto Strand"}


def test_a_message_to_a_command_reaches_all_below_but_not_above(
    ada, chief, units, mara, nils, otto
):
    make_delivered(ada, chief, units.command)
    assert recipients() == {"Mara Hartley", "Otto Strand", "Nils Falk"}


def test_who_left_comes_later_or_may_not_sign_in_gets_nothing(ada, chief, units, otto):
    today = timezone.now().date()
    day = timedelta(days=1)
    make_person("Left", "employee", units.mara, valid_until=today - day)
    make_person("Later", "employee", units.mara, valid_from=today + day)
    closed = make_person("Closed", "employee", units.mara)
    closed.is_active = False
    closed.save()
    moved = make_person("Moved", "employee", units.mara)
    give_role(moved, "employee", units.mara, valid_until=today - day)
    make_delivered(ada, chief, units.mara)
    assert recipients() == {"Otto Strand"}


def test_a_person_with_several_memberships_gets_one_row(ada, chief, units, otto):
    give_role(otto, "contributor", units.mara)
    give_role(otto, "employee", units.nils)
    version = make_delivered(ada, chief, units.command)
    assert Delivery.objects.filter(version=version, person=otto).count() == 1
    assert delivery_to(otto, version).unit in {units.mara, units.nils}


def test_delivering_twice_gives_nobody_a_second_row_and_keeps_the_first(
    ada, chief, units, mara, otto
):
    version = make_delivered(ada, chief, units.mara)
    mark_read(actor=otto, delivery=delivery_to(otto, version))
    before = list(Delivery.objects.order_by("id").values())
    fan_out_key(str(version.publication.pk))
    assert list(Delivery.objects.order_by("id").values()) == before


def test_who_had_it_already_when_a_fan_out_goes_on_keeps_one_row(ada, chief, units, mara, otto):
    publication = make_published(ada, chief, units.mara)
    Delivery.objects.create(
        version=publication.version,
        person=otto,
        unit=units.mara,
        delivered_at=timezone.now(),
    )
    assert fan_out(publication) == 1
    assert Delivery.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_fan_out_that_dies_half_way_is_made_up_for(ada, chief, units, mara, otto, monkeypatch):
    publication = make_published(ada, chief, units.mara)
    whole = deliveries.fan_out

    def dying(publication):
        whole(publication)
        raise RuntimeError("killed")

    monkeypatch.setattr(deliveries, "fan_out", dying)
    drain({"deliveries"})
    assert not Delivery.objects.exists()
    monkeypatch.undo()
    OutboxRow.objects.update(not_before=timezone.now())
    drain({"deliveries"})
    assert Delivery.objects.filter(version=publication.version).count() == 2
    assert not OutboxRow.objects.exists()


def test_an_unknown_publication_is_an_error_and_delivers_nothing(db):
    with pytest.raises(Publication.DoesNotExist):
        fan_out_key("1")


def test_five_thousand_people_get_exactly_one_row_each(
    ada, chief, units, django_assert_num_queries
):
    people = User.objects.bulk_create(
        User(email=f"s{number}@aldmark.example", name=f"Soldier {number}") for number in range(5000)
    )
    Membership.objects.bulk_create(
        Membership(person=person, unit=unit, role="employee", recorded_at=timezone.now())
        for person in people
        for unit in (units.mara, units.nils)
    )
    publication = make_published(ada, chief, units.command)
    with django_assert_num_queries(1):
        assert fan_out(publication) == 5000
    assert Delivery.objects.values("person").distinct().count() == 5000


def test_reading_is_noted_once(ada, chief, units, otto):
    delivery = delivery_to(otto, make_delivered(ada, chief, units.mara))
    mark_read(actor=otto, delivery=delivery)
    delivery.refresh_from_db()
    first = delivery.read_at
    assert first is not None
    mark_read(actor=otto, delivery=delivery)
    delivery.refresh_from_db()
    assert delivery.read_at == first


def test_the_audit_row_of_a_reading_names_nobody(ada, chief, units, otto):
    version = make_delivered(ada, chief, units.mara)
    mark_read(actor=otto, delivery=delivery_to(otto, version))
    mark_read(actor=otto, delivery=delivery_to(otto, version))
    row = Record.objects.get(verb="read")
    assert row.actor is None
    assert (row.subject, row.detail) == (str(version.message_id), {})


def test_an_acknowledgement_is_recorded_with_its_name_and_counts_as_read(ada, chief, units, otto):
    version = make_delivered(ada, chief, units.mara, asks_acknowledgement=True)
    delivery = delivery_to(otto, version)
    acknowledge(actor=otto, delivery=delivery)
    acknowledge(actor=otto, delivery=delivery)
    delivery.refresh_from_db()
    assert delivery.read_at == delivery.acknowledged_at is not None
    assert Record.objects.get(verb="acknowledged").actor == otto


def test_an_acknowledgement_keeps_the_earlier_reading(ada, chief, units, otto):
    version = make_delivered(ada, chief, units.mara, asks_acknowledgement=True)
    mark_read(actor=otto, delivery=delivery_to(otto, version))
    read_at = delivery_to(otto, version).read_at
    acknowledge(actor=otto, delivery=delivery_to(otto, version))
    assert delivery_to(otto, version).read_at == read_at


def test_what_asks_for_no_acknowledgement_takes_none(ada, chief, units, otto):
    version = make_delivered(ada, chief, units.mara)
    with pytest.raises(DomainError, match="asks for no acknowledgement"):
        acknowledge(actor=otto, delivery=delivery_to(otto, version))


@pytest.mark.parametrize("service", [mark_read, acknowledge])
def test_nobody_marks_another_persons_message(service, ada, chief, units, otto, mara):
    version = make_delivered(ada, chief, units.mara, asks_acknowledgement=True)
    with pytest.raises(NotAllowedError):
        service(actor=mara, delivery=delivery_to(otto, version))
    assert delivery_to(otto, version).read_at is None
