"""Who is told after the commit that a stream has new events (webhooks).

Only streams whose `followed` is set are told of, so a write of any other project costs nothing
more. A call may get lost with its process: followers look at the log now and then too.
"""

from collections.abc import Callable, Collection
from uuid import UUID

type Follower = Callable[[Collection[UUID]], None]
"""Takes the ids of streams; runs in the thread of a request after its commit, so it may not wait.
"""

followers: list[Follower] = []


def register_follower(tell: Follower) -> None:
    """Have `tell` called with the streams that have new events."""
    followers.append(tell)


def tell_followers(stream_ids: Collection[UUID]) -> None:
    """Say that these followed streams have new events."""
    for tell in followers if stream_ids else ():
        tell(stream_ids)
