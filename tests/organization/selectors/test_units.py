import pytest
from django.http import Http404

from core.errors import NotAllowedError
from organization.selectors.units import open_unit, published_unit


def test_what_is_published_is_found_upwards_and_downwards(mara, units):
    assert published_unit(mara, "HQ") == units.hq
    assert published_unit(mara, "MARA") == units.mara


@pytest.mark.parametrize("code", ["NILS", "GHOST", ""])
def test_a_sister_unit_is_as_unknown_as_none(mara, code):
    for find in (published_unit, open_unit):
        with pytest.raises(Http404):
            find(mara, code)


def test_above_my_unit_only_what_is_published_is_for_me(mara, units):
    assert open_unit(mara, "MARA") == units.mara
    with pytest.raises(NotAllowedError):
        open_unit(mara, "HQ")
