"""The texts that people read: English, or Korean by the language of the terminal (LANG)."""

import gettext
from pathlib import Path

_translation = gettext.translation("vp", Path(__file__).with_name("locale"), fallback=True)
_ = _translation.gettext
LANGUAGE = _translation.info().get("language", "en")
"""What the server is asked for, so that its sentences are in the same language as ours."""
