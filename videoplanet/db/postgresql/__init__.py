"""Django's PostgreSQL, with foreign keys that are checked at once."""
