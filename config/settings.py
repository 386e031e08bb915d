"""Django's settings. What differs between one place and another comes from the environment."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import django_stubs_ext
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config.env import read_environment
from config.logs import logging_as

# Lets generic classes of Django be written as `QuerySet[Dispute]` at run time, too.
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
_environment = read_environment()

# What this process is: neither of the three means production.
DEBUG = _environment.debug
DEMO = _environment.demo
TESTING = _environment.testing
MOVABLE_CLOCK = _environment.movable_clock
ESCROW_GATEWAY = _environment.escrow_gateway
MARKETPLACE_GATEWAY = _environment.marketplace_gateway
METRICS_TOKEN = _environment.metrics_token
# How mails go out; without a server they are only kept.
MAIL_SERVER = _environment.mail_server
MAIL_FROM = _environment.mail_from
SITE_ADDRESS = _environment.site_address

SECRET_KEY = _environment.secret_key
SECRET_KEY_FALLBACKS = _environment.secret_key_fallbacks
ALLOWED_HOSTS = _environment.allowed_hosts
CSRF_TRUSTED_ORIGINS = _environment.csrf_trusted_origins

INSTALLED_APPS = [
    "config.apps.DeploymentConfig",
    "arbitration",
    "sellers",
    "buyers",
    "disputes",
    "pgtrigger",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "arbitration.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.requests.RequestLog",
    "disputes.middleware.PrivatePages",
    "csp.middleware.CSPMiddleware",
    "config.plain_requests.PlainRequests",
    "config.probes.Probes",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "disputes.bodies.LargeBodies",  # before anything reads what was sent, as the next one does
    "config.plain_requests.WholeForms",
    "django.contrib.messages.middleware.MessageMiddleware",
    "disputes.middleware.StaffSessions",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "disputes.middleware.ViewerTimeZone",
    "disputes.middleware.KeepsWhatWasTyped",
    "disputes.middleware.RefusalPage",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

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
                "disputes.context.site",
            ],
        },
    },
]
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"

# ATOMIC_REQUESTS stays off: a verb opens its own durable transaction.
DATABASES = {"default": _environment.database_url}
DRAIN_SECONDS = _environment.drain_seconds
DATABASE_POOL = _environment.database_pool
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "disputes.User"
AUTHENTICATION_BACKENDS = ["disputes.backends.LimitedBackend"]
# Seconds after signing in: a working day, and not Django's two weeks, for people of the platform.
STAFF_SESSION_AGE = 10 * 3600
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
if TESTING:
    # A hash that is slow on purpose would make every signing in of every test slow.
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]

# Static files: collected, hashed and compressed once, then served by whitenoise. Developers and
# tests read them where they lie.
STATIC_URL = "/static/"
STATIC_ROOT = _environment.static_root
STATICFILES_DIRS: list[Any] = [BASE_DIR / "static"]
# Bootstrap's own files, from the installed package; found without running the package.
_bootstrap = find_spec("bootstrap")
if _bootstrap and _bootstrap.submodule_search_locations:
    STATICFILES_DIRS.append(("bootstrap", _bootstrap.submodule_search_locations[0]))
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG or TESTING
_STATIC_STORAGE = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
    if DEBUG or TESTING
    else "whitenoise.storage.CompressedManifestStaticFilesStorage"
)

# Evidence is served by a view to those who may see the case, never by address: without a
# MEDIA_URL, asking one of its files for a `.url` is an error. It lies in a private folder, or in
# a bucket, and then there is no EVIDENCE_ROOT.
EVIDENCE_ROOT = _environment.evidence_root
MEDIA_ROOT = EVIDENCE_ROOT or ""
MEDIA_URL = None
# The view decides, and nginx sends the file: the address by which nginx knows EVIDENCE_ROOT. The
# folder's group, to which nginx belongs, may then read.
ACCEL_REDIRECT = _environment.accel_redirect
# Where documents are shown to a virus scanner before they are kept, the socket of ClamAV's clamd.
CLAMAV_SOCKET = _environment.clamav_socket
_PRIVATE: dict[str, Any] = (
    {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": EVIDENCE_ROOT,
            "file_permissions_mode": 0o640 if ACCEL_REDIRECT else 0o600,
            "directory_permissions_mode": 0o750 if ACCEL_REDIRECT else 0o700,
        },
    }
    if EVIDENCE_ROOT
    else {"BACKEND": "config.bucket.Bucket", "OPTIONS": _environment.evidence_store}
)
STORAGES = {
    "default": _PRIVATE,
    "evidence": _PRIVATE,
    # Everybody may read them, nginx first of all: not as private as what people upload.
    "staticfiles": {
        "BACKEND": _STATIC_STORAGE,
        "OPTIONS": {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755},
    },
}

# Uploads. What is above the 15 MB of a photo is told in a sentence beside its field, so Django
# itself must let it in; the first handler stops reading a file at UPLOAD_CUT_OFF, which is above
# any limit that the application sets, and nobody can fill the memory or the disk.
MEGABYTE = 1024 * 1024
UPLOAD_CUT_OFF = 20 * MEGABYTE
FILE_UPLOAD_HANDLERS = [
    "config.uploads.OnlySoMany",
    "config.uploads.CutOff",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "config.uploads.OnDisk",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = MEGABYTE  # a form without its files, or where none are taken
UPLOAD_FILES = 30  # a form takes ten, and tells about some more; what comes after them is skipped
DATA_UPLOAD_MAX_NUMBER_FILES = 1_000
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

# The same strict policy for pages and admin: no inline script, no inline style.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}
CSRF_FAILURE_VIEW = "disputes.views.failures.form_out_of_date"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

# HTTPS, on by default in production. SECURE_PROXY says that a proxy in front ends it and tells so.
SECURE_SSL_REDIRECT = _environment.https
# Asked by machines beside this one, without HTTPS: `config.probes.PROBES`.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SESSION_COOKIE_SECURE = _environment.https
CSRF_COOKIE_SECURE = _environment.https
CSRF_COOKIE_HTTPONLY = True  # scripts read the token from the page
# Told to browsers over HTTPS only. They remember it, so each step is the operator's to take: a day
# at first, then longer, then the subdomains (of the marketplace!), then the lists of browsers.
SECURE_HSTS_SECONDS = _environment.hsts_seconds if _environment.https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _environment.hsts_subdomains
SECURE_HSTS_PRELOAD = _environment.hsts_preload
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # that not all steps were taken
# How many proxies in front are trusted to say in X-Forwarded-For where a request comes from.
PROXIES = _environment.proxies
if _environment.secure_proxy:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING = logging_as(_environment.log_format)

# Celery only ticks. What is due is a row in the database, workers poll for it, and the broker
# holds nothing that matters: two beats, no beat for a while or an emptied Redis change the delay
# and nothing else. Ticks have no time of expiry: that would be an instant by beat's clock, and a
# worker whose clock is ahead of it would throw away every one. `Ticker` keeps them from piling up.
CELERY_BROKER_URL = _environment.redis_url
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # the default gives up for good within the hour
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # Without these, a Redis that accepts and never answers blocks for good.
    "socket_timeout": 5,
    "socket_connect_timeout": 5,
    # Seconds until the jobs of a killed worker come back. No task may have a countdown above it.
    "visibility_timeout": 300,
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "UTC"
CELERY_ENABLE_UTC = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_RETRY_ON_WORKER_LOST = True  # `acks_late` alone loses the job of a killed child
CELERY_TASK_TIME_LIMIT = 240  # seconds; below the visibility timeout
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# A process of its own sends mails: a mail server that hangs must not hold up deadlines and refunds.
CELERY_TASK_ROUTES = {"disputes.tasks.send_mails": {"queue": "mail"}}
CELERY_BEAT_SCHEDULER = "config.ticker:Ticker"
CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "enforce-deadlines": {"task": "arbitration.tasks.enforce_deadlines", "schedule": 5.0},
    "deliver-outbox": {"task": "disputes.tasks.deliver_outbox", "schedule": 2.0},
    "remind": {"task": "disputes.tasks.remind", "schedule": 30.0},
    "send-mails": {"task": "disputes.tasks.send_mails", "schedule": 2.0},
    "enforce-standing": {"task": "sellers.tasks.enforce_standing", "schedule": 5.0},
    "count-rates": {"task": "sellers.tasks.count_rates", "schedule": 600.0},
    "erase-closed": {"task": "arbitration.tasks.erase_closed", "schedule": 600.0},
    "sweep-files": {"task": "disputes.tasks.sweep_files", "schedule": 3600.0},
    "forget-notices": {"task": "disputes.tasks.forget_notices", "schedule": 3600.0},
    "forget-sign-ins": {"task": "disputes.tasks.forget_sign_ins", "schedule": 3600.0},
    "count-months": {"task": "arbitration.tasks.count_months", "schedule": 3600.0},
}
