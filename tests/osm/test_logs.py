import io
import json
import logging
import re

import pytest
import structlog
from django.test import Client

from osm import logs

SECRET = "7 sick soldiers of otto@aldmark.example"


@pytest.fixture
def written():
    """Log as production does, too, and return the lines as data."""
    text, root = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(text)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(**logs.json_lines()))
    level = root.level
    root.addHandler(handler)
    root.setLevel("INFO")
    yield lambda: [json.loads(line) for line in text.getvalue().splitlines()]
    root.removeHandler(handler)
    root.setLevel(level)


def test_only_known_keys_are_written(written):
    structlog.get_logger("osm.test").info("stored", key="1:2026", value=SECRET, email=SECRET)
    (line,) = written()
    assert (line["event"], line["key"], line["level"]) == ("stored", "1:2026", "info")
    assert line.keys() <= logs.KEYS
    assert "otto" not in json.dumps(line)


def test_a_mail_address_never_stands_in_a_line(written):
    logging.getLogger("osm.test").warning("not sent to %s", "otto@aldmark.example")
    assert written()[0]["event"] == "not sent to [mail]"


def test_what_others_put_into_their_lines_is_left_out(written):
    logging.getLogger("django.request").warning("Not Found: %s", "/units/find/?unit=secret")
    assert written()[0]["event"] == "Not Found: %s"


def test_our_own_lines_keep_their_numbers(written):
    logging.getLogger("jobs.services.drain").error("parked topic=%s key=%s", "rollup", "1:2026")
    assert written()[0]["event"] == "parked topic=rollup key=1:2026"


def test_of_an_error_its_kind_and_place_are_written_and_not_its_words(written):
    def fail():
        raise ValueError(SECRET)

    try:
        fail()
    except ValueError:
        logging.getLogger("osm.test").exception("it failed")
    (line,) = written()
    assert line["error"] == "ValueError"
    assert re.fullmatch(r"test_logs\.py:\d+ fail", line["where"][-1])
    assert "sick" not in json.dumps(line)


def test_for_people_an_error_is_written_in_full_without_what_was_typed():
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(**logs.plain_lines()))

    def fail(typed):
        raise ValueError("refused")

    try:
        fail(SECRET)
    except ValueError as error:
        exc_info = (type(error), error, error.__traceback__)
        handler.emit(logging.LogRecord("osm", logging.ERROR, "", 1, "it failed", (), exc_info))
    assert "ValueError: refused" in text.getvalue()
    assert "sick" not in text.getvalue()


def test_errors_are_written_without_local_variables_whatever_is_installed():
    console = logs.plain_lines()["processors"][-1]
    assert console._exception_formatter is structlog.dev.plain_traceback


@pytest.mark.django_db
def test_a_request_is_logged_with_its_number_route_and_answer_and_without_its_address(
    written, mara
):
    client = Client()
    client.force_login(mara)
    answer = client.get("/units/find/?unit=secret", headers={"X-Request-ID": "abc-1"})
    lines = [line for line in written() if line["event"] == "request_finished"]
    assert lines == [
        {
            **lines[0],
            "request_id": "abc-1",
            "user_id": mara.pk,
            "method": "GET",
            "route": "units/find/",
            "code": 200,
        }
    ]
    assert "secret" not in json.dumps(lines)
    assert answer["X-Request-ID"] == "abc-1"


@pytest.mark.django_db
@pytest.mark.parametrize("given", ["otto@aldmark.example", "x" * 65, "a b", ""])
def test_what_is_no_number_of_a_request_is_replaced(client, given):
    number = client.get("/sign-in/", headers={"X-Request-ID": given})["X-Request-ID"]
    assert re.fullmatch(r"[0-9a-f-]{36}", number)


@pytest.mark.django_db
def test_nothing_of_a_request_is_said_of_the_next(client, written):
    client.get("/sign-in/", headers={"X-Request-ID": "first"})
    client.get("/healthz", headers={"X-Request-ID": "second"})
    numbers = [line["request_id"] for line in written() if line["event"] == "request_finished"]
    assert numbers == ["first", "second"]
