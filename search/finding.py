"""From a query to the entries that answer it, counted and in order.

An entry must have every word asked for, and is as good an answer as its weakest word. A word
counts by its form, then by where it stands (search.models.Place): as typed before other forms of
the same word, so that homographs drown nothing; in the title before the rest. Two exceptions:
what a record is called comes in any form before a mention as typed, and a title in any form
before a long text. Of equals the newer comes first.
"""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Case, Count, F, IntegerField, Max, Value, When, Window
from django.db.models.functions import Least, RowNumber

from search.models import Entry, Posting

AS_TYPED = 60  # what is added: see Place for what it brings before what
ORDER = [
    F("weakest").desc(),
    F("score").desc(),
    F("entry__date").desc(nulls_last=True),
    F("entry").desc(),
]
FEW = 2000  # entries of the rarest word, up to which the others are looked up one by one


@dataclass(frozen=True)
class Narrowing:
    """The filters of a search: the code of a kind and a year; empty and None let all through."""

    kind: str = ""
    year: int | None = None


class Found:
    """The entries that answer a Query (search.asking)."""

    def __init__(self, query):
        self.query = query
        self._words = {word for one in query.asked for word in one.words}
        self._is_possible = bool(query.asked) and not query.unknown
        self._few = self._rarest() if self._is_possible and len(query.asked) > 1 else None

    def _rarest(self):
        """The entries of the rarest word, where they are few; else None."""
        rarest = None
        for one in self.query.asked:
            postings = Posting.objects.filter(word__in=one.words).order_by()
            entries = list(postings.values_list("entry", flat=True)[: FEW + 1])
            if len(entries) <= FEW and (rarest is None or len(entries) < len(rarest)):
                rarest = entries
        return None if rarest is None else set(rarest)

    def counts(self):
        """How many answer it: a list of (kind, first year, last year, count)."""
        groups = self._entries().values_list("kind", "first_year", "last_year")
        return list(groups.annotate(count=Count("pk")))

    def _entries(self):
        """The entries that have every word and phrase asked for, in no order."""
        entries = Entry.objects.order_by()
        if not self._is_possible:
            return entries.none()
        if self._few is not None:
            entries = entries.filter(pk__in=self._few)
        for one in self.query.asked:
            having = Posting.objects.filter(word__in=one.words)
            entries = entries.filter(pk__in=having.values("entry"))
        for phrase in self.query.phrases:
            entries = entries.filter(passage__words__contains=f" {phrase} ")
        return entries

    def best_of_each_kind(self, narrowing, most):
        """The keys of the best entries, at most `most` of each kind, in the order of all."""
        if not self._is_possible:
            return []
        place = Window(RowNumber(), partition_by=F("entry__kind"), order_by=ORDER)
        best = self._ranked(narrowing).annotate(place=place).filter(place__lte=most)
        return [row["entry"] for row in best.order_by(*ORDER)]

    def some(self, narrowing, start, stop):
        """The keys of the entries from `start` to `stop`, the best first."""
        if not self._is_possible:
            return []
        return [row["entry"] for row in self._ranked(narrowing).order_by(*ORDER)[start:stop]]

    def newest(self, narrowing, most):
        """The keys of the entries whose records were changed last, at most `most`."""
        newest = self._entries().filter(**narrowed("", narrowing)).order_by("-updated_at", "-pk")
        return list(newest.values_list("pk", flat=True)[:most])

    def _ranked(self, narrowing):
        """The entries with their score, as values of the postings."""
        postings = Posting.objects.filter(word__in=self._words, **narrowed("entry__", narrowing))
        if self._few is not None:
            postings = postings.filter(entry__in=self._few)
        for phrase in self.query.phrases:
            postings = postings.filter(entry__passage__words__contains=f" {phrase} ")
        scores = {f"word_{place}": score(one) for place, one in enumerate(self.query.asked)}
        every = {f"{name}__isnull": False for name in scores}
        groups = postings.order_by().values("entry", "entry__kind", "entry__date")
        total = sum((F(name) for name in scores), Value(0))
        weakest = Least(*scores) if len(scores) > 1 else F("word_0")
        return groups.annotate(**scores).filter(**every).annotate(score=total, weakest=weakest)


def narrowed(path, narrowing):
    """The filters of a Narrowing on entries, or on what leads to them by `path`."""
    filters = {f"{path}kind": narrowing.kind} if narrowing.kind else {}
    if narrowing.year is not None:
        filters |= {f"{path}first_year__lte": narrowing.year}
        filters |= {f"{path}last_year__gte": narrowing.year}
    return filters


def score(one):
    """How well an entry answers one word (an Asked), as an aggregate; NULL: it does not."""
    cases = []
    if one.exact:
        cases.append(When(word__in=one.exact, then=F("place") + AS_TYPED))
    if one.related:
        cases.append(When(word__in=one.related, then=F("place")))
    return Max(Case(*cases, output_field=IntegerField()))


def by_kind(counts, year=None):
    """{kind: how many} of the counts, those of a year where it is given."""
    total = Counter()
    for kind, first, last, count in counts:
        if year is None or (first is not None and first <= year <= last):
            total[kind] += count
    return total


def by_year(counts, kind=""):
    """{year: how many} of the counts, the newest first; those of a kind where it is given."""
    total = Counter()
    for code, first, last, count in counts:
        if first is not None and kind in ("", code):
            for year in range(first, last + 1):
                total[year] += count
    return dict(sorted(total.items(), reverse=True))
