"""Entries into the tables of the index, and out of them."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from publishing.batches import batches
from publishing.dates import PartialDate
from publishing.word_forms import is_auxiliary, readings, tokens
from search.models import Entry, Facet, Gram, Passage, Place, Posting, Reading, Word

SHORTEST_MISSPELT = 4  # letters; a shorter word has too many neighbours to guess from


def stored_entries(records):
    """The entries of records that are named as (code of the kind, key)."""
    condition = Q(pk__in=[])
    for code in {code for code, _row in records}:
        rows = [row for kind, row in records if kind == code]
        condition |= Q(kind=code, object_id__in=rows)
    return Entry.objects.filter(condition)


@dataclass
class Spot:
    """A word of a record: how it is spelt there, and the best Place where it stands."""

    spelling: str
    place: int


def spots(composition):
    """{form: Spot} of all words of a record that mean something."""
    found = {}
    for line in (composition.title, *composition.lines):
        for text in line.texts:
            for token in tokens(text):
                parts = Place.TEXT if line.is_code else line.place
                places = [(token, line.place), *((part, parts) for part in token.parts)]
                for word, place in places:
                    spot = found.setdefault(word.form, Spot(word.spelling, place))
                    spot.place = max(spot.place, place)
    return {form: spot for form, spot in found.items() if not is_auxiliary(form)}


def in_order(composition):
    """The folded words of a Composition as `Passage.words` has them."""
    title = composition.title
    texts = [title.uk, title.en]
    texts += composition.lines_uk + composition.lines_en + composition.lines_both
    return "\n".join(f" {' '.join(token.form for token in tokens(text))} " for text in texts)


def grams(form):
    """Every three letters in a row of a word, its ends included; none of numbers and short ones."""
    if len(form) < SHORTEST_MISSPELT or not form.isalpha():
        return set()
    padded = f" {form} "
    return {padded[start : start + 3] for start in range(len(padded) - 2)}


class Writer:
    """Writes entries; remembers the words and facets that it met, for long runs."""

    def __init__(self):
        self._words = {}  # {form: key}
        self._facets = {}  # {(kind, date, first year, last year): key}

    def write(self, compositions, gone=frozenset()):
        """Write the entries whose content is new, remove those that are `gone`.

        Records are named as (code of the kind, key); `compositions` is {record: Composition}.
        """
        known = stored_entries(gone | compositions.keys())
        stored = {(entry.kind, entry.object_id): entry for entry in known}
        new = {
            record: one
            for record, one in compositions.items()
            if record not in stored or stored[record].fingerprint != one.fingerprint
        }
        leaving = [stored[record].pk for record in gone & stored.keys()]
        changing = [stored[record] for record in (gone | new.keys()) & stored.keys()]
        before = self._take_postings([entry.pk for entry in changing])
        if leaving:
            Entry.objects.filter(pk__in=leaving).delete()
        self._drop_unused(before - self._write_new(new))
        facets = {self._facets[facet_of(record, one)] for record, one in new.items()}
        self._drop_unused_facets({entry.facet_id for entry in changing} - facets)

    def _write_new(self, compositions):
        """Store entries with all that belongs to them; the keys of their words."""
        if not compositions:
            return set()
        facets = {record: facet_of(record, one) for record, one in compositions.items()}
        self._learn_facets(set(facets.values()))
        entries = Entry.objects.bulk_create(
            [
                Entry(
                    kind=code,
                    object_id=row,
                    facet_id=self._facets[facets[code, row]],
                    fingerprint=one.fingerprint,
                    updated_at=one.updated_at,
                )
                for (code, row), one in compositions.items()
            ],
            update_conflicts=True,
            unique_fields=["kind", "object_id"],
            update_fields=columns_but_key(Entry),
        )
        self._write_passages(entries, compositions.values())
        return self._write_postings(entries, compositions.values())

    def _take_postings(self, entries):
        """Delete the postings of the entries; the keys of their words."""
        postings = Posting.objects.filter(entry__in=entries)
        words = set(postings.values_list("word", flat=True)) if entries else set()
        if words:
            postings.delete()
        return words

    def _drop_unused(self, words):
        """Delete those of the words that no entry has any longer."""
        for some in batches(words):
            used = Posting.objects.filter(word=OuterRef("pk"))
            unused = dict(Word.objects.filter(~Exists(used), pk__in=some).values_list("form", "pk"))
            for form in unused:
                self._words.pop(form, None)
            if unused:
                Word.objects.filter(pk__in=unused.values()).delete()

    def _drop_unused_facets(self, facets):
        """Delete those of the facets that no entry has any longer."""
        used = Entry.objects.filter(facet=OuterRef("pk"))
        for some in batches(facets):
            if Facet.objects.filter(~Exists(used), pk__in=some).delete()[0]:
                self._facets.clear()

    def _write_passages(self, entries, compositions):
        Passage.objects.bulk_create(
            [
                Passage(
                    entry=entry,
                    url_uk=one.url_uk,
                    url_en=one.url_en,
                    title_uk=one.title.uk,
                    title_en=one.title.en,
                    lines_uk="\n".join(one.lines_uk),
                    lines_en="\n".join(one.lines_en),
                    lines_both="\n".join(one.lines_both),
                    words=in_order(one),
                )
                for entry, one in zip(entries, compositions, strict=True)
            ],
            update_conflicts=True,
            unique_fields=["entry"],
            update_fields=columns_but_key(Passage),
        )

    def _write_postings(self, entries, compositions):
        """Store which words stand in the entries; the keys of the words."""
        found = [spots(one) for one in compositions]
        self._learn({form: spot.spelling for one in found for form, spot in one.items()})
        Posting.objects.bulk_create(
            Posting(
                word_id=self._words[form],
                entry=entry,
                place=spot.place,
                facet_id=entry.facet_id,
            )
            for entry, one in zip(entries, found, strict=True)
            for form, spot in one.items()
        )
        return {self._words[form] for one in found for form in one}

    def _learn_facets(self, facets):
        """Know the keys of all these facets, and store those that are new."""
        columns = ("kind", "date", "first_year", "last_year")
        for some in batches(facets - self._facets.keys()):
            dates = {date for _kind, date, _first, _last in some}
            stored = Facet.objects.filter(Q(date__in=dates) | Q(date=None))
            self._facets.update((tuple(row), pk) for pk, *row in stored.values_list("pk", *columns))
        new = Facet.objects.bulk_create(
            Facet(**dict(zip(columns, facet, strict=True)))
            for facet in sorted(facets - self._facets.keys(), key=str)
        )
        self._facets.update(
            (tuple(getattr(facet, name) for name in columns), facet.pk) for facet in new
        )

    def _learn(self, spellings):
        """Know the keys of all these words, and store those that are new."""
        for some in batches(spellings.keys() - self._words.keys()):
            known = Word.objects.filter(form__in=some).values_list("form", "pk")
            self._words.update(known)
        new = Word.objects.bulk_create(
            Word(form=form, spelling=spellings[form])
            for form in sorted(spellings.keys() - self._words.keys())
        )
        self._words.update((word.form, word.pk) for word in new)
        Reading.objects.bulk_create(
            Reading(word=word, lemma=lemma) for word in new for lemma in readings(word.form)
        )
        Gram.objects.bulk_create(
            Gram(word=word, letters=letters) for word in new for letters in grams(word.form)
        )


def facet_of(record, composition):
    """What a Facet has of a record that is named as (code of the kind, key)."""
    code, _row = record
    date = PartialDate.parse(composition.date) if composition.date else None
    return code, date, composition.first_year, composition.last_year


def columns_but_key(model):
    """The names of the columns of a model that are not its key."""
    return [field.name for field in model._meta.concrete_fields if not field.primary_key]
