"""Invitations: people without an account come in as guests, from a mail or by a link."""
