"""What devices answer when they make a passkey or sign with one, as WebAuthn's own JSON."""

import json
import struct
from collections.abc import Callable
from typing import Any

from allauth.mfa.adapter import get_adapter
from django import forms
from fido2.webauthn import AuthenticationResponse, RegistrationResponse

MAX_CHARACTERS = 20_000
"""Of an answer. Devices that attach certificates send some thousands; it is kept whole."""
UNREADABLE = (AttributeError, IndexError, KeyError, TypeError, ValueError, struct.error)
"""What the library raises for bytes that are no answer; allauth expects one or two of these."""


def made(answer: dict[str, Any]) -> None:
    """Read a new passkey. Raises UNREADABLE."""
    device = RegistrationResponse.from_dict(answer).response.attestation_object.auth_data
    if device.credential_data is None:
        raise ValueError("no key")


def asserted(answer: dict[str, Any]) -> None:
    """Read what a passkey has signed. Raises UNREADABLE."""
    AuthenticationResponse.from_dict(answer)


class AnswerField(forms.JSONField):
    """An answer that can be read; anything else is an incorrect code, as if it were a wrong one."""

    def __init__(self, read: Callable[[dict[str, Any]], None]) -> None:
        super().__init__()
        self.read = read

    def validate(self, value: Any) -> None:
        """Raise ValidationError for what is missing, too long, or no answer of a device."""
        super().validate(value)
        text = json.dumps(value)
        try:
            # PostgreSQL's JSON has no NUL.
            if len(text) > MAX_CHARACTERS or "\\u0000" in text:
                raise ValueError("not kept")
            self.read(value)
        except UNREADABLE:
            raise get_adapter().validation_error("incorrect_code") from None
