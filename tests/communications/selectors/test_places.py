import pytest

from communications.selectors.places import places


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "can_write", "can_see_sent"),
    [
        ("ada", True, True),
        ("chief", False, True),
        ("mara", False, True),
        ("otto", False, False),
        ("vera", False, False),
    ],
)
def test_the_context_bar_offers_what_a_person_may_use(who, can_write, can_see_sent, request):
    found = places(request.getfixturevalue(who))
    assert (found.can_write, found.can_see_sent) == (can_write, can_see_sent)
