import re
from datetime import date, timedelta

import pytest
from django.core import mail

from accounts.models import User
from audit.models import Record
from core.errors import DomainError, NotAllowedError
from jobs.models import OutboxRow
from jobs.services.drain import drain
from organization.models import Invitation, Membership
from organization.roles import Role
from organization.services.invitations import (
    GOOD_FOR,
    Invited,
    accept_invitation,
    invitation_of,
    invite,
    invite_again,
    why_closed,
)
from tests.factories import give_role, make_deputy, make_person

WORDS = "three quiet words"


@pytest.fixture(autouse=True)
def _november(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


@pytest.fixture
def ines(units):
    return make_person("Ines", "administrator", units.hq)


def gus(unit, role=Role.EMPLOYEE, until=None, email="Gus@aldmark.example"):
    return Invited("Gus Dahl", email, unit, role, until)


def sent_token():
    drain({"invitation"})
    return re.search(r"/invitation/(\S+)/", mail.outbox[-1].body)[1]


def test_who_is_invited_gets_an_account_a_role_and_a_mail(ada, units):
    row = invite(actor=ada, invited=gus(units.mara))
    person = User.objects.get(email="gus@aldmark.example")
    assert row.person == person
    assert not person.has_usable_password()
    membership = Membership.objects.get(person=person)
    assert (membership.unit, membership.role) == (units.mara, "employee")
    assert membership.valid_from == date(2026, 11, 12)
    record = Record.objects.get()
    assert (record.actor, record.verb, record.subject) == (ada, "invited", person.email)
    token = sent_token()
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == ([person.email], "Ada Whitlock invites you to OSM")
    assert "1st Armoured Brigade" in letter.body
    assert invitation_of(token) == row
    row.refresh_from_db()
    assert row.sent_at is not None


def test_the_link_works_once(ada, units):
    row = invite(actor=ada, invited=gus(units.mara))
    person = accept_invitation(invitation=row, password=WORDS)
    assert person.check_password(WORDS)
    assert Record.objects.filter(verb="accepted invitation", actor=person).count() == 1
    with pytest.raises(DomainError, match="has been used"):
        accept_invitation(invitation=row, password="another quiet word")
    assert User.objects.get(pk=person.pk).check_password(WORDS)


def test_the_link_is_good_for_seven_days(ada, units, time_machine):
    row = invite(actor=ada, invited=gus(units.mara))
    time_machine.shift(GOOD_FOR - timedelta(seconds=1))
    assert why_closed(row) == ""
    time_machine.shift(timedelta(seconds=1))
    with pytest.raises(DomainError, match="invitation is over"):
        accept_invitation(invitation=row, password=WORDS)


def test_another_mail_replaces_the_first(ada, units):
    first = invite(actor=ada, invited=gus(units.mara))
    second = invite_again(actor=ada, person=first.person)
    assert "newer invitation" in why_closed(first)
    assert why_closed(second) == ""
    drain({"invitation"})
    assert len(mail.outbox) == 1


def test_the_link_of_a_closed_account_opens_nothing(ada, units):
    row = invite(actor=ada, invited=gus(units.mara))
    row.person.is_active = False
    row.person.save()
    with pytest.raises(DomainError, match="account is closed"):
        accept_invitation(invitation=row, password=WORDS)


@pytest.mark.parametrize("token", ["", "x", "MQ:1abc:forged"])
def test_a_made_up_link_belongs_to_nobody(db, token):
    assert invitation_of(token) is None


@pytest.mark.parametrize("who", ["mara", "chief", "vera", "otto"])
def test_only_the_office_and_administrators_invite(request, units, who):
    with pytest.raises(NotAllowedError):
        invite(actor=request.getfixturevalue(who), invited=gus(units.mara))
    assert not Invitation.objects.exists()


def test_nobody_invites_beyond_their_reach(units):
    actor = make_person("Aron", "osm_staff", units.mara)
    with pytest.raises(NotAllowedError, match="4th Mechanised Brigade"):
        invite(actor=actor, invited=gus(units.nils))
    assert invite(actor=actor, invited=gus(units.mara))


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR])
def test_the_office_appoints_neither_auditors_nor_administrators(ada, ines, units, role):
    with pytest.raises(NotAllowedError):
        invite(actor=ada, invited=gus(units.hq, role))
    assert invite(actor=ines, invited=gus(units.hq, role))


def test_a_deputy_does_not_invite_for_the_office(ada, otto, units):
    make_deputy(ada, otto)
    with pytest.raises(NotAllowedError):
        invite(actor=otto, invited=gus(units.mara))


@pytest.mark.parametrize("until", [None, date(2026, 11, 11)])
def test_a_consultant_needs_an_end_to_come(ada, units, until):
    with pytest.raises(DomainError) as refused:
        invite(actor=ada, invited=gus(units.mara, Role.CONSULTANT, until))
    assert refused.value.field == "until"
    assert not User.objects.filter(email__startswith="gus").exists()


def test_who_signs_in_already_is_given_a_role_and_not_invited(ada, mara, units):
    with pytest.raises(DomainError, match="signs in here already") as refused:
        invite(actor=ada, invited=gus(units.mara, email=mara.email.upper()))
    assert refused.value.field == "email"
    with pytest.raises(DomainError, match="signs in here already"):
        invite_again(actor=ada, person=mara)


def test_a_closed_account_is_opened_and_not_invited(ada, otto, units):
    otto.is_active = False
    otto.save()
    with pytest.raises(DomainError, match="is closed"):
        invite(actor=ada, invited=gus(units.mara, email=otto.email))


def test_somebody_who_came_with_an_import_is_invited_as_they_are(ada, otto, units):
    otto.set_unusable_password()
    otto.save()
    row = invite(actor=ada, invited=gus(units.mara, Role.CONTRIBUTOR, email=otto.email))
    assert row.person == otto
    assert Membership.objects.filter(person=otto).count() == 2


def test_nobody_invites_again_somebody_of_other_units(units):
    actor = make_person("Aron", "osm_staff", units.nils)
    person = make_person(role="employee", unit=units.mara)
    with pytest.raises(DomainError, match="no role in your units"):
        invite_again(actor=actor, person=person)


@pytest.mark.parametrize("lost", ["role", "account"])
def test_no_mail_leaves_for_who_may_no_longer_invite(ada, units, lost):
    invite(actor=ada, invited=gus(units.mara))
    if lost == "role":
        give_role(ada, "osm_staff", units.hq, valid_until=date(2026, 11, 11))
    else:
        ada.is_active = False
        ada.save()
    drain({"invitation"})
    assert mail.outbox == []
    assert not OutboxRow.objects.exists()
    assert Invitation.objects.get().sent_at is None
