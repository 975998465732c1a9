import pytest
from knox.crypto import hash_token

from accounts.models import Token
from accounts.services.tokens import MOST_TOKENS, create_token, revoke_token
from audit.models import Record
from core.errors import DomainError, NotAllowedError
from tests.accounts.factories import make_token


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


def test_only_the_hash_of_a_secret_is_stored(mara):
    made = make_token(mara, "read", "enter")
    stored = Token.objects.values().get()
    assert made.secret.startswith("osm_")
    assert stored["digest"] == hash_token(made.secret)
    assert not [value for value in stored.values() if str(value) == made.secret]
    assert made.secret.startswith(stored["token_key"])


def test_a_token_knows_its_scopes_and_its_end(mara):
    token = make_token(mara, "enter", "read", days=30).token
    assert (token.scopes, str(token.expiry)) == (["read", "enter"], "2026-12-12 08:00:00+00:00")


def test_making_and_revoking_a_token_are_audited_without_its_secret(mara):
    made = make_token(mara, "read")
    revoke_token(actor=mara, token=made.token)
    revoked, created = Record.objects.filter(subject_kind="token")
    assert (created.verb, revoked.verb, created.actor) == ("created", "revoked", mara)
    assert created.subject == f"Fleet register {made.token.token_key}"
    assert created.detail == {"scopes": ["read"], "expires": "2026-12-12T08:00:00+00:00"}
    assert made.secret not in f"{created.__dict__} {revoked.__dict__}"


def test_revoking_twice_changes_nothing(mara, time_machine):
    token = make_token(mara).token
    first = revoke_token(actor=mara, token=token).revoked_at
    time_machine.move_to("2026-11-13 08:00Z", tick=False)
    assert revoke_token(actor=mara, token=token).revoked_at == first
    assert Record.objects.filter(verb="revoked").count() == 1


def test_nobody_revokes_the_token_of_another(mara, nils):
    token = make_token(mara).token
    with pytest.raises(NotAllowedError):
        revoke_token(actor=nils, token=token)
    assert Token.objects.get().revoked_at is None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": "  "}, "name"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["read", "rule"]}, "scopes"),
        ({"days": 0}, "days"),
        ({"days": 366}, "days"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(mara, wrong, field):
    right = {"name": "Fleet register", "scopes": ["read"], "days": 30}
    with pytest.raises(DomainError) as refused:
        create_token(actor=mara, **(right | wrong))
    assert refused.value.field == field
    assert not Token.objects.exists()


def test_a_person_has_only_so_many_good_tokens(mara, nils):
    made = [make_token(mara) for _ in range(MOST_TOKENS)]
    with pytest.raises(DomainError, match="Revoke one"):
        make_token(mara)
    make_token(nils)
    revoke_token(actor=mara, token=made[0].token)
    make_token(mara)
