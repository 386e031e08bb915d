"""Run in the tree of an earlier release: its pages, as everybody sees them, on the tables of now.

Prints what did not answer 200, one address a line. It may import nothing but Django and that
release's own code.
"""

import json
import re
import sys
from collections import deque

import django

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402  # needs the apps
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

PEOPLE = ("buyer", "seller", "arbitrator", "supervisor", "auditor")
MOST = 70  # pages for each
# Not pages, or somebody else's.
PASSED_OVER = re.compile(r"/static/|/sign-out/|/logout/|/admin/r/|\.csv|\.pdf|case-file|/original/")


def walk(name: str) -> tuple[int, list[str]]:
    """From the start page along the links: how many pages, and what was wrong."""
    client = Client(raise_request_exception=False)
    user = get_user_model().objects.get(username=name)
    client.force_login(user)
    seen, waiting, wrong, pages = {"/"}, deque(["/"]), [], 0
    while waiting and pages < MOST:
        address = waiting.popleft()
        answer = client.get(address, follow=True)
        pages += 1
        if answer.status_code != 200:
            wrong.append(f"{name} {address}: {answer.status_code}")
            continue
        if "text/html" not in answer["Content-Type"]:
            continue
        here = answer.request["PATH_INFO"]
        for found in re.findall(r'href="([^"#]*)', answer.content.decode()):
            link = found.replace("&amp;", "&")
            link = here + link if link.startswith("?") else link
            # Of each kind of list, its first pages say enough.
            if link.startswith("/") and link not in seen and not PASSED_OVER.search(link):
                seen.add(link)
                waiting.append(link)
    return pages, wrong


setup_test_environment()
walked = {name: walk(name) for name in PEOPLE}
json.dump(walked, sys.stdout)
