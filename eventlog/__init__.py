"""The log of what happened in each project, and for each person."""
