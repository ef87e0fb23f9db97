"""Reading the event log in tests: over HTTP, as a member."""


def newest_seq(cast):
    """Return the project's newest seq."""
    return int(cast.owner.get(f"projects/{cast.project.id}")["X-Project-Seq"])


def events_since(cast, seq):
    """Return the events after `seq`, whose numbers must have no holes."""
    events = cast.owner.get(f"projects/{cast.project.id}/events?after={seq}&limit=500").json()
    assert [event["seq"] for event in events] == list(range(seq + 1, seq + 1 + len(events)))
    return events
