"""The page on which a person sets how times are shown and what comes by mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from disputes.forms.settings import NoticeSettingsForm, TimeZoneForm
from disputes.models import NoticeSettings, User
from disputes.permissions import is_staff_of_platform
from disputes.states import OPTIONAL_NOTICES, NoticeKind
from disputes.views.people import signed_in


@login_required
def settings_page(request: HttpRequest) -> HttpResponse:
    """Both are saved together, or neither."""
    person = signed_in(request)
    wishes = NoticeSettings.objects.filter(person=person).first() or NoticeSettings(person=person)
    sent = request.POST or None
    zone, mails = TimeZoneForm(sent, instance=person), NoticeSettingsForm(sent, instance=wishes)
    if request.method == "POST" and all([zone.is_valid(), mails.is_valid()]):
        zone.save()
        mails.save()
        messages.success(request, _("Your settings are saved."))
        return redirect("settings")
    context = {"zone": zone, "mails": mails, "always": _always(person)}
    return render(request, "disputes/settings.html", context)


def _always(person: User) -> list[str]:
    """What comes by mail in any case, of the kinds that this person can get at all."""
    kinds = [kind for kind in NoticeKind if kind not in OPTIONAL_NOTICES]
    if not person.memberships.exists():
        kinds.remove(NoticeKind.STANDING)
    if not is_staff_of_platform(person):
        kinds.remove(NoticeKind.WORK)
    return [str(kind.label) for kind in kinds]
