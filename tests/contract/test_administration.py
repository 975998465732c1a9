"""The administration pages show rows to staff, and let nobody change one past a service."""

import re

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.db import transaction
from django.urls import reverse

from accounts.models import User
from audit.models import Record
from audit.services.records import record
from communications.models import Delivery, MessageVersion
from core.administration import ReadOnlyAdmin
from scorecard.models import Draft
from tests.contract.addresses import ADMINISTRATION, patterns
from tests.contract.asking import said
from tests.contract.rows import ASKED, EVERYBODY
from tests.contract.visitors import session_of

VERBS = {"GET", "POST", "DELETE"}
# The doors: they lead to the one sign-in page.
DOORS = {"login", "logout"}
REGISTERED = sorted(admin.site._registry, key=lambda model: model._meta.label_lower)


def writable(registry):
    """Return the models whose pages would let somebody write."""
    return [model for model, page in registry.items() if not isinstance(page, ReadOnlyAdmin)]


def page(model, name, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


def addresses():
    """Return every administration page of the URLconf, each filled with something."""
    words = {"object_id": "1", "app_label": "scorecard", "content_type_id": 1, "url": "nothing/"}
    found = {name: route for name, route in patterns() if route.startswith(ADMINISTRATION) and name}
    inside = [name for name in found if name.removeprefix("admin:") not in DOORS]
    return sorted(
        reverse(name, args=[words[part] for part in re.findall(r"<(?:\w+:)?(\w+)>", found[name])])
        for name in inside
    )


def let_in(proof, address):
    """Return the verbs that are answered with anything but a refusal."""
    refused = {403, 405, ASKED}
    given = {}
    for verb in VERBS:
        with transaction.atomic():
            given[verb] = said(getattr(proof.client(), verb.lower())(address))
            transaction.set_rollback(True)
    return sorted(verb for verb, answer in given.items() if answer not in refused)


def test_no_page_writes():
    assert writable(admin.site._registry) == []


def test_the_net_catches_a_page_that_writes():
    assert writable({User: admin.ModelAdmin(User, admin.site)}) == [User]


@pytest.mark.parametrize("model", [Draft, MessageVersion, Delivery])
def test_what_is_private_has_no_page(model):
    assert not admin.site.is_registered(model)


@pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model._meta.label)
def test_the_administrator_finds_and_sees_rows_but_writes_none(client, world, cast, model):
    client.force_login(cast["administrator"])
    assert client.get(page(model, "changelist"), {"q": "Spares"}).status_code in {200, 302}
    assert client.get(page(model, "changelist")).status_code == 200
    assert client.get(page(model, "add")).status_code == 403
    for row in model._default_manager.all()[:1]:
        change, delete = (page(model, name, row.pk) for name in ("change", "delete"))
        assert client.get(change).status_code == 200
        assert client.post(change, {}).status_code == 403
        assert client.post(delete, {"post": "yes"}).status_code == 403
        assert model._default_manager.filter(pk=row.pk).exists()


@pytest.mark.parametrize("who", [who for who in EVERYBODY if who != "administrator"])
def test_nobody_else_gets_in(world, cast, who):
    proof = session_of(cast[who])
    assert [address for address in addresses() if let_in(proof, address)] == []


def test_the_net_catches_an_administration_page_for_everybody(world, cast, monkeypatch):
    monkeypatch.setattr(admin.site, "has_permission", lambda _request: True)
    proof = session_of(cast["mara"])
    assert let_in(proof, reverse("admin:index")) == sorted(VERBS)


def test_no_page_shows_a_password(client, cast):
    client.force_login(cast["administrator"])
    shown = client.get(page(User, "change", cast["mara"].pk)).content.decode()
    assert "Mara Hartley" in shown
    assert cast["mara"].password not in shown


def test_even_the_right_to_change_is_not_enough(client, cast):
    clerk = cast["vera"]
    clerk.is_staff = True
    clerk.save()
    clerk.user_permissions.set(Permission.objects.all())
    client.force_login(clerk)
    assert client.post(page(User, "change", cast["mara"].pk), {"name": "M"}).status_code == 403
    assert client.get(page(User, "add")).status_code == 403


def unaudited(registry, request):
    """Return the models that an administrator can save through a page without an audit row."""
    found = []
    for model, page_ in registry.items():
        row = model._default_manager.first()
        may_write = page_.has_add_permission(request) or page_.has_change_permission(request, row)
        if may_write and row is not None and not _saving_is_audited(page_, request, row):
            found.append(model)
    return found


def _saving_is_audited(page_, request, row):
    """Save a row as the page's form does; tell whether that left an audit row."""
    before = Record.objects.count()
    with transaction.atomic():
        form_class = page_.get_form(request, row, change=True)
        page_.save_model(request, row, form_class(instance=row), change=True)
        left = Record.objects.count() - before
        transaction.set_rollback(True)
    return left == 1


@pytest.fixture
def administrators_request(rf, cast):
    request = rf.post("/")
    request.user = cast["administrator"]
    return request


def test_what_a_page_saves_is_audited(world, administrators_request):
    assert unaudited(admin.site._registry, administrators_request) == []


class Audited(admin.ModelAdmin):
    """A page that writes as it should."""

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        record(actor=request.user, verb="changed", kind="person", subject=obj.email)


def test_the_net_catches_a_page_that_saves_without_an_audit_row(
    world, cast, administrators_request
):
    silent = {User: admin.ModelAdmin(User, admin.site)}
    assert unaudited(silent, administrators_request) == [User]
    assert unaudited({User: Audited(User, admin.site)}, administrators_request) == []
