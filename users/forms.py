"""The field that sign-up has besides address and password: the name."""

import unicodedata
from typing import Any

from django import forms
from django.http import HttpRequest

from users.models import NAME_MAX, User, no_control_characters


class NameField(forms.CharField):
    """A name, normalized to NFC as everywhere in the API before its length is checked."""

    def to_python(self, value: Any) -> str:
        """Return the normalized name."""
        return unicodedata.normalize("NFC", super().to_python(value) or "")


class SignupForm(forms.Form):
    """allauth adds its fields to `auth/signup`; the adapter saves them."""

    name = NameField(max_length=NAME_MAX, validators=[no_control_characters])

    def signup(self, request: HttpRequest, user: User) -> None:
        """Do nothing: allauth requires the method, and the adapter has saved the name."""
