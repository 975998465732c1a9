from datetime import timedelta

import pytest

from accounts.models import AttemptCount, User
from accounts.services.attempts import (
    BY_ONE_ADDRESS,
    FOR_ONE_ACCOUNT,
    FROM_ONE_ADDRESS,
    Limit,
    TooManyAttemptsError,
    begin_reset,
    begin_sign_in,
    remove_outdated_counts,
    take,
)
from accounts.services.browsers import browser_mark
from tests.factories import make_person

HOME = "203.0.113.7"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _november(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


def wrong(email, address=HOME, mark="", times=1):
    """Count so many wrong passwords; return whether the last of them would be looked at."""
    for _ in range(times):
        try:
            begin_sign_in(email=email, address=address, mark=mark)
        except TooManyAttemptsError:
            return False
    return True


def test_so_many_wrong_passwords_are_looked_at_and_not_one_more():
    assert wrong("a@aldmark.example", times=FROM_ONE_ADDRESS.most)
    assert not wrong("a@aldmark.example")


def test_the_refusal_says_how_long_and_that_a_right_password_does_not_help(time_machine):
    wrong("a@aldmark.example", times=FROM_ONE_ADDRESS.most)
    time_machine.move_to("2026-11-12 08:03:10Z", tick=False)
    with pytest.raises(TooManyAttemptsError) as refused:
        begin_sign_in(email="a@aldmark.example", address=HOME, mark="")
    assert "for another 12 minutes, not even the right password" in refused.value.message


def test_the_door_opens_again_when_the_time_is_over(time_machine):
    wrong("a@aldmark.example", times=FROM_ONE_ADDRESS.most + 3)
    time_machine.shift(FROM_ONE_ADDRESS.period - timedelta(seconds=1))
    assert not wrong("a@aldmark.example")
    time_machine.shift(timedelta(seconds=1))
    assert wrong("a@aldmark.example", times=FROM_ONE_ADDRESS.most)


def test_a_stranger_who_guesses_does_not_close_the_door_to_the_owner_elsewhere():
    wrong("a@aldmark.example", "198.51.100.9", times=FROM_ONE_ADDRESS.most + 1)
    assert wrong("a@aldmark.example", HOME)


def test_many_addresses_that_guess_for_one_account_are_stopped_together():
    tried = sum(
        wrong("a@aldmark.example", f"198.51.{number}.9") for number in range(FOR_ONE_ACCOUNT.most)
    )
    assert tried == FOR_ONE_ACCOUNT.most
    assert not wrong("a@aldmark.example", HOME)
    assert wrong("b@aldmark.example", HOME)


def test_a_browser_that_signed_in_before_gets_in_while_the_account_is_attacked():
    person = make_person()
    mark = browser_mark(person)
    for number in range(FOR_ONE_ACCOUNT.most + 1):
        wrong(person.email, f"198.51.{number}.9")
    assert wrong(person.email, HOME, mark)


def test_a_known_browser_has_a_count_of_its_own():
    person = make_person()
    mark = browser_mark(person)
    assert wrong(person.email, HOME, mark, times=5)
    assert not wrong(person.email, "198.51.100.9", mark)


@pytest.mark.parametrize("mark", ["", "forged", "W10:1:x"])
def test_a_forged_mark_is_none(mark):
    person = make_person()
    wrong(person.email, times=FROM_ONE_ADDRESS.most)
    assert not wrong(person.email, HOME, mark)


def test_the_mark_of_one_person_does_not_help_against_another():
    thief, owner = make_person(), make_person()
    wrong(owner.email, times=FROM_ONE_ADDRESS.most)
    assert not wrong(owner.email, HOME, browser_mark(thief))


def test_one_address_cannot_try_one_password_on_everybody():
    tried = sum(wrong(f"p{number}@aldmark.example") for number in range(BY_ONE_ADDRESS.most + 9))
    assert tried == BY_ONE_ADDRESS.most


def test_an_ipv6_network_counts_as_one_address():
    for number in range(FROM_ONE_ADDRESS.most):
        assert wrong("a@aldmark.example", f"2001:db8:1:2::{number:x}")
    assert not wrong("a@aldmark.example", "2001:db8:1:2:ffff::1")
    assert wrong("a@aldmark.example", "2001:db8:1:3::1")


# PostgreSQL takes the long s for an s, SQLite does not.
@pytest.mark.parametrize(
    "spelled", ["KIM.S@Aldmark.example", "kim.ſ@aldmark.example", " kim.s@aldmark.example "]
)
def test_another_spelling_that_leads_to_an_account_is_the_same_account(spelled):
    person = make_person("Kim")
    person.email = "kim.s@aldmark.example"
    person.save()
    leads_there = User.objects.filter(email__iexact=spelled.strip()).exists()
    wrong(person.email, times=FROM_ONE_ADDRESS.most)
    assert wrong(spelled) is not leads_there


def test_a_right_password_takes_back_what_was_counted():
    for _ in range(3 * BY_ONE_ADDRESS.most):
        begin_sign_in(email="a@aldmark.example", address=HOME, mark="").succeeded()
    assert set(AttemptCount.objects.values_list("count", flat=True)) == {0}


def test_ones_own_right_passwords_do_not_take_back_guesses_at_others():
    for number in range(BY_ONE_ADDRESS.most):
        wrong(f"victim{number}@aldmark.example")
        if number < BY_ONE_ADDRESS.most - 1:
            begin_sign_in(email="own@aldmark.example", address=HOME, mark="").succeeded()
    assert not wrong("one.more@aldmark.example")


def test_a_full_key_leaves_the_others_uncounted():
    few, many = Limit(1, timedelta(hours=1)), Limit(9, timedelta(hours=1))
    take({"few": few, "many": many})
    assert take({"few": few, "many": many}) is not None
    assert sorted(AttemptCount.objects.values_list("count", flat=True)) == [1, 1]


def test_the_table_names_nobody():
    wrong("a@aldmark.example")
    kept = " ".join(AttemptCount.objects.values_list("key", flat=True))
    assert "aldmark" not in kept
    assert HOME not in kept


def test_new_passwords_are_asked_for_a_few_times_an_hour():
    for _ in range(3):
        begin_reset(email="a@aldmark.example", address=HOME)
    with pytest.raises(TooManyAttemptsError, match="asked for too often"):
        begin_reset(email="a@aldmark.example", address="198.51.100.9")


def test_counts_whose_time_is_over_are_removed(time_machine):
    wrong("a@aldmark.example")
    assert remove_outdated_counts() == 0
    time_machine.shift(FROM_ONE_ADDRESS.period)
    assert remove_outdated_counts() == 3
