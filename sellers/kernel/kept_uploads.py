"""Uploads that are kept for what lies in no case."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from disputes.errors import Code, Refused
from disputes.files.limits import Limits
from disputes.kernel.rows import update_rows
from disputes.models import Attachment, AttachmentOwner, Policy


def keep_uploads(files: Sequence[Attachment], policy: Policy) -> AttachmentOwner:
    """These uploads, which are confirmed, belong to the new owner from now on."""
    most = Limits.of(policy).at_once
    if len(files) > most:
        raise Refused(
            Code.TOO_MANY_FILES,
            _("There is room for %(most)d files. Remove some, then send it again.")
            % {"most": most},
            field="files",
        )
    owner = AttachmentOwner.objects.create()
    for file in files:
        file.form_key, file.kept_for = "", owner
    update_rows(files, ["form_key", "kept_for"])
    return owner
