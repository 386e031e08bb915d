"""Addresses of the seller dashboard, below /seller/."""

from django.urls import path

from disputes.states import Party
from disputes.views.acts import act_page
from disputes.views.case import case_page
from sellers import views

app_name = "sellers"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("penalties/", views.penalties, name="penalties"),
    path("cases/<slug:reference>/", case_page, {"party": Party.SELLER}, name="case"),
    path("cases/<slug:reference>/<slug:verb>/", act_page, {"party": Party.SELLER}, name="act"),
]
