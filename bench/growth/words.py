"""What people write: Korean and English, with words whose frequency is known.

The filler is made of syllables in the way of words, many of them rare, so that the trigram index
has a realistic number of entries. No filler contains a syllable or a letter of the words that the
bench searches for, so that those are found exactly where they were put.
"""

import random
from itertools import accumulate

_KOREAN = (
    "가나다라마바사아차카하거너더러머버서어저처커터퍼허고노도로모보소오조초코토포호구누두루무부수우주추"
    "쿠투푸후그느드르므브스으즈츠크트프흐기니디리미비시이지치키티피히강난달람말발산장찬한겨벼려여결별연"
)
_KOREAN = "".join(sorted(set(_KOREAN) - set("자막컷낙타펭귄옻쑥색보정해바라기고슴도치폭포수")))
_ENGLISH = [first + vowel for first in "bcdfghklmnprstvw" for vowel in ("a", "e", "i", "o", "u")]
VOCABULARY = 4000
"""The number of words of filler in each language."""

KOREAN_COMMON = {1: "컷", 2: "자막", 3: "색보정"}
KOREAN_RARE = {1: "옻", 2: "낙타", 4: "해바라기"}
KOREAN_ABSENT = {1: "쑥", 2: "펭귄", 4: "고슴도치"}
"""Words by their number of syllables."""
COMMON, RARE, ABSENT = "exposure", "quartz", "zephyr"
ELSEWHERE = "waltzing"
"""Common in all projects but the largest one."""
ONLY_COMMENTS = "xylophone"
"""Rare, and only in comments."""


class Writer:
    """Writes texts; the same ones in the same order each time."""

    def __init__(self) -> None:
        self._random = random.Random(13)
        made = {
            "ko": [self._word(_KOREAN, 2, 4) for _ in range(VOCABULARY)],
            "en": [self._word(_ENGLISH, 2, 4) for _ in range(VOCABULARY)],
        }
        # Zipf: the n-th word is an n-th as frequent as the first.
        weights = list(accumulate(1 / rank for rank in range(1, VOCABULARY + 1)))
        self._filler = {
            language: self._random.choices(words, cum_weights=weights, k=200_000)
            for language, words in made.items()
        }

    def _word(self, syllables: str | list[str], least: int, most: int) -> str:
        return "".join(self._random.choices(syllables, k=self._random.randint(least, most)))

    def feedback(self, number: int, *, largest: bool, rare: bool) -> str:
        """Return the text of a feedback: about ten words, a common one in every fifth or so."""
        special = []
        if rare:
            special += [RARE, *KOREAN_RARE.values()]
        if number % 11 < 2:
            special.append(COMMON)
        if not largest and number % 13 < 2:
            special.append(ELSEWHERE)
        special += [
            word
            for period, word in zip((7, 6, 8), KOREAN_COMMON.values(), strict=True)
            if number // 3 % period == 0
        ]
        return self._text(number, 10, special)

    def comment(self, number: int, *, rare: bool) -> str:
        """Return the text of a comment: about six words."""
        special = [ONLY_COMMENTS] if rare else []
        if number % 17 == 0:
            special.append(COMMON)
        if number % 19 == 0:
            special.append(KOREAN_COMMON[2])
        return self._text(number, 6, special)

    def _text(self, number: int, length: int, special: list[str]) -> str:
        filler = self._filler["ko" if number % 2 else "en"]
        start = self._random.randrange(len(filler) - length)
        return " ".join([*filler[start : start + length], *special])
