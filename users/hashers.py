"""How passwords are kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2Hasher(Argon2PasswordHasher):
    """Argon2id with OWASP's second recommendation (m=19 MiB, t=2, p=1).

    Django's default (m=100 MiB, t=2, p=8) is stronger against who has stolen the table, but ten
    logins at once take a gigabyte, and a hash took 490 ms where this one took 45 (one busy core).
    Guessing over the network is held by the rate limits, whatever a hash costs. Raising a
    parameter is safe: the next log-in rewrites the row.
    """

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1
