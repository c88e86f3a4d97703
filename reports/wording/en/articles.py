"""“a” or “an”."""

import re

VOWEL_SOUND = re.compile(r"[aeio]|umb|un[aeiou]mb|honou?r|hour", re.IGNORECASE)


def with_article(noun):
    """“a cooperation agreement”, “an agreement”, “an honorary agreement”."""
    return f"{'an' if VOWEL_SOUND.match(noun) else 'a'} {noun}"
