"""Notifications: who is told of what, in the review room and by e-mail."""
