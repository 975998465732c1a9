import pytest
from django.test import Client

from audit.models import Record
from core.errors import DomainError, NotAllowedError
from organization.policies import may_close
from organization.services.accounts import close_account, open_account
from tests.factories import give_role, make_person


def test_a_closed_account_is_signed_out_everywhere_at_once(ada, otto):
    browsers = [Client(), Client()]
    for browser in browsers:
        browser.force_login(otto)
        assert browser.get("/account/").status_code == 200
    close_account(actor=ada, person=otto)
    assert [browser.get("/account/").status_code for browser in browsers] == [302, 302]
    row = Record.objects.get()
    assert (row.verb, row.subject, row.detail) == ("closed account", otto.email, {"sessions": 2})


def test_an_account_opens_again_with_its_roles_and_without_its_sessions(ada, otto):
    browser = Client()
    browser.force_login(otto)
    browser.get("/account/")
    close_account(actor=ada, person=otto)
    open_account(actor=ada, person=otto)
    assert browser.get("/account/").status_code == 302
    browser.force_login(otto)
    assert browser.get("/account/").status_code == 200


def test_nobody_closes_somebody_with_a_role_elsewhere(otto, units):
    actor = make_person("Aron", "osm_staff", units.mara)
    assert may_close(actor, otto)
    give_role(otto, "employee", units.nils)
    with pytest.raises(NotAllowedError, match="Ask an administrator"):
        close_account(actor=actor, person=otto)


def test_the_office_closes_no_auditor_and_nobody_themselves(ada, vera, units):
    for person in (vera, ada):
        with pytest.raises(NotAllowedError):
            close_account(actor=ada, person=person)
    close_account(actor=make_person("Ines", "administrator", units.hq), person=vera)


def test_whose_roles_have_ended_is_closed_by_who_gave_them(ada, otto, chief, units):
    give_role(otto, "employee", units.mara, valid_until="2020-01-01")
    assert may_close(ada, otto)
    assert not may_close(chief, otto)
    assert not may_close(ada, make_person())


def test_what_has_been_done_is_not_done_again(ada, otto):
    with pytest.raises(DomainError, match="done already"):
        open_account(actor=ada, person=otto)
