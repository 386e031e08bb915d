from disputes.models.attachments import Attachment, AttachmentOwner, RefusedUploads
from disputes.models.cleanups import HaltedCleanup
from disputes.models.clients import Client
from disputes.models.dispute import Dispute
from disputes.models.event import Event
from disputes.models.evidence import Evidence
from disputes.models.groups import CaseGroup
from disputes.models.installation import Installation, RegularWork
from disputes.models.line_snapshot import LineSnapshot
from disputes.models.mail import Mail, MailBreaker, MailKind, Skipped
from disputes.models.messages import Message, MessageReport
from disputes.models.monitoring import Heartbeat, WorkCounter
from disputes.models.notices import Notice, NoticeSettings
from disputes.models.orders import Order, OrderLine
from disputes.models.outbox import OutboxMessage, Topic
from disputes.models.parcels import Parcel, ParcelFact, ParcelItem, came_to_nothing
from disputes.models.pauses import ClockPause, ClosedDays
from disputes.models.people import User
from disputes.models.policy import Policy
from disputes.models.proposal import Proposal
from disputes.models.reasons import Reason, ReasonShot, Shot
from disputes.models.refund import BookAccount, EscrowTransfer, Posting, Refund
from disputes.models.ruling import Citation, Ground, Ruling
from disputes.models.sign_ins import SignInCount
from disputes.models.stores import Store, StoreMember

__all__ = [
    "Attachment",
    "AttachmentOwner",
    "BookAccount",
    "CaseGroup",
    "Citation",
    "Client",
    "ClockPause",
    "ClosedDays",
    "Dispute",
    "EscrowTransfer",
    "Event",
    "Evidence",
    "Ground",
    "HaltedCleanup",
    "Heartbeat",
    "Installation",
    "LineSnapshot",
    "Mail",
    "MailBreaker",
    "MailKind",
    "Message",
    "MessageReport",
    "Notice",
    "NoticeSettings",
    "Order",
    "OrderLine",
    "OutboxMessage",
    "Parcel",
    "ParcelFact",
    "ParcelItem",
    "Policy",
    "Posting",
    "Proposal",
    "Reason",
    "ReasonShot",
    "Refund",
    "RefusedUploads",
    "RegularWork",
    "Ruling",
    "Shot",
    "SignInCount",
    "Skipped",
    "Store",
    "StoreMember",
    "Topic",
    "User",
    "WorkCounter",
    "came_to_nothing",
]
