"""Settings of OSM; docs/operations.md lists every variable that is read here."""

import logging
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from osm import environment, logs
from osm.topics import TOPICS

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
# Found, not imported: the library takes a while and only its script is wanted.
PLOTLY = Path(str(find_spec("plotly").origin)).parent  # type: ignore[union-attr]

env = environment.read_file(BASE_DIR / ".env")
setting = environment.setting

OSM_MODE = environment.mode(env)
PRODUCTION = OSM_MODE == "production"
DEBUG = setting(env.bool, "OSM_DEBUG", "Set it to 0 or 1.", default=False) and not PRODUCTION

# Without one only production refuses to start.
SECRET_KEY = environment.secret(env, "OSM_SECRET_KEY") or "development only: not a secret"
ALLOWED_HOSTS: list[str] = env.list("OSM_ALLOWED_HOSTS", list(environment.THIS_MACHINE))
# Whom only this machine reaches may be reached without TLS, and may let visitors in by a click.
LOCAL = environment.is_this_machine(ALLOWED_HOSTS)
TLS = PRODUCTION and not LOCAL
WITH_DEMO_DATA = setting(env.bool, "OSM_DEMO", "Set it to 0 or 1.", default=OSM_MODE == "demo")
DEMO = OSM_MODE == "demo" or (PRODUCTION and WITH_DEMO_DATA and LOCAL)
CSRF_TRUSTED_ORIGINS: list[str] = env.list("OSM_TRUSTED_ORIGINS", [])

DATABASE_URL = env.str("DATABASE_URL", "")
VAR_DIR.mkdir(exist_ok=True)
DATABASES = {"default": environment.database(env, f"sqlite:///{VAR_DIR / 'osm.sqlite3'}")}
if password := environment.secret(env, "OSM_DATABASE_PASSWORD"):
    DATABASES["default"]["PASSWORD"] = password
EMBEDDED = DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3"
if EMBEDDED:
    # Without these, 955 of 1,000 simultaneous writes failed; with them none did.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    # Questions are short and have many words: to compile one takes longer than to answer it.
    DATABASES["default"]["OPTIONS"] = {"options": "-c jit=off"}
    if OSM_MODE != "development":
        # Without a pool each request would open a connection, and wait for it.
        DATABASES["default"]["OPTIONS"]["pool"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = environment.redis_url(env)
CACHES: dict[str, dict[str, Any]]
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
        }
    }
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "osm_cache",
        }
    }

# Pages that many people share (core/shared_pages.py). Their keys name the state of the database, so
# no process has to tell another what has changed. About 100 KB each.
CACHES["pages"] = {
    "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
    "LOCATION": "pages",
    "TIMEOUT": 12 * 60 * 60,
    "OPTIONS": {"MAX_ENTRIES": 600},
}

# Celery carries hints only; all truth is in the outbox.
OSM_TOPICS = TOPICS
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, str | float]
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    # An acknowledgement that Redis does not answer counts against the prefetch limit for as long as
    # the connection lasts: a worker that loses as many as it has processes lives on and takes
    # nothing. So there is no such limit; it takes as many as it has idle processes.
    CELERY_WORKER_PREFETCH_MULTIPLIER = 0
    CELERY_WORKER_DISABLE_PREFETCH = True
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "socket_connect_timeout": 2,
        "socket_timeout": 5,
        "health_check_interval": 25,
        # Whoever sends a hint while Redis is away waits for these: 1 s, without them 7 s.
        "max_retries": 1,
        "interval_start": 0,
        "interval_step": 0,
    }
else:
    BROKER_DIR = Path(env.str("OSM_BROKER_DIR", str(VAR_DIR / "broker")))
    CELERY_BROKER_URL = "filesystem://"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(BROKER_DIR / "queue"),
        "data_folder_out": str(BROKER_DIR / "queue"),
        "control_folder": str(BROKER_DIR / "control"),
        # Half of it is what a hint waits for; looking costs a thousandth of a processor.
        "polling_interval": 0.05,
    }

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_structlog",
    "rest_framework",
    "drf_spectacular",
    "knox",
    "allauth",
    "allauth.account",
    "allauth.usersessions",
    "core",
    "audit",
    "jobs",
    "accounts",
    "organization",
    "scorecard",
    "initiatives",
    "communications",
    "osm",
]

