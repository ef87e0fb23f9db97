"""What sign-up asks for beside address and password."""

from typing import Any

from django import forms
from django.http import HttpRequest

from users.models import NAME_MAX, User


class SignupForm(forms.Form):
    """allauth takes its fields into `auth/signup`."""

    name = forms.CharField(max_length=NAME_MAX)

    def signup(self, request: HttpRequest, user: User) -> None:
        """Save the name on the new user."""
        data: dict[str, Any] = self.cleaned_data
        user.name = data["name"]
        user.save(update_fields=["name"])
