"""What counts as text: something must be seen, and a name must not deceive.

The General_Category of each character decides (Unicode Standard, chapter 4.5). The characters that
are letters or symbols by category and blank to the eye are named here.
"""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

JOINERS = "\u200c\u200d"
"""ZWNJ and ZWJ: Persian and Indic words need them, and so do emoji of several parts."""

# Hangul fillers, the Braille blank, the null notehead.
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800\U0001d159")
_INVISIBLE = ("C", "Z", "M")
"""Control and format characters, separators; marks show only on another character."""


def _is_ignorable(character: str) -> bool:
    """Say whether it is reserved as invisible (Default_Ignorable_Code_Point, not assigned)."""
    code = ord(character)
    return code == 0x2065 or 0xFFF0 <= code <= 0xFFF8 or 0xE0000 <= code <= 0xE0FFF


def _is_visible(character: str) -> bool:
    if character in _BLANK or _is_ignorable(character):
        return False
    category = unicodedata.category(character)
    # A character that is not assigned is newer than this Python: perhaps an emoji.
    return category in ("Cn", "Co") or category[0] not in _INVISIBLE


def is_blank(text: str) -> bool:
    """Say whether there is nothing to see in the text."""
    return not any(map(_is_visible, text))


def validate_name(text: str) -> None:
    """Raise ValidationError for a name, title or tag with characters that nobody sees.

    Line breaks and other control characters spoil mail headers and logs; format characters change
    the direction of the text around them, or make a name look like another.
    """
    if is_blank(text):
        raise ValidationError(_("At least one visible character is needed."), code="blank")
    for index, character in enumerate(text):
        if _is_hidden(character) and not _joins(text, index):
            raise ValidationError(_("Control characters are not allowed."), code="invalid")


def _is_hidden(character: str) -> bool:
    hidden = unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")
    return hidden or _is_ignorable(character)


def _joins(text: str, index: int) -> bool:
    """Say whether the character is a joiner between two letters, marks or symbols."""
    if text[index] not in JOINERS or not 0 < index < len(text) - 1:
        return False
    return all(unicodedata.category(text[beside])[0] in "LMS" for beside in (index - 1, index + 1))
