"""Guesses that come at once are counted one after the other."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connections

from accounts.models import AttemptCount
from accounts.services.attempts import FROM_ONE_ADDRESS, TooManyAttemptsError, begin_sign_in
from jobs.services.drain import retried

AT_ONCE = 20


def is_looked_at(_number):
    """Guess on a connection of its own, as another request would."""
    try:
        begin_sign_in(email="mara@aldmark.example", address="203.0.113.7", mark="")
    except TooManyAttemptsError:
        return False
    finally:
        connections.close_all()
    return True


def test_of_guesses_at_once_no_more_than_the_limit_are_looked_at(transactional_db):
    with ThreadPoolExecutor(AT_ONCE) as crowd:
        looked_at = sum(crowd.map(lambda number: retried(lambda: is_looked_at(number)), range(60)))
    assert looked_at == FROM_ONE_ADDRESS.most
    assert max(AttemptCount.objects.values_list("count", flat=True)) == looked_at