MIDDLEWARE = [
    "osm.logs.RequestLogMiddleware",
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "osm.middleware.SessionLimitsMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "core.middleware.RefusalMiddleware",
    # Outside of what says that a page has not changed: then neither has its PDF.
    "osm.printing.PrintingMiddleware",
    # The last one with a say: it answers for the view only where nobody before it refused.
    "osm.revalidation.RevalidationMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]

ROOT_URLCONF = "osm.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "osm.navigation.navigation",
                "osm.dashboards.buttons.pin_buttons",
                "osm.printing.offer",
            ],
        },
    },
]

AUTH_USER_MODEL = "accounts.User"
# One, so that a password is looked at once.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
ACCOUNT_ADAPTER = "accounts.adapter.ClosedSignup"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_FORMS = {
    "login": "accounts.forms.SignInForm",
    "change_password": "accounts.forms.PasswordChangeForm",
    "set_password": "accounts.forms.FirstPasswordForm",
    "reset_password": "accounts.forms.PasswordResetForm",
    "reset_password_from_key": "accounts.forms.NewPasswordForm",
}
# accounts/services/attempts.py counts these: under a lock, and not by address alone.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": None, "reset_password": None}
# Django's own: allauth's writes to the database when a link is only looked at.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
PASSWORD_RESET_TIMEOUT = 4 * 60 * 60
ALLAUTH_TRUSTED_PROXY_COUNT = environment.trusted_proxies(env)

# Where links in mails lead, and how mails leave.
OSM_URL = environment.own_address(env, ALLOWED_HOSTS, production=PRODUCTION)
MAIL_FOLDER = VAR_DIR / "demo" / "mails"
globals().update(environment.email(env, production=PRODUCTION))
if DEMO:
    # Its people are made up, and some of their addresses may be somebody's.
    EMAIL_BACKEND, EMAIL_FILE_PATH = environment.FILES, MAIL_FOLDER
MAILS_A_MINUTE = environment.mails_a_minute(env)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = environment.sender(env, OSM_URL)

# No session lasts longer; osm/middleware.py ends some earlier.
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = TLS
SECURE_SSL_REDIRECT = TLS
SECURE_HSTS_SECONDS = 31_536_000 if TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TLS else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        # Plotly adds one empty <style>; this is the hash of the empty string.
        "style-src": [SELF, "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("plotly", PLOTLY / "package_data"),
]
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = OSM_MODE == "development"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "whitenoise.storage.CompressedManifestStaticFilesStorage"
            if PRODUCTION
            else "django.contrib.staticfiles.storage.StaticFilesStorage"
        )
    },
}

REST_FRAMEWORK = {
    # The first one says how to sign in where nobody did: with a token.
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.api.authentication.ScopedTokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.IsAuthenticated",
        "accounts.api.permissions.WithinScopes",
    ],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "core.paging.Pages",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_METADATA_CLASS": None,
    "COERCE_DECIMAL_TO_STRING": False,
    "EXCEPTION_HANDLER": "core.problems.answer",
}
KNOX_TOKEN_MODEL = "accounts.Token"  # noqa: S105 - the name of a model
REST_KNOX = {"AUTH_HEADER_PREFIX": "Bearer", "TOKEN_PREFIX": "osm_"}
# Its own table of tokens would stay empty: ours takes its place.
MIGRATION_MODULES = {"knox": None}
SPECTACULAR_SETTINGS = {
    "TITLE": "OSM",
    "DESCRIPTION": _("Figures, targets, initiatives and messages of the organisation."),
    "VERSION": "1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": REST_FRAMEWORK["DEFAULT_PERMISSION_CLASSES"],
    "COMPONENT_SPLIT_REQUEST": True,
    # It would ask the database; a test validates the description instead.
    "ENABLE_DJANGO_DEPLOY_CHECK": False,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    # Choices stand where they are used; names made up for them would change with every new one.
    "POSTPROCESSING_HOOKS": ["core.schemas.finish"],
}

# Whoever asks for /metrics shows it; without one there is no such page.
METRICS_TOKEN = environment.secret(env, "OSM_METRICS_TOKEN")
LOG_LEVEL = environment.log_level(env, default="INFO" if PRODUCTION else "WARNING")
LOGGING = logs.configuration(LOG_LEVEL, as_json=PRODUCTION)
logs.configure()
DJANGO_STRUCTLOG_CELERY_ENABLED = True
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_STATUS_4XX_LOG_LEVEL = logging.INFO
