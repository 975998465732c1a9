import pytest
from django.db import IntegrityError

from accounts.models import Token
from tests.accounts.factories import make_token


def test_a_token_has_a_name(mara):
    token = make_token(mara).token
    with pytest.raises(IntegrityError):
        Token.objects.filter(pk=token.pk).update(name="")


def test_a_token_is_called_by_its_name_and_not_by_its_hash(mara):
    assert str(make_token(mara, name="Fleet register").token) == "Fleet register"
