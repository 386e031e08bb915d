"""Every answer carries the same strict content policy."""

import pytest
from django.test import Client

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/healthz", "/admin/login/", "/no-such-page"])
def test_the_policy_is_sent(client: Client, address: str) -> None:
    header = client.get(address)["Content-Security-Policy"]
    sent = dict(directive.strip().split(" ", 1) for directive in header.split(";"))
    assert sent == POLICY
