"""Addresses that belong to no portal."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from disputes.views import account, demo, photos

urlpatterns = [
    path("", account.start, name="start"),
    path("sign-in/", account.SignIn.as_view(), name="sign-in"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("settings/", account.settings_page, name="settings"),
    path("photos/for/<slug:key>/", photos.hold_photo, name="hold-photo"),
    path("photos/<uuid:public_id>/", photos.photo, name="photo"),
    path("photos/<uuid:public_id>/small/", photos.photo_thumbnail, name="photo-thumbnail"),
    path("photos/<uuid:public_id>/remove/", photos.drop_photo, name="drop-photo"),
    path("listing/<slug:reference>/<int:number>/", photos.listing_picture, name="listing-picture"),
    path("demo/clock/", demo.skip_time, name="skip-time"),
]
