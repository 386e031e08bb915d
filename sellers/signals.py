"""What the core leaves to this app: a topic of the outbox, and who may see an appeal's files."""

from disputes import access
from disputes.models import Topic
from disputes.services import outbox
from sellers.models import KEEPER
from sellers.permissions import may_see_appeal_attachment
from sellers.services.notices import StandingDelivery

outbox.deliveries[Topic.STANDING] = StandingDelivery
access.keepers[KEEPER] = may_see_appeal_attachment
