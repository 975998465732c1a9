import pytest
from django.test import RequestFactory

from core.errors import DomainError, NotAllowedError
from core.middleware import RefusalMiddleware


def answer_to(error, user):
    request = RequestFactory().get("/")
    request.user = user
    request.htmx = False
    request._messages = []
    return RefusalMiddleware(lambda _request: None).process_exception(request, error)


def test_a_refusal_is_a_403_page_with_its_reason(mara):
    answer = answer_to(NotAllowedError("You may not do this for <MARA>. Ask."), mara)
    assert answer.status_code == 403
    assert "You may not do this for &lt;MARA&gt;. Ask." in answer.content.decode()


@pytest.mark.parametrize("error", [DomainError("No."), ValueError(), PermissionError()])
def test_everything_else_is_left_to_django(mara, error):
    assert answer_to(error, mara) is None


def test_an_answer_passes_through():
    assert RefusalMiddleware(lambda request: request)("answer") == "answer"


def test_who_posts_without_the_right_gets_the_reason(client, otto):
    client.force_login(otto)
    answer = client.post("/enter/")
    assert answer.status_code == 403
    assert "You may not enter figures for any unit." in answer.content.decode()
