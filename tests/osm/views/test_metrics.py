import pytest

pytestmark = pytest.mark.django_db
TOKEN = "t" * 40


@pytest.mark.parametrize(
    "shown", ["", TOKEN, f"Bearer {TOKEN}x", "Bearer ", f"bearer {TOKEN}", f"Basic {TOKEN}"]
)
def test_whoever_does_not_show_the_token_is_not_told_that_there_is_anything(
    client, settings, shown
):
    settings.METRICS_TOKEN = TOKEN
    assert client.get("/metrics", headers={"Authorization": shown}).status_code == 404


@pytest.mark.parametrize("shown", ["Bearer ", "Bearer None", ""])
def test_without_a_token_in_the_settings_there_is_no_such_page(client, settings, shown):
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics", headers={"Authorization": shown}).status_code == 404


def test_the_token_opens_it(client, settings):
    settings.METRICS_TOKEN = TOKEN
    answer = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    assert "osm_up 1.0" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
