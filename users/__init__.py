"""Accounts, tokens and guests."""
