"""One spelling for each mailbox, so that two people, rows or mails are never the same mailbox."""

from contextlib import suppress

import idna


def canonical_address(address: str) -> str:
    """Return the spelling under which an address is kept: lower case, the domain in ASCII.

    A domain with other letters has two spellings, `bücher.example` and `xn--bcher-kva.example`
    (its A-labels, RFC 5890). Which is which follows IDNA 2008 with the mapping of UTS 46, as
    browsers do it. Text that is no domain is only made lower case: whether it is an address is
    checked elsewhere.
    """
    local, at, domain = address.strip().lower().rpartition("@")
    if not domain.isascii():
        with suppress(idna.IDNAError):
            domain = idna.encode(domain, uts46=True).decode()
    return f"{local}{at}{domain}"
