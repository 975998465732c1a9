import io

import pytest
from django.core.management import CommandError, call_command

from demo.people import CastMember
from osm.management.commands import load_demo
from tests.factories import make_organization

pytestmark = pytest.mark.django_db
ADA = CastMember("ada@aldmark.example", "Ada Whitlock", "osm_staff", "runs the office")


@pytest.fixture
def loaded(monkeypatch):
    """Nothing is loaded in earnest; the calls are noted."""
    calls = []
    monkeypatch.setattr(load_demo, "load", lambda **options: calls.append(options))
    monkeypatch.setattr(load_demo, "cast", lambda: (ADA,))
    monkeypatch.setattr(load_demo.gc, "disable", lambda: None)
    return calls


def run():
    out, err = io.StringIO(), io.StringIO()
    call_command("load_demo", stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_an_empty_database_is_filled_and_the_cast_is_named(loaded):
    out, err = run()
    assert loaded == [{"shown": True}]
    assert out == "ada@aldmark.example      Ada Whitlock: runs the office\n"
    assert err == ""


def test_a_second_time_does_nothing(loaded):
    make_organization()
    out, err = run()
    assert loaded == []
    assert "The demo is already loaded." in err
    assert "Ada Whitlock" in out


def test_another_organisation_is_left_alone(loaded):
    make_organization(name="Navy of Elsewhere")
    with pytest.raises(CommandError, match="This database holds Navy of Elsewhere"):
        run()
    assert loaded == []
