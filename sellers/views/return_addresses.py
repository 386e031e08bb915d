"""The page on which a store says where goods go back to."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from disputes.errors import Refused
from disputes.models import Dispute, Store
from disputes.states import State
from disputes.views.action import ActionPage
from disputes.views.people import signed_in
from sellers.forms.return_addresses import StoreAddressForm
from sellers.verbs.return_addresses import keep_return_address
from sellers.views.members import chosen_store, for_members


class ReturnAddress(ActionPage[StoreAddressForm]):
    """One store at a time: the one that is asked for, or the first."""

    template_name = "sellers/return_address.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.user, [self.stores] = signed_in(request), args
        self.store: Store = chosen_store(self.stores, request.GET.get("store", ""))

    @property
    def after(self) -> str:
        return reverse("sellers:queue")

    def form(self, data: QueryDict | None) -> StoreAddressForm:
        return StoreAddressForm(data, store=self.store)

    def consequences(self, form: StoreAddressForm) -> Sequence[str]:
        said = [
            _("Goods that are sent back from now on go there, unless a case says otherwise."),
            _("Only buyers who have to send something back see it, and the platform."),
        ]
        waiting = Dispute.objects.filter(store=self.store, state=State.AWAITING_ADDRESS).count()
        if waiting:
            said.append(
                ngettext(
                    "%(number)d case that waits for an address gets it at once.",
                    "%(number)d cases that wait for an address get it at once.",
                    waiting,
                )
                % {"number": waiting}
            )
        return said

    def perform(self, form: StoreAddressForm) -> str:
        given = keep_return_address(
            self.user,
            self.store,
            address=form.cleaned_data["address"],
            country=form.cleaned_data["country"],
            based_on=form.cleaned_data["version"],
        )
        if not given:
            return _("The return address is saved.")
        return ngettext(
            "The return address is saved. %(number)d case that waited for it has it now.",
            "The return address is saved. %(number)d cases that waited for it have it now.",
            given,
        ) % {"number": given}

    def show_refused(self, form: StoreAddressForm, refused: Refused) -> HttpResponse:
        """With the version that counts now, so that saving once more is meant."""
        self.store = Store.objects.get(pk=self.store.pk)
        typed = self.request.POST.copy()
        typed["version"] = str(self.store.return_address_version)
        again = self.form(typed)
        again.full_clean()
        return super().show_refused(again, refused)

    def context(self, form: StoreAddressForm) -> dict[str, Any]:
        return {
            "stores": self.stores,
            "store": self.store,
            "consequences": self.consequences(form),
        }


return_address_page = for_members(ReturnAddress.as_view())
