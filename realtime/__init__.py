"""Live delivery of the event log and of presence, over WebSockets and server-sent events."""
