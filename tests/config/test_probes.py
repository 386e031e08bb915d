"""Machines ask by address, without HTTPS and without a name: the probes answer, and only they."""

import pytest
from django.conf import LazySettings
from django.test import Client

from config import draining
from disputes.background import heartbeats
from disputes.models import Heartbeat

pytestmark = pytest.mark.django_db

HOSTS = ["10.0.0.7:8000", "redress-1.internal", "[fe80::1]", "under_score", "[", ""]
TOKEN = "t" * 32


@pytest.mark.parametrize("host", HOSTS)
def test_they_answer_whatever_they_are_called(settings: LazySettings, host: str) -> None:
    settings.ALLOWED_HOSTS = ["shop.example"]
    settings.SECURE_SSL_REDIRECT = True
    settings.METRICS_TOKEN = TOKEN
    heartbeats.record_heartbeat(Heartbeat.Kind.SWEEP)
    client = Client(headers={"host": host, "authorization": f"Bearer {TOKEN}"})
    for address in ("/healthz", "/readyz", "/metrics"):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert "Content-Security-Policy" in answer
        assert "X-Request-ID" in answer


@pytest.mark.parametrize(
    "address", ["/", "/sign-in/", "/healthz/", "/readyz/", "/metricsx", "//healthz"]
)
def test_nothing_else_does(settings: LazySettings, address: str) -> None:
    settings.ALLOWED_HOSTS = ["shop.example"]
    assert Client(headers={"host": "10.0.0.7"}).get(address).status_code == 400


def test_a_process_that_is_about_to_end_is_not_ready_but_alive(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heartbeats.record_heartbeat(Heartbeat.Kind.SWEEP)
    client = Client()
    assert client.get("/readyz").status_code == 200
    monkeypatch.setattr(draining, "begun", lambda: True)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"ready": False})
    assert client.get("/healthz").status_code == 200
    assert client.get("/sign-in/").status_code == 200
