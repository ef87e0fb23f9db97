"""Texts of Django, REST framework and allauth that people read in forms.

Their translators speak Korean in another voice than our pages, and not always well. Our catalogue
comes before theirs, so it has these in ours; `make check` finds the list by its marks.
"""

from django.utils.translation import gettext_lazy as _

TEXTS = (
    _("The email address and/or password you specified are not correct."),
    _("Too many failed login attempts. Try again later."),
    _("A user is already registered with this email address."),
    _("This email address is already associated with this account."),
    _("Please type your current password."),
    _("Incorrect code."),
    _("Incorrect password."),
    _("Invalid or expired key."),
    _("The password reset token was invalid."),
    _("The new value must be different from the current one."),
    _("Be patient, you are sending too many requests."),
    _("This account is inactive."),
    _("This account is currently inactive."),
    _("The password is too similar to the %(verbose_name)s."),
    _("This password is too common."),
    _("This password is entirely numeric."),
    _("Enter a valid email address."),
    _("This field is required."),
    _("This field may not be blank."),
    _("Ensure this field has no more than {max_length} characters."),
    _("Ensure this field has at least {min_length} characters."),
    _("Request was throttled."),
)
