"""The parameters of password hashing."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2Hasher(Argon2PasswordHasher):
    """Argon2id with the minimum that OWASP recommends (m=19 MiB, t=2, p=1).

    Django's default (m=100 MiB, t=2, p=8) is stronger against somebody who has stolen the table,
    but ten log-ins at the same time need a gigabyte, and one hash took 490 ms instead of 45 ms (on
    one busy core). Against guesses over the network there are the rate limits. A parameter may be
    raised at any time: each password is hashed again at its owner's next log-in.
    """

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1
