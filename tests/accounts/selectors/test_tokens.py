import pytest

from accounts.selectors.tokens import LATEST, tokens_page
from accounts.services.tokens import revoke_token
from tests.accounts.factories import make_token


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


def names(lines):
    return [line.name for line in lines]


def test_good_tokens_stand_apart_from_those_that_are_over(mara, nils, time_machine):
    make_token(mara, name="Short", days=1)
    revoke_token(actor=mara, token=make_token(mara, name="Lost").token)
    make_token(nils, name="Not hers")
    time_machine.move_to("2026-11-13 08:00Z", tick=False)
    make_token(mara, name="Long")
    page = tokens_page(mara)
    assert (names(page.usable), names(page.over)) == (["Long"], ["Lost", "Short"])
    assert [bool(line.revoked_at) for line in page.over] == [True, False]


def test_only_the_latest_that_are_over_are_shown(mara):
    for _ in range(LATEST + 1):
        revoke_token(actor=mara, token=make_token(mara).token)
    assert len(tokens_page(mara).over) == LATEST


def test_the_page_never_holds_more_than_the_start_of_a_secret(mara):
    made = make_token(mara)
    (line,) = tokens_page(mara).usable
    assert made.secret.startswith(line.start)
    assert len(line.start) < len(made.secret) / 2
