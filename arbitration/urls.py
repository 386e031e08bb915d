"""Addresses for machines that watch. The pages of the platform are in the admin."""

from django.urls import path

from arbitration.views import operations

urlpatterns = [
    path("readyz", operations.ready, name="readyz"),
    path("metrics", operations.metrics, name="metrics"),
]
