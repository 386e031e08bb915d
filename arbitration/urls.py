"""Addresses for machines that watch, and for everybody. The other pages are in the admin."""

from django.urls import path

from arbitration.views import operations
from arbitration.views.case import live_case_page
from arbitration.views.queue import live_queue
from arbitration.views.statistics import page as statistics

urlpatterns = [
    # Of the workspace, whose own door asks more than a tiny address may.
    path("live/", live_queue, name="live-queue"),
    path("live/<slug:reference>/", live_case_page, name="live-case"),
    path("readyz", operations.ready, name="readyz"),
    path("metrics", operations.metrics, name="metrics"),
    path("statistics/", statistics.statistics_page, name="statistics"),
    path("statistics/<slug:table>.csv", statistics.statistics_csv, name="statistics-csv"),
]
