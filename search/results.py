"""The results of a search as pages and feeds show them."""

import re
from dataclasses import dataclass
from datetime import datetime

from search.asking import ask
from search.finding import Found, by_kind, by_year
from search.indexing import catch_up
from search.kinds import KINDS
from search.marking import Shown, context_of, title_of
from search.models import Passage, Word
from search.nearest import in_other_layout, nearest

OF_EACH = 5  # results of one kind on the overview
MOST_OFFERS = 3


@dataclass(frozen=True)
class Result:
    """One record that was found, as a page shows it."""

    kind: object  # a Kind
    url: str
    title: Shown
    context: Shown
    date: object  # a PartialDate or None
    updated_at: datetime


@dataclass(frozen=True)
class Group:
    """The best results of one kind, and how many there are of it."""

    kind: object  # a Kind
    count: int
    results: list


class Search:
    """A search for a text within a Narrowing, in the language of a page (a code)."""

    def __init__(self, text, narrowing, language):
        catch_up()
        self.query = ask(text)
        self.narrowing = narrowing
        self.language = language
        self._found = Found(self.query)
        self._standings = [] if narrowing is None else self._found.standings

    def kinds(self):
        """{code of the kind: how many} in the year asked for, whatever the kind."""
        return by_kind(self._standings, self.narrowing and self.narrowing.year)

    def years(self):
        """{year: how many} in the kind asked for, whatever the year."""
        return by_year(self._standings, self.narrowing.kind if self.narrowing else "")

    @property
    def count(self):
        """How many records answer it."""
        kinds = self.kinds()
        if self.narrowing and self.narrowing.kind:
            return kinds[self.narrowing.kind]
        return kinds.total()

    def groups(self, page=None):
        """The best of each kind as Groups, that of the best result first.

        `page` (of Django's paginator, over the numbers of results) gives one page of all instead.
        """
        if page is None:
            keys = self._found.best_of_each_kind(self.narrowing, OF_EACH)
        else:
            keys = self._found.some(self.narrowing, page.start_index() - 1, page.end_index())
        counts, groups = self.kinds(), {}
        for result in self._shown(keys):
            code = result.kind.code
            groups.setdefault(code, Group(result.kind, counts[code], [])).results.append(result)
        return list(groups.values())

    def newest(self, most):
        """The Results whose records were changed last, at most `most`."""
        return self._shown(self._found.newest(self.narrowing, most) if self.count else [])

    def _shown(self, keys):
        passages = Passage.objects.select_related("entry__facet").in_bulk(keys)
        words = {word for one in self.query.asked for word in one.words}
        forms = set(Word.objects.filter(pk__in=words).values_list("form", flat=True))
        return [self._result(passages[key], forms) for key in keys if key in passages]

    def _result(self, passage, forms):
        return Result(
            KINDS[passage.entry.kind],
            passage.url_en if self.language == "en" else passage.url_uk,
            title_of(passage, forms, self.language),
            context_of(passage, forms, self.language),
            passage.entry.facet.date,
            passage.entry.updated_at,
        )

    def offers(self):
        """Other texts to search for that find something, the nearest first."""
        others = [in_other_layout(self.query.text)] if self.query.unknown else []
        offered = [text for text in (self._corrected(), *others) if text and finds(text)]
        if not offered and not self.count and len(self.query.asked) > 1:
            offered = [one.typed for one in self.query.asked if one.words]
        return offered[:MOST_OFFERS]

    def _corrected(self):
        """The text with the nearest word for each doubtful one; empty where there is none."""
        text = self.query.text if self.query.doubtful else ""
        for one in self.query.doubtful:
            word = nearest(one.form)
            text = word and re.sub(
                re.escape(one.typed),
                lambda match, word=word: in_case_of(match[0], word),
                text,
                flags=re.IGNORECASE,
            )
        return text


def in_case_of(typed, word):
    """The word with a capital where the typed one has it."""
    return word.capitalize() if typed[:1].isupper() else word


def finds(text):
    """Whether anything answers the text."""
    return bool(Found(ask(text)).standings)
