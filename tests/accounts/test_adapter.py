from django.test import RequestFactory

from accounts.adapter import NO_ADDRESS, ClosedSignup


def address(**head):
    request = RequestFactory().get("/", **head)
    return ClosedSignup(request).get_client_ip(request)


def test_a_request_comes_from_where_the_server_says():
    assert address(REMOTE_ADDR="192.0.2.7") == "192.0.2.7"


def test_what_a_caller_writes_about_itself_counts_for_nothing():
    assert address(REMOTE_ADDR="192.0.2.7", HTTP_X_FORWARDED_FOR="198.51.100.1") == "192.0.2.7"


def test_a_socket_of_this_machine_has_no_address():
    assert address(REMOTE_ADDR="") == NO_ADDRESS


def test_who_comes_through_a_socket_is_answered(client, mara):
    client.force_login(mara)
    assert client.get("/account/", REMOTE_ADDR="").status_code == 200
