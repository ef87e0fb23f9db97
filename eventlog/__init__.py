"""The log of events: one stream for each project and each person, and its live messages."""
