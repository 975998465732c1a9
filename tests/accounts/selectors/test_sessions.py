import pytest

from accounts.selectors.sessions import device

CHROME = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36"


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (CHROME, "Chrome on Windows"),
        (f"{CHROME} Edg/130.0", "Edge on Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU OS 17 like Mac OS X) Version/17.0 Safari/604.1",
            "Safari on iPhone",
        ),
        ("curl/8.5.0", "Unknown program"),
        ("", "Unknown program"),
        ("Something (X11; Linux)", "Linux"),
    ],
)
def test_a_device_is_named_in_words(user_agent, words):
    assert device(user_agent) == words
