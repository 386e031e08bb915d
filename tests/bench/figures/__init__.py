"""What is measured. A new figure is a module here with one function, and one line below."""

from collections.abc import Callable

from tests.bench.figures.backlog import backlog, backlog_pages
from tests.bench.figures.empty_sweep import empty_sweep
from tests.bench.figures.enforce import enforce
from tests.bench.figures.filing import filing
from tests.bench.figures.lateness import lateness
from tests.bench.figures.likeness import likeness
from tests.bench.figures.live import live
from tests.bench.figures.outbox import outbox
from tests.bench.figures.pages import pages
from tests.bench.figures.photo import photo
from tests.bench.figures.queues import arbitrator_queue, buyer_list, seller_queue
from tests.bench.figures.standing import standing
from tests.bench.ground import Ground
from tests.bench.report import Figure

FIGURES: dict[str, Callable[[Ground], Figure]] = {
    "enforce": enforce,
    "empty_sweep": empty_sweep,
    "seller_queue": seller_queue,
    "arbitrator_queue": arbitrator_queue,
    "buyer_list": buyer_list,
    "outbox": outbox,
    "pages": pages,
    "live": live,
    "lateness": lateness,
    "filing": filing,
    "photo": photo,
    "likeness": likeness,
    "standing": standing,
    "backlog": backlog,
    "backlog_pages": backlog_pages,
}
