"""Notifications about what happened in projects, in the front end and by e-mail."""
