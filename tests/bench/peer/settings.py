"""The least that django-helpdesk needs. It runs in an environment of its own, not in ours."""

import os
from urllib.parse import unquote, urlsplit

_address = urlsplit(os.environ["DATABASE_URL"])

SECRET_KEY = "for a measurement only"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "tests.bench.peer.urls"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _address.path.removeprefix("/"),
        "USER": _address.username,
        "HOST": unquote((_address.netloc.split("@")[-1]).removesuffix(":5432")),
        "PORT": "5432",
    }
}
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.sites",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.admin",
    "django.contrib.humanize",
    "rest_framework",
    "helpdesk",
]
SITE_ID = 1
HELPDESK_TEAMS_MODE_ENABLED = False  # teams would need a package more
# Nothing is served: the command is run as cron would run it.
SILENCED_SYSTEM_CHECKS = ["admin.E403", "admin.E408", "admin.E409", "admin.E410"]
