"""A browser for each of the cast."""

import pytest
from django.test import Client


@pytest.fixture
def sign_in(db):
    def signed_in(person):
        client = Client()
        client.force_login(person)
        return client

    return signed_in


@pytest.fixture
def read(sign_in):
    """Return the text of a page as one person sees it."""

    def text(person, address):
        response = sign_in(person).get(address)
        assert response.status_code == 200, response.status_code
        return " ".join(response.content.decode().replace("\N{NO-BREAK SPACE}", " ").split())

    return text
