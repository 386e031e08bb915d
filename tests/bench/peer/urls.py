"""Addresses of django-helpdesk: its command writes links to tickets."""

from django.urls import include, path

urlpatterns = [path("", include("helpdesk.urls"))]
