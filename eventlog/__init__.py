"""The log of what happened in each project and to each person, and its live messages."""
