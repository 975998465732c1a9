"""Settings from the environment: typed, and refused with a sentence that says what to do."""

import unicodedata
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import dj_database_url
import dj_email_url  # type: ignore[import-untyped]
from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError

Value = TypeVar("Value")

MODES = ("development", "demo", "production")
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
ENGINES = ("django.db.backends.sqlite3", "django.db.backends.postgresql")
SHORTEST_SECRET = 50
MOST_PROXIES = 9
MOST_MAILS_A_MINUTE = 10_000
MAIL_SCHEMES = ("smtp", "submission")
CONSOLE = "django.core.mail.backends.console.EmailBackend"
FILES = "django.core.mail.backends.filebased.EmailBackend"
# A server that does not answer must not hold up the rest of the work.
MAIL_SECONDS = 10
THIS_MACHINE = ("localhost", "127.0.0.1", "[::1]")
SAFE_SQLITE = (3, 51, 3)


def read_file(path: Path) -> Env:
    """Return the environment, completed (never overruled) by the file at `path` if it exists."""
    env = Env()
    if path.is_file():
        env.read_env(str(path))
    return env


def setting(read: Callable[..., Value], name: str, hint: str, **options: Any) -> Value:
    """Return one typed setting.

    Raises
    ------
    ImproperlyConfigured
        With the name, what is wrong, and `hint`: what to do about it.
    """
    try:
        return read(name, **options)
    except (EnvError, ValueError) as error:
        reason = str(error).rstrip(".")
        raise ImproperlyConfigured(f"{name} is missing or wrong: {reason}. {hint}") from error


def mode(env: Env) -> str:
    """Return development, demo or production."""
    found = env.str("OSM_MODE", "development")
    if found not in MODES:
        raise ImproperlyConfigured(
            f"OSM_MODE is {found!r}. Set it to one of {', '.join(MODES)}; without it, "
            "development is meant."
        )
    return found


def database(env: Env, default: str) -> dict[str, Any]:
    """Return Django's settings of the database; an empty variable is none."""
    hint = "Give sqlite:////path/file.sqlite3 or postgres://user:password@host:5432/name."
    try:
        found: dict[str, Any] = dict(dj_database_url.parse(env.str("DATABASE_URL", "") or default))
    except ValueError as error:
        raise ImproperlyConfigured(f"DATABASE_URL is no address of a database. {hint}") from error
    if found["ENGINE"] not in ENGINES:
        raise ImproperlyConfigured(f"DATABASE_URL is for another kind of database. {hint}")
    return found


def redis_url(env: Env) -> str:
    """Return the address of Redis; empty where there is none."""
    found = env.str("REDIS_URL", "")
    if found and not found.startswith(("redis://", "rediss://")):
        raise ImproperlyConfigured(
            "REDIS_URL is no address of Redis. Give redis://host:6379/0, or leave it out to do "
            "without Redis."
        )
    return found


def secret(env: Env, name: str) -> str:
    """Return a secret: the variable `name`, or what the file that `name`_FILE names holds."""
    if found := env.str(name, ""):
        return found
    file = env.str(f"{name}_FILE", "")
    if not file:
        return ""
    try:
        return Path(file).read_text().strip()
    except OSError as error:
        raise ImproperlyConfigured(
            f"{name}_FILE names {file}, which cannot be read ({error.strerror}). Name a file that "
            f"holds the secret alone and that OSM may read, or set {name}."
        ) from error


def is_this_machine(hosts: Collection[str]) -> bool:
    """Tell whether all host names are those under which a machine reaches itself."""
    return bool(hosts) and set(hosts) <= set(THIS_MACHINE)


def sqlite_warning(version: tuple[int, ...]) -> str:
    """Return what is wrong with a release of SQLite; empty where nothing is known."""
    if version >= SAFE_SQLITE:
        return ""
    there, safe = (".".join(map(str, each)) for each in (version, SAFE_SQLITE))
    return (
        f"SQLite {there} may lose its write-ahead log when two processes reset it at once: use "
        f"{safe} or newer, or PostgreSQL, for figures that matter."
    )


