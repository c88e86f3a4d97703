"""What was asked: words and phrases of a query, and the words of the index that answer them."""

import re
import unicodedata
from dataclasses import dataclass, field, replace

from django.db.models import Q

from publishing.word_forms import is_auxiliary, readings, tokens
from search.models import Reading, Word

LONGEST = 100  # characters of a query; what follows is cut off before anything reads it
MOST_WORDS = 12
MOST_BEGINNINGS = 40  # words that begin as an unknown one does
SHORTEST_BEGINNING = 3  # letters
INVISIBLE = {ord(char): None for char in "\u00ad\u2060"}  # what is copied from a page may hold
QUOTED = re.compile(r'["«“„”]([^"«»“„”]*)["»“”]')


@dataclass(frozen=True)
class Asked:
    """One word that every result must have, as it is folded and as it was typed.

    `exact` and `related` are keys of Word: the form as typed, and other forms of the same word.
    `is_guess` says that no form of it is known, and that words are taken that begin so.
    """

    form: str
    typed: str
    exact: frozenset
    related: frozenset
    is_guess: bool = False

    @property
    def words(self):
        """The keys of all words that answer it."""
        return self.exact | self.related


@dataclass
class Query:
    """A query, cut to its longest: its text, the phrases in quotes, and what is asked."""

    text: str
    phrases: list = field(default_factory=list)  # folded words, each phrase a string
    asked: list = field(default_factory=list)  # of Asked

    @property
    def unknown(self):
        """The words that nothing in the index answers."""
        return [one.form for one in self.asked if not one.words]

    @property
    def doubtful(self):
        """The words that are unknown or only the beginnings of known ones: a list of Asked."""
        return [one for one in self.asked if one.is_guess or not one.words]


def shortened(text):
    """A query as it is read and shown: at most LONGEST characters of text."""
    text = unicodedata.normalize("NFC", text.translate(INVISIBLE)[:LONGEST])
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def ask(text):
    """The Query of what a visitor typed, in at most three questions to the database."""
    query = Query(shortened(text))
    query.phrases = [
        phrase
        for quoted in QUOTED.findall(query.text)
        if " " in (phrase := " ".join(token.form for token in tokens(quoted)))
    ]
    found = [token for token in tokens(query.text) if not is_auxiliary(token.form)][:MOST_WORDS]
    known = _known({word.form for token in found for word in (token, *token.parts)})
    sought = {word.form: word for token in found for word in _sought(token, known)}
    query.asked = [_asked(word, known) for word in list(sought.values())[:MOST_WORDS]]
    _guess(query)
    return query


def _sought(token, known):
    """The token, or its parts where nothing has the whole of it."""
    if not token.parts or token.form in known.exact or readings(token.form) & known.by_lemma.keys():
        return [token]
    return [part for part in token.parts if not is_auxiliary(part.form)]


@dataclass
class Known:
    """The words of the index that may answer: by form, and by dictionary form."""

    exact: dict  # {form: key}
    by_lemma: dict  # {lemma: set of keys}


def _known(forms):
    lemmas = {lemma for form in forms for lemma in readings(form)}
    exact = dict(Word.objects.filter(form__in=forms).values_list("form", "pk"))
    by_lemma = {}
    for lemma, word in Reading.objects.filter(lemma__in=lemmas).values_list("lemma", "word"):
        by_lemma.setdefault(lemma, set()).add(word)
    return Known(exact, by_lemma)


def _asked(word, known):
    exact = {known.exact[word.form]} if word.form in known.exact else set()
    related = {pk for lemma in readings(word.form) for pk in known.by_lemma.get(lemma, ())}
    return Asked(word.form, word.spelling, frozenset(exact), frozenset(related - exact))


def _guess(query):
    """Let unknown words stand for those that begin as they do: half a name is often typed."""
    unknown = [form for form in query.unknown if len(form) >= SHORTEST_BEGINNING]
    if not unknown:
        return
    begins = Q(pk__in=[])
    for form in unknown:
        begins |= Q(form__gte=form, form__lt=form + chr(0x10FFFF))
    found = Word.objects.filter(begins).order_by("form").values_list("form", "pk")
    begun = list(found[: MOST_BEGINNINGS * len(unknown)])
    for place, one in enumerate(query.asked):
        if one.form in unknown:
            words = frozenset(pk for form, pk in begun if form.startswith(one.form))
            query.asked[place] = replace(one, related=words, is_guess=True)
