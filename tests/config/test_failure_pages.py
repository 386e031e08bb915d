"""The pages for what went wrong stand when the manifest, the database or the templates are gone."""

import logging

import pytest
from django.conf import LazySettings
from django.contrib.staticfiles import finders
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from config.urls import handler400, handler403, handler404, handler500
from config.urls import urlpatterns as real
from tests.support.over_wsgi import FORM

__all__ = ["handler400", "handler403", "handler404", "handler500"]

SAID = {
    400: "This request could not be understood",
    403: "You may not open this page",
    404: "This page does not exist",
    413: "That is too much at once",
    500: "Something went wrong on our side",
    503: "Please try again in a minute",
}
TOO_MANY = "&".join(["a=1"] * 1100)


def fails(request: HttpRequest) -> HttpResponse:
    raise KeyError("whatever nobody foresaw")


def is_away(request: HttpRequest) -> HttpResponse:
    raise OperationalError("the connection is closed")


def is_forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


urlpatterns = [
    *real,
    path("fails/", fails),
    path("is-away/", is_away),
    path("is-forbidden/", is_forbidden),
]


@pytest.fixture(params=["nothing", "manifest", "templates", "database"])
def broken(request: pytest.FixtureRequest, settings: LazySettings) -> str:
    settings.ROOT_URLCONF = __name__
    if request.param == "manifest":
        manifest = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
        settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": manifest}}
    if request.param == "templates":
        [engine] = settings.TEMPLATES
        settings.TEMPLATES = [engine | {"DIRS": ["/nowhere"], "APP_DIRS": False}]
    if request.param != "database":
        request.getfixturevalue("db")  # else asking it is an error
    return str(request.param)


@pytest.mark.parametrize("status", SAID)
def test_there_is_a_page(broken: str, status: int, caplog: pytest.LogCaptureFixture) -> None:
    client = Client(raise_request_exception=False)
    with caplog.at_level(logging.CRITICAL):
        answer = {
            400: lambda: client.get("/", headers={"host": "[another"}),
            403: lambda: client.get("/is-forbidden/"),
            404: lambda: client.get("/no-such-page"),
            413: lambda: client.post("/sign-in/", TOO_MANY, content_type=FORM),
            500: lambda: client.get("/fails/"),
            503: lambda: client.get("/is-away/"),
        }[status]()
    assert answer.status_code == status
    assert f"<h1>{SAID[status]}</h1>" in answer.text
    assert "Content-Security-Policy" in answer
    assert answer.headers.get("Retry-After") == ("30" if status == 503 else None)


def test_the_page_of_a_failure_has_a_look_that_needs_no_manifest(settings: LazySettings) -> None:
    settings.ROOT_URLCONF = __name__
    page = Client(raise_request_exception=False).get("/fails/").text
    assert '<link rel="stylesheet" href="/static/css/failure.css">' in page
    assert finders.find("css/failure.css")
    assert "style=" not in page
    assert "<script" not in page


@pytest.mark.django_db
def test_a_forged_form_has_a_page_without_templates(settings: LazySettings) -> None:
    [engine] = settings.TEMPLATES
    settings.TEMPLATES = [engine | {"DIRS": ["/nowhere"], "APP_DIRS": False}]
    answer = Client(enforce_csrf_checks=True).post("/sign-in/", {"username": "a"})
    assert (answer.status_code, SAID[403] in answer.text) == (403, True)
