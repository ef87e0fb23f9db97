"""A device that makes passkeys and signs with them, as a browser hands its answers on."""

from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import sha256
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

FLAGS = AuthenticatorData.FLAG
SEEN = FLAGS.UP | FLAGS.UV
"""The person is there, and has shown a finger."""


def text(data):
    return urlsafe_b64encode(data).decode().rstrip("=")


class Device:
    """One passkey, of a site at `origin`."""

    def __init__(self, origin):
        self.origin, self.id = origin, b"a passkey's id"
        self.key = ec.generate_private_key(ec.SECP256R1())

    def make(self, options, **more):
        """Answer to creation options."""
        options = options["publicKey"]
        self.site, self.owner = options["rp"]["id"], options["user"]["id"]
        public = ES256.from_cryptography_key(self.key.public_key())
        credential = AttestedCredentialData.create(Aaguid.NONE, self.id, public)
        told = self._data(SEEN | FLAGS.AT, credential)
        attestation = AttestationObject.create("none", told, {})
        said = self._said(CollectedClientData.TYPE.CREATE, options)
        return self._answer({"attestationObject": text(attestation)}, said) | more

    def sign(self, options):
        """Answer to request options."""
        said = self._said(CollectedClientData.TYPE.GET, options["publicKey"])
        told = self._data(SEEN)
        signature = self.key.sign(told + said.hash, ec.ECDSA(SHA256()))
        signed = {"authenticatorData": text(told), "signature": text(signature)}
        return self._answer(signed | {"userHandle": self.owner}, said)

    def _data(self, flags, credential=b""):
        return AuthenticatorData.create(sha256(self.site.encode()), flags, 0, credential)

    def _said(self, what, options):
        challenge = urlsafe_b64decode(options["challenge"] + "==")
        return CollectedClientData.create(what, challenge, self.origin)

    def _answer(self, response, said):
        name = text(self.id)
        response = response | {"clientDataJSON": text(said)}
        return {"id": name, "rawId": name, "type": "public-key", "response": response}
