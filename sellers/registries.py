"""What the core leaves to this app: a topic of the outbox, who may see an appeal's files, and what
a final ruling means for a store."""

from disputes import access
from disputes.background import outbox
from disputes.kernel import final_rulings
from disputes.models import Topic
from sellers.background.notices import StandingDelivery
from sellers.kernel.breaches import record_lost_ruling
from sellers.permissions import may_see_kept_attachment

outbox.deliveries[Topic.STANDING] = StandingDelivery
access.keepers.append(may_see_kept_attachment)
final_rulings.when_final.append(record_lost_ruling)
