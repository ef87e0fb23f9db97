"""Signed URLs of CloudFront, in front of the bucket (docs/deploying.md, "A CDN").

A URL signed for S3 is of no use there: its signature covers the host, and CloudFront's cache would
keep each reader's copy apart.
"""

import re
from base64 import b64decode
from datetime import timedelta
from functools import cache
from urllib.parse import quote, urlencode

from botocore.signers import CloudFrontSigner
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.conf import settings
from django.utils import timezone


def read_key(text: str) -> RSAPrivateKey:
    """Return the key of CDN_PRIVATE_KEY, a PEM file in Base64. Raises ValueError."""
    key = load_pem_private_key(b64decode(text, validate=True), password=None)
    if not isinstance(key, RSAPrivateKey):
        raise ValueError("CloudFront takes RSA keys.")  # noqa: TRY004 - the value is wrong
    return key


@cache
def _signer() -> CloudFrontSigner:
    key = read_key(settings.CDN_PRIVATE_KEY)
    # CloudFront knows no other hash for RSA.
    return CloudFrontSigner(
        settings.CDN_KEY_ID,
        lambda message: key.sign(message, PKCS1v15(), SHA1()),  # noqa: S303
    )


def signed_url(key: str, *, expires_in: int, **response: str) -> str:
    """Return a URL of the CDN that reads an object, also in ranges.

    `response` (`ResponseContentType`, …) sets headers of the response, as S3 does.
    """
    names = {name: re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower() for name in response}
    query = urlencode({names[name]: value for name, value in response.items()}, quote_via=quote)
    url = f"{settings.CDN_URL}/{quote(key)}" + (f"?{query}" if query else "")
    end = timezone.now() + timedelta(seconds=expires_in)
    return str(_signer().generate_presigned_url(url, date_less_than=end))
