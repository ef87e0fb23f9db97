"""The event log of each project: what happened, in order, without holes."""
