"""Addresses for machines that watch, and for everybody. The other pages are in the admin."""

from django.urls import path

from arbitration.views import operations
from arbitration.views.statistics import page as statistics

urlpatterns = [
    path("readyz", operations.ready, name="readyz"),
    path("metrics", operations.metrics, name="metrics"),
    path("statistics/", statistics.statistics_page, name="statistics"),
    path("statistics/<slug:table>.csv", statistics.statistics_csv, name="statistics-csv"),
]
