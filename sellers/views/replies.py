"""The pages on which a store keeps texts for its messages."""

from collections.abc import Sequence
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from disputes.models import Store
from disputes.views.action import ActionPage, FormT
from disputes.views.people import signed_in
from sellers.forms.replies import ReplyForm
from sellers.models import SavedReply
from sellers.verbs.replies import delete_reply, save_reply
from sellers.views.members import chosen_store, for_members


class _ReplyPage(ActionPage[FormT]):
    """About one reply of a store, or about all of the one that is asked for."""

    template_name = "sellers/replies.html"
    reply: SavedReply | None = None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.user, [self.stores] = signed_in(request), args
        if "number" in kwargs:
            own = SavedReply.objects.filter(store__in=self.stores).select_related("store")
            self.reply = own.filter(pk=kwargs["number"]).first()
            if self.reply is None:
                raise Http404
        self.store: Store = (
            self.reply.store
            if self.reply
            else chosen_store(self.stores, request.GET.get("store", ""))
        )

    @property
    def after(self) -> str:
        return f"{reverse('sellers:replies')}?store={self.store.pk}"

    def consequences(self, form: FormT) -> Sequence[str]:
        return []

    def context(self, form: FormT) -> dict[str, Any]:
        return {
            "stores": self.stores,
            "store": self.store,
            "reply": self.reply,
            "replies": SavedReply.objects.filter(store=self.store),
            "case_url": self.after,
            "possible": True,
        }


class KeepReply(_ReplyPage[ReplyForm]):
    """Adds one, below those that are there, or changes one."""

    def form(self, data: QueryDict | None) -> ReplyForm:
        known = {"title": self.reply.title, "text": self.reply.text} if self.reply else None
        return ReplyForm(data, initial=known)

    def perform(self, form: ReplyForm) -> str:
        number = self.reply.pk if self.reply else None
        save_reply(self.user, self.store, number=number, **form.cleaned_data)
        return _("The reply is saved.")

    def context(self, form: ReplyForm) -> dict[str, Any]:
        return super().context(form) | {"label": _("Save reply")}


class DeleteReply(_ReplyPage[Form]):
    """Asks once more."""

    def form(self, data: QueryDict | None) -> Form:
        return Form(data)

    def consequences(self, form: Form) -> Sequence[str]:
        return [_("It is gone for everybody of your store. Messages that were sent stay.")]

    def perform(self, form: Form) -> str:
        assert self.reply is not None, "the address names one"
        delete_reply(self.user, self.store, self.reply.pk)
        return _("The reply is deleted.")

    def context(self, form: Form) -> dict[str, Any]:
        said = {"label": _("Delete reply"), "danger": True, "deletes": True}
        return super().context(form) | said | {"consequences": self.consequences(form)}


replies_page = for_members(KeepReply.as_view())
delete_reply_page = for_members(DeleteReply.as_view())
