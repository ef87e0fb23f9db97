"""How passwords are kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2Hasher(Argon2PasswordHasher):
    """Argon2id with OWASP's first recommendation (m=19 MiB, t=2, p=1).

    Django's default takes 100 MiB a hash: ten logins at once would take a gigabyte.
    """

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1
