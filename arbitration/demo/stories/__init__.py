"""The cases of the demo. The days in a story count back from the filling of the database."""

from arbitration.demo.stories import appeals, closed, hearings, parcels, returns, silences, talks

STORIES = (
    *talks.STORIES,
    *parcels.STORIES,
    *hearings.STORIES,
    *appeals.STORIES,
    *returns.STORIES,
    *closed.STORIES,
    *silences.STORIES,
)
