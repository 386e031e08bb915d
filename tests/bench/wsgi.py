"""The site for gunicorn, with the bare pages of the addresses in `BENCH_PAGES` beside it."""

import json
import os

from config.wsgi import application
from tests.bench.connections import let_go
from tests.bench.in_process import BarePage

for address, cookie in json.loads(os.environ["BENCH_PAGES"]):
    BarePage(address, cookie)
let_go()  # gunicorn forks its workers from here, and they cannot share a connection

__all__ = ["application"]
