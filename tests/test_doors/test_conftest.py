from tests.conftest import closing_line, missing_needs


def test_without_services_everything_that_needs_one_is_missing():
    assert missing_needs({}, None, False) == [
        "postgresql",
        "redis",
        "browser",
        "paper",
        "slow",
    ]


def test_what_is_there_is_not_missing():
    environment = {"OSM_TEST_DATABASE_URL": "postgres://x", "OSM_TEST_REDIS_URL": "redis://x"}
    assert missing_needs(environment, "/usr/bin/chromium", True) == ["slow"]


def test_the_closing_line_counts_what_did_not_run():
    assert closing_line({"postgresql": 3, "slow": 1}) == (
        "Not run here: 3 for a PostgreSQL server, 1 for more time. `make test` runs all of them."
    )


def test_there_is_no_closing_line_when_everything_ran():
    assert closing_line({}) == ""


def test_the_suite_never_uses_the_database_of_development(settings):
    assert "var/osm.sqlite3" not in str(settings.DATABASES["default"]["NAME"])
