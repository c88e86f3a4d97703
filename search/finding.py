"""From a query to the entries that answer it, counted and in order.

An entry must have every word asked for, and is as good an answer as its weakest word. A word
counts by its form, then by where it stands (search.models.Place): as typed before other forms of
the same word, so that homographs drown nothing; in the title before the rest. Two exceptions:
what a record is called comes in any form before a mention as typed, and a title in any form
before a long text. Of equals the newer comes first.
"""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from django.db import connections
from django.db.models import Case, F, IntegerField, Max, Q, Value, When, Window
from django.db.models.functions import Least, RowNumber

from search.models import Entry, Posting

AS_TYPED = 60  # what is added: see Place for what it brings before what
WEAKEST = 10_000  # more than the scores of all words together, which decide among equals
ORDER = [F("rank").desc(), F("facet__date").desc(nulls_last=True), F("entry").desc()]
FEW = 2000  # entries of the rarest word, up to which the others are looked up one by one
STANDINGS = """
    SELECT facet.id, facet.kind, facet.date, facet.first_year, facet.last_year, rank, count
    FROM (
        SELECT facet AS id, rank, COUNT(*) AS count FROM ({ranked}) AS ranked GROUP BY facet, rank
    ) AS standing
    JOIN search_facet AS facet ON facet.id = standing.id
"""


@dataclass(frozen=True)
class Narrowing:
    """The filters of a search: the code of a kind and a year; empty and None let all through."""

    kind: str = ""
    year: int | None = None

    def lets_through(self, standing):
        """Whether the entries of a Standing are asked for."""
        return self.kind in ("", standing.kind) and (self.year is None or standing.is_of(self.year))

    @property
    def condition(self):
        """The same of entries, as a Q."""
        condition = Q(kind=self.kind) if self.kind else Q()
        if self.year is not None:
            year = {"facet__first_year__lte": self.year, "facet__last_year__gte": self.year}
            condition &= Q(**year)
        return condition


@dataclass(frozen=True)
class Standing:
    """Entries of one facet that answer equally well, and how many they are."""

    facet: int
    kind: str
    date: str | None  # ISO
    first_year: int | None
    last_year: int | None
    rank: int
    count: int

    @property
    def place(self):
        """Where it stands: what is greater comes first, of equals the later entry does."""
        return self.rank, self.date or ""

    def is_of(self, year):
        return self.first_year is not None and self.first_year <= year <= self.last_year


@dataclass(frozen=True)
class Corner:
    """The few facets and ranks among which the results of a page are."""

    facets: set
    ranks: set

    @classmethod
    def of(cls, standings):
        return cls({one.facet for one in standings}, {one.rank for one in standings})

    def __contains__(self, standing):
        return standing.facet in self.facets and standing.rank in self.ranks


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

    @cached_property
    def standings(self):
        """All entries as Standings, the best first.

        One pass over the postings tells how many there are of each kind and year, and which
        facets have the best of them: these few alone are then put in order.
        """
        if not self._is_possible or self._few == set():
            return []
        ranked = self._ranked()
        query, values = ranked.query.get_compiler(ranked.db).as_sql()
        with connections[ranked.db].cursor() as cursor:
            cursor.execute(STANDINGS.format(ranked=query), values)
            standings = [Standing(*row) for row in cursor.fetchall()]
        return sorted(standings, key=lambda one: one.place, reverse=True)

    def best_of_each_kind(self, narrowing, most):
        """The keys of the best entries, at most `most` of each kind, in the order of all."""
        taken, best = Counter(), []
        for equals in self._by_place(narrowing):
            wanted = [one for one in equals if taken[one.kind] < most]
            for one in wanted:
                taken[one.kind] += one.count
            best += wanted
        if not best:
            return []
        number = Window(RowNumber(), partition_by=F("facet__kind"), order_by=ORDER)
        entries = self._of(Corner.of(best)).annotate(number=number).filter(number__lte=most)
        return [row["entry"] for row in entries.order_by(*ORDER)]

    def some(self, narrowing, start, stop):
        """The keys of the entries from `start` to `stop`, the best first."""
        earlier, some, before = [], [], 0
        for equals in self._by_place(narrowing):
            count = sum(one.count for one in equals)
            if before + count <= start:
                earlier += equals
            elif before < stop:
                some += equals
            before += count
        if not some:
            return []
        corner = Corner.of(some)
        outside = sum(one.count for one in earlier if one not in corner)
        entries = self._of(corner).order_by(*ORDER)[start - outside : stop - outside]
        return [row["entry"] for row in entries]

    def newest(self, narrowing, most):
        """The keys of the entries whose records were changed last, at most `most`."""
        if not self._is_possible:
            return []
        entries = Entry.objects.filter(narrowing.condition)
        if self._few is not None:
            entries = entries.filter(pk__in=self._few)
        for one in self.query.asked:
            having = Posting.objects.filter(word__in=one.words)
            entries = entries.filter(pk__in=having.values("entry"))
        for phrase in self.query.phrases:
            entries = entries.filter(passage__words__contains=f" {phrase} ")
        return list(entries.order_by("-updated_at", "-pk").values_list("pk", flat=True)[:most])

    def _by_place(self, narrowing):
        """The Standings that are asked for, in lists of those that share a place, best first."""
        asked_for = filter(narrowing.lets_through, self.standings)
        return [list(equals) for _place, equals in groupby(asked_for, lambda one: one.place)]

    def _of(self, corner):
        """The entries in a Corner with their rank, as values of the postings."""
        return self._ranked().filter(facet__in=corner.facets, rank__in=corner.ranks)

    def _ranked(self):
        """The entries with their rank, as values of the postings."""
        postings = Posting.objects.filter(word__in=self._words).order_by()
        if self._few is not None:
            postings = postings.filter(entry__in=self._few)
        for phrase in self.query.phrases:
            postings = postings.filter(entry__passage__words__contains=f" {phrase} ")
        scores = {f"word_{place}": score(one) for place, one in enumerate(self.query.asked)}
        if len(self._words) > 1:  # one word has one posting in an entry
            scores = {name: Max(one) for name, one in scores.items()}
        every = {f"{name}__isnull": False for name in scores}
        weakest = Least(*scores) if len(scores) > 1 else F("word_0")
        rank = weakest * WEAKEST + sum((F(name) for name in scores), Value(0))
        return (
            postings.values("entry", "facet").annotate(**scores).filter(**every).annotate(rank=rank)
        )


def score(one):
    """How well a posting answers one word (an Asked); NULL: it does not."""
    cases = []
    if one.exact:
        cases.append(When(word__in=one.exact, then=F("place") + AS_TYPED))
    if one.related:
        cases.append(When(word__in=one.related, then=F("place")))
    return Case(*cases, output_field=IntegerField())


def by_kind(standings, year=None):
    """{kind: how many} of the Standings, those of a year where it is given."""
    total = Counter()
    for one in standings:
        if year is None or one.is_of(year):
            total[one.kind] += one.count
    return total


def by_year(standings, kind=""):
    """{year: how many} of the Standings, the newest first; those of a kind where it is given."""
    total = Counter()
    for one in standings:
        if one.first_year is not None and kind in ("", one.kind):
            for year in range(one.first_year, one.last_year + 1):
                total[year] += one.count
    return dict(sorted(total.items(), reverse=True))
