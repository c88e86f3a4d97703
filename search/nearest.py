"""The nearest word that exists, for one that was misspelt."""

from django.db.models import Count

from search.models import Gram
from search.writing import grams

CANDIDATES = 40
LONG = 6  # letters, from which two slips are forgiven
VERY_LONG = 10  # and three


def nearest(form):
    """The spelling of the word of the index that is nearest to a folded form; empty: none is."""
    letters = grams(form)
    if not letters:
        return ""
    sharing = Gram.objects.filter(letters__in=letters).order_by()
    candidates = (
        sharing.values_list("word__form", "word__spelling")
        .annotate(shared=Count("pk"))
        .order_by("-shared", "word__form")[:CANDIDATES]
    )
    slips = 1 + (len(form) >= LONG) + (len(form) >= VERY_LONG)
    near = [
        (far, -shared, other, spelling)
        for other, spelling, shared in candidates
        if 0 < (far := distance(form, other)) <= slips
    ]
    return min(near)[-1] if near else ""


def distance(one, other):
    """How many letters must be added, left out, changed or swapped with the next one."""
    before, last = [], list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        now = [i]
        for j, its in enumerate(other, 1):
            now.append(min(last[j] + 1, now[j - 1] + 1, last[j - 1] + (letter != its)))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == its:
                now[j] = min(now[j], before[j - 2] + 1)
        before, last = last, now
    return last[-1]


LATIN_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,."
UKRAINIAN_KEYS = "йцукенгшщзхїфівапролджєячсмитьбю"
OTHER_LAYOUT = str.maketrans(LATIN_KEYS + UKRAINIAN_KEYS, UKRAINIAN_KEYS + LATIN_KEYS)


def in_other_layout(text):
    """What the same keys give in the other keyboard layout: `nf,sh` gives `табір`."""
    return text.lower().translate(OTHER_LAYOUT)
