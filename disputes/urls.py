"""Addresses that belong to no portal."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from disputes.views import (
    account,
    demo,
    files,
    mail_address,
    notices,
    rules,
    sent_mails,
    settings,
    switch_off_mails,
    uploads,
)

urlpatterns = [
    path("", account.start, name="start"),
    path("sign-in/", account.SignIn.as_view(), name="sign-in"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("rules/", rules.rules_page, name="rules"),
    path("settings/", settings.settings_page, name="settings"),
    path("notices/", notices.notices_page, name="notices"),
    path("notices/read/", notices.mark_all_read, name="read-notices"),
    path("mails/off/<str:token>/", switch_off_mails.switch_off_mails, name="switch-off-mails"),
    path("settings/mail/", mail_address.mail_address, name="mail-address"),
    path(
        "settings/mail/<str:token>/",
        mail_address.confirm_mail_address,
        name="confirm-mail-address",
    ),
    path("files/for/<slug:key>/", uploads.add_upload, name="add-upload"),
    path("files/<uuid:public_id>/", files.file, name="file"),
    path("files/<uuid:public_id>/small/", files.file_thumbnail, name="file-thumbnail"),
    path("files/<uuid:public_id>/original/", files.file_original, name="file-original"),
    path("files/<uuid:public_id>/describe/", uploads.describe_upload, name="describe-upload"),
    path("files/<uuid:public_id>/remove/", uploads.remove_upload, name="remove-upload"),
    path("listing/<slug:reference>/<int:number>/", files.listing_picture, name="listing-picture"),
    path("cases/<slug:reference>/listing/", files.case_listing, name="case-listing"),
    path("demo/clock/", demo.skip_time, name="skip-time"),
    path("demo/mails/", sent_mails.sent_mails, name="sent-mails"),
    path("demo/mails/<int:number>/", sent_mails.sent_mail, name="sent-mail"),
    path("demo/mails/<int:number>/html/", sent_mails.sent_html, name="sent-html"),
]
