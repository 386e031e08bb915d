"""The door for the web server: `gunicorn --config config/gunicorn.py config.wsgi`."""

import logging
import os

from django.conf import settings
from django.core.checks import run_checks
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from config.entrance import entrance
from config.start import refuse_to_start_wrong

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

refuse_to_start_wrong()  # before there is a pool, whose connections a fork would share

# Not for a demo or a test: its few visitors need no pool, and whoever copies or drops its database
# would find somebody connected to it.
if not settings.MOVABLE_CLOCK:
    # Only here: what Celery forks must not share connections, and a command needs one. It does no
    # harm in front of another pooler.
    settings.DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {
        "min_size": min(4, settings.DATABASE_POOL),
        "max_size": settings.DATABASE_POOL,
        "timeout": 3,  # seconds to wait for a free one, or for PostgreSQL to come back
    }

application = entrance(get_wsgi_application())

# The addresses, and with them the page of a server error, are there before the first request.
get_resolver().resolve_error_handler(500)

# What this machine lacks of the locks around strangers' files is told once, at the start.
for _found in run_checks(tags=["confinement"], include_deployment_checks=True):
    logging.getLogger(__name__).warning("%s %s", _found.msg, _found.hint)
