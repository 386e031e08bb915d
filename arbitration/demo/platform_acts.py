"""What the platform does in the stories of the demo, by the verbs that its pages call."""

from collections.abc import Sequence

from arbitration.demo.story import Act, DemoOffer, case_of
from arbitration.verbs import assignment, evidence_requests, rulings
from disputes.models import Ground, OrderLine, User
from disputes.permissions import Actor
from disputes.states import AskedFor, Party
from disputes.verbs import messages


def take(arbitrator: str) -> Act:
    def act(line: OrderLine) -> None:
        taken = assignment.take_next(_user(arbitrator))
        if taken.line_id != line.pk:
            raise RuntimeError(f"{arbitrator} was given {taken.line}, the story is about {line}")

    return act


def request_evidence(
    side: Party, text: str, *kinds: AskedFor, within_days: int | None = None
) -> Act:
    return lambda line: evidence_requests.request_evidence(
        _judge(line), case_of(line), of=[side], kinds=kinds, text=text, within_days=within_days
    )


def rule(terms: DemoOffer, ground: str, reasons: str, cites: Sequence[int] = (1,)) -> Act:
    return lambda line: rulings.issue_ruling(
        _judge(line),
        case_of(line),
        offer=terms.of(line),
        ground=Ground.objects.get(code=ground),
        reasons=reasons,
        cites=cites,
    )


def write_to_sides(text: str) -> Act:
    return lambda line: messages.send_message(
        Actor(_judge(line), Party.PLATFORM), case_of(line), text=text
    )


def reassign(to: str) -> Act:
    return lambda line: assignment.reassign(_user("supervisor"), case_of(line), to=_user(to))


def _judge(line: OrderLine) -> User:
    judge = case_of(line).assignee
    assert judge is not None, "somebody took the case earlier in the story"
    return judge


def _user(username: str) -> User:
    return User.objects.get(username=username)
