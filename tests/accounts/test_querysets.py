from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Token
from accounts.services.tokens import revoke_token
from tests.accounts.factories import make_token


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


def usable(moment=None):
    return list(Token.objects.usable_at(moment or timezone.now()))


def test_a_token_is_good_until_the_moment_it_expires(mara):
    token = make_token(mara, days=1).token
    end = timezone.now() + timedelta(days=1)
    assert usable(end - timedelta(seconds=1)) == [token]
    assert usable(end) == []


def test_a_revoked_token_is_not_good(mara):
    revoke_token(actor=mara, token=make_token(mara).token)
    assert usable() == []


def test_the_tokens_of_somebody_who_may_not_sign_in_are_not_good(mara):
    make_token(mara)
    mara.is_active = False
    mara.save()
    assert usable() == []
