import pytest
from django.core.management import call_command

from osm.management.commands import prepare

pytestmark = pytest.mark.django_db


@pytest.fixture
def called(monkeypatch):
    """The commands that are called, in their order."""
    names = []
    monkeypatch.setattr(prepare, "call_command", lambda name, **_: names.append(name))
    return names


def test_the_demo_is_loaded_only_where_it_is_wished_for(called, settings):
    settings.WITH_DEMO_DATA = False
    call_command("prepare")
    assert called == ["migrate"]
    settings.WITH_DEMO_DATA = True
    call_command("prepare")
    assert called == ["migrate", "migrate", "load_demo"]
