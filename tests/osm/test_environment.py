import pytest
from django.core.exceptions import ImproperlyConfigured
from environs import Env

from osm import environment

PRODUCTION = {
    "secret_key": "s" * 50,
    "hosts": ["osm.example.org"],
    "database_url": "postgres://osm@database/osm",
}


@pytest.fixture
def env(monkeypatch):
    """Set variables and return the environment."""

    def prepared(**variables):
        for name in ("OSM_MODE", "DATABASE_URL", "REDIS_URL", "OSM_LOG_LEVEL"):
            monkeypatch.delenv(name, raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return Env()

    return prepared


def refusal(read, *arguments):
    with pytest.raises(ImproperlyConfigured) as refused:
        read(*arguments)
    return str(refused.value)


def test_without_a_mode_development_is_meant(env):
    assert environment.mode(env()) == "development"


@pytest.mark.parametrize("mode", ["development", "demo", "production"])
def test_each_mode_is_read(env, mode):
    assert environment.mode(env(OSM_MODE=mode)) == mode


@pytest.mark.parametrize("mode", ["Production", "prod", ""])
def test_another_mode_is_refused_with_those_that_there_are(env, mode):
    sentence = refusal(environment.mode, env(OSM_MODE=mode))
    assert sentence.startswith(f"OSM_MODE is {mode!r}. Set it to one of development, demo, prod")


def test_a_typed_setting_that_is_wrong_names_itself_and_what_to_do(env):
    found = env(OSM_DEBUG="maybe")
    sentence = refusal(environment.setting, found.bool, "OSM_DEBUG", "Set it to 0 or 1.")
    assert sentence.startswith("OSM_DEBUG is missing or wrong:")
    assert sentence.endswith("Set it to 0 or 1.")


def test_without_a_database_the_default_is_taken(env):
    for found in (env(), env(DATABASE_URL="")):
        assert environment.database(found, "sqlite:////tmp/x.sqlite3")["NAME"] == "/tmp/x.sqlite3"


@pytest.mark.parametrize("url", ["nonsense", "mysql://osm@host/osm", "postgres://osm@host:port/x"])
def test_another_database_is_refused_with_what_to_give(env, url):
    sentence = refusal(environment.database, env(DATABASE_URL=url), "sqlite:///")
    assert sentence.startswith("DATABASE_URL is ")
    assert "postgres://user:password@host:5432/name" in sentence


@pytest.mark.parametrize("url", ["", "redis://host:6379/0", "rediss://host:6379/0"])
def test_redis_may_be_left_out(env, url):
    assert environment.redis_url(env(REDIS_URL=url)) == url


@pytest.mark.parametrize("url", ["host:6379", "http://host:6379/0"])
def test_what_is_no_redis_is_refused(env, url):
    assert "redis://host:6379/0" in refusal(environment.redis_url, env(REDIS_URL=url))


def test_a_level_that_is_none_is_refused_with_those_that_there_are(env):
    assert environment.log_level(env()) == "WARNING"
    assert environment.log_level(env(OSM_LOG_LEVEL="DEBUG")) == "DEBUG"
    sentence = refusal(environment.log_level, env(OSM_LOG_LEVEL="loud"))
    assert sentence == "OSM_LOG_LEVEL is 'loud'. Set it to one of DEBUG, INFO, WARNING, ERROR."


def test_a_complete_production_has_no_problem():
    assert environment.missing_for_production(**PRODUCTION) == []


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"secret_key": ""}, "OSM_SECRET_KEY"),
        ({"secret_key": "s" * 49}, "OSM_SECRET_KEY"),
        ({"hosts": []}, "OSM_ALLOWED_HOSTS"),
        ({"hosts": ["osm.example.org", "*"]}, "OSM_ALLOWED_HOSTS"),
        ({"database_url": ""}, "DATABASE_URL"),
    ],
)
def test_what_is_missing_for_production_is_named(wrong, name):
    (problem,) = environment.missing_for_production(**(PRODUCTION | wrong))
    assert problem.startswith(f"{name} is missing")


def test_everything_that_is_missing_is_said_at_once():
    nothing = {"secret_key": "", "hosts": [], "database_url": ""}
    assert len(environment.missing_for_production(**nothing)) == 3


def test_the_file_completes_the_environment_and_never_overrules_it(tmp_path, monkeypatch):
    file = tmp_path / ".env"
    file.write_text("OSM_TEST_ONE=file\nOSM_TEST_TWO=file\n")
    monkeypatch.setenv("OSM_TEST_ONE", "environment")
    # So that what the file sets is taken away again.
    monkeypatch.setenv("OSM_TEST_TWO", "")
    monkeypatch.delenv("OSM_TEST_TWO")
    env = environment.read_file(file)
    assert (env.str("OSM_TEST_ONE"), env.str("OSM_TEST_TWO")) == ("environment", "file")


def test_there_may_be_no_file(tmp_path):
    assert environment.read_file(tmp_path / ".env")


def test_a_secret_is_read_from_the_variable_or_from_the_file(env, tmp_path):
    file = tmp_path / "key"
    file.write_text("from the file\n")
    assert environment.secret(env(OSM_SECRET_KEY="given"), "OSM_SECRET_KEY") == "given"
    both = env(OSM_SECRET_KEY="", OSM_SECRET_KEY_FILE=str(file))
    assert environment.secret(both, "OSM_SECRET_KEY") == "from the file"
    assert (
        environment.secret(env(OSM_SECRET_KEY="", OSM_SECRET_KEY_FILE=""), "OSM_SECRET_KEY") == ""
    )


def test_a_file_that_cannot_be_read_is_named_with_what_to_do(env, tmp_path):
    found = env(OSM_SECRET_KEY="", OSM_SECRET_KEY_FILE=str(tmp_path / "none"))
    sentence = refusal(environment.secret, found, "OSM_SECRET_KEY")
    assert sentence.startswith("OSM_SECRET_KEY_FILE names ")
    assert "Name a file that holds the secret alone" in sentence


@pytest.mark.parametrize(
    ("hosts", "answer"),
    [
        (["localhost"], True),
        (["127.0.0.1", "localhost", "[::1]"], True),
        (["osm.example.org", "localhost"], False),
        (["*"], False),
        ([], False),
    ],
)
def test_this_machine_is_only_what_no_other_reaches(hosts, answer):
    assert environment.is_this_machine(hosts) is answer


def test_an_old_sqlite_is_warned_of_and_a_new_one_is_not():
    assert environment.sqlite_warning((3, 51, 3)) == ""
    assert environment.sqlite_warning((3, 51, 2)).startswith("SQLite 3.51.2 may lose")
