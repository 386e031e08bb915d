"""What the core leaves to this app: a topic of the outbox, and who may see an appeal's files."""

from disputes import access
from disputes.background import outbox
from disputes.models import Topic
from sellers.background.notices import StandingDelivery
from sellers.permissions import may_see_kept_attachment

outbox.deliveries[Topic.STANDING] = StandingDelivery
access.keepers.append(may_see_kept_attachment)