def log_level(env: Env, default: str = "WARNING") -> str:
    """Return how much is logged."""
    found = env.str("OSM_LOG_LEVEL", "") or default
    if found not in LOG_LEVELS:
        raise ImproperlyConfigured(
            f"OSM_LOG_LEVEL is {found!r}. Set it to one of {', '.join(LOG_LEVELS)}."
        )
    return found


def trusted_proxies(env: Env) -> int:
    """Return how many proxies before OSM may be believed from where a request came."""
    hint = "Set it to the number of proxies before OSM, 0 to 9."
    found = setting(env.int, "OSM_TRUSTED_PROXIES", hint, default=0)
    if not 0 <= found <= MOST_PROXIES:
        raise ImproperlyConfigured(f"OSM_TRUSTED_PROXIES is {found}. {hint}")
    return found


def own_address(env: Env, hosts: list[str], *, production: bool) -> str:
    """Return the address under which people reach OSM, without a slash at its end."""
    host = hosts[0] if hosts else "localhost"
    default = f"https://{host}" if production else "http://127.0.0.1:8000"
    found = (env.str("OSM_URL", "") or default).rstrip("/")
    place = urlsplit(found)
    if place.scheme not in {"http", "https"} or not place.hostname or place.path or place.query:
        raise ImproperlyConfigured(
            f"OSM_URL is {found!r}. Set it to the address under which people reach OSM, "
            "for example https://osm.example.org."
        )
    return found


def email(env: Env, *, production: bool) -> dict[str, Any]:
    """Return Django's settings of mail; without an address nothing leaves in production."""
    address = env.str("EMAIL_URL", "")
    if not address:
        backend = "core.mail.NoServerBackend" if production else CONSOLE
        return {"EMAIL_BACKEND": backend}
    place = urlsplit(address)
    hint = "Give submission://user:password@host:587 or smtp://host:25."
    try:
        is_known = place.scheme in MAIL_SCHEMES and (place.port or True) and place.hostname
    except ValueError:
        is_known = False
    if place.scheme != "console" and not is_known:
        # Never the address itself: it holds a password.
        raise ImproperlyConfigured(f"EMAIL_URL is no address of a mail server. {hint}")
    return dict(dj_email_url.parse(address)) | {"EMAIL_TIMEOUT": MAIL_SECONDS}


def mails_a_minute(env: Env) -> int:
    """Return how many mails about notices may leave in a minute."""
    hint = "Set it to a number from 1 to 10000."
    found = setting(env.int, "OSM_MAILS_A_MINUTE", hint, default=60)
    if not 1 <= found <= MOST_MAILS_A_MINUTE:
        raise ImproperlyConfigured(f"OSM_MAILS_A_MINUTE is {found}. {hint}")
    return found


def sender(env: Env, own_address: str) -> str:
    """Return in whose name mails go out."""
    default = f"osm@{urlsplit(own_address).hostname}"
    found = env.str("OSM_EMAIL_FROM", "") or default
    if "@" not in found or any(unicodedata.category(char) == "Cc" for char in found):
        raise ImproperlyConfigured(
            f"OSM_EMAIL_FROM is {found!r}. Set it to an address, for example osm@example.org."
        )
    return found


def missing_for_production(*, secret_key: str, hosts: list[str], database_url: str) -> list[str]:
    """Return a sentence for each setting without which pages must not be served."""
    problems = []
    if len(secret_key) < SHORTEST_SECRET:
        problems.append(
            f"OSM_SECRET_KEY is missing or shorter than {SHORTEST_SECRET} characters: "
            "run `make setup`, or set it to a long random text that only this server knows, or "
            "OSM_SECRET_KEY_FILE to a file that holds one."
        )
    if not hosts or "*" in hosts:
        problems.append(
            "OSM_ALLOWED_HOSTS is missing or `*`: set it to the host names under which people "
            "reach OSM, separated by commas."
        )
    if not database_url:
        problems.append(
            "DATABASE_URL is missing: set it, for example "
            "postgres://osm:password@database:5432/osm."
        )
    return problems
