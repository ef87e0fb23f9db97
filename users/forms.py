"""The field that sign-up has in addition to address and password: the name."""

import unicodedata
from typing import Any

from django import forms
from django.http import HttpRequest

from users.models import NAME_MAX, User
from videoplanet.api.text import validate_name


class NameField(forms.CharField):
    """A name, normalized to NFC as everywhere in the API before its length is checked."""

    def to_python(self, value: Any) -> str:
        """Return the normalized name."""
        return unicodedata.normalize("NFC", super().to_python(value) or "")


class SignupForm(forms.Form):
    """The form whose fields allauth adds to `auth/signup`; the adapter saves them."""

    name = NameField(max_length=NAME_MAX, validators=[validate_name])

    def signup(self, request: HttpRequest, user: User) -> None:
        """Do nothing: allauth requires the method, and the adapter has saved the name."""
