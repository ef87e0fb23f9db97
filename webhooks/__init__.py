"""Webhooks: a project's events, sent to other systems as they happen."""
