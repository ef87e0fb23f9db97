"""What sign-up asks for beside address and password."""

import unicodedata
from typing import Any

from django import forms
from django.http import HttpRequest

from users.models import NAME_MAX, User
from videoplanet.api.text import validate_name


class NameField(forms.CharField):
    """A name in NFC, as the API takes it everywhere; limits hold for what is saved."""

    def to_python(self, value: Any) -> str:
        """Return the name."""
        return unicodedata.normalize("NFC", super().to_python(value) or "")


class SignupForm(forms.Form):
    """allauth takes its fields into `auth/signup`; the adapter saves them."""

    name = NameField(max_length=NAME_MAX, validators=[validate_name])

    def signup(self, request: HttpRequest, user: User) -> None:
        """Do nothing more: allauth requires the method."""
