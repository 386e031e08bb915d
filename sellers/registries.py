"""What the core leaves to this app: a topic of the outbox, who may see an appeal's files, what a
final ruling means for a store, and how its notices are said."""

from disputes import access
from disputes.background import outbox
from disputes.kernel import final_rulings
from disputes.models import Topic
from disputes.wording import notices
from sellers.background.marketplace import StandingDelivery
from sellers.kernel.breaches import record_lost_ruling
from sellers.permissions import may_see_kept_attachment
from sellers.wording.notices import of_decision, of_entry, of_sanction

outbox.deliveries[Topic.STANDING] = StandingDelivery
access.keepers.append(may_see_kept_attachment)
final_rulings.when_final.append(record_lost_ruling)
notices.tellers |= {"entry": of_entry, "sanction": of_sanction, "ledger": of_decision}
