"""The index: which words stand in which public record, and how much they weigh there.

Everything here is made from public records and can be made again from them; nothing in it is
entered by people. Plain tables, so that SQLite and PostgreSQL search alike.
"""

from django.db import models

from publishing.dates import PartialDateField


class FormField(models.CharField):
    """A folded word, compared and ordered by code point on both databases."""

    def db_parameters(self, connection):
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters


class Facet(models.Model):
    """What results are counted, filtered and ordered by; entries alike in it share one."""

    id = models.AutoField(primary_key=True)  # half as wide in the postings as the default
    kind = FormField(max_length=20)
    date = PartialDateField()
    first_year = models.SmallIntegerField(null=True)
    last_year = models.SmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "date", "first_year", "last_year"], name="facet_once"
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.date}"


class Entry(models.Model):
    """One public record."""

    id = models.AutoField(primary_key=True)
    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    facet = models.ForeignKey(Facet, on_delete=models.PROTECT, related_name="entries")
    fingerprint = models.CharField(max_length=32)  # of all that was indexed
    updated_at = models.DateTimeField()  # the record, not the entry

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="entry_once")]

    def __str__(self):
        return f"{self.kind} {self.object_id}"


class Passage(models.Model):
    """What a result shows of an entry.

    `words` has the folded words of its titles and lines, in the order of the columns, a line for
    each line of theirs and each word between spaces: phrases are sought there.
    """

    entry = models.OneToOneField(
        Entry, on_delete=models.CASCADE, primary_key=True, related_name="passage"
    )
    url_uk = models.CharField(max_length=300)
    url_en = models.CharField(max_length=300)
    title_uk = models.TextField()
    title_en = models.TextField()
    lines_uk = models.TextField()
    lines_en = models.TextField()
    lines_both = models.TextField()  # texts that belong to no language
    words = models.TextField()

    def __str__(self):
        return self.title_uk


class Word(models.Model):
    """A folded form that stands in some entry."""

    id = models.AutoField(primary_key=True)
    form = FormField(max_length=60, unique=True)
    spelling = models.CharField(max_length=120)  # as it is offered to who misspelt it

    def __str__(self):
        return self.form


class Reading(models.Model):
    """A dictionary form that a word may be a form of."""

    word = models.ForeignKey(Word, on_delete=models.CASCADE, related_name="readings")
    lemma = FormField(max_length=80)

    class Meta:
        indexes = [models.Index(fields=["lemma", "word"], name="reading_by_lemma")]

    def __str__(self):
        return self.lemma


class Gram(models.Model):
    """Three letters in a row of a word, by which misspelt ones find their nearest."""

    word = models.ForeignKey(Word, on_delete=models.CASCADE, related_name="grams")
    letters = FormField(max_length=3)

    class Meta:
        indexes = [models.Index(fields=["letters", "word"], name="gram_by_letters")]

    def __str__(self):
        return self.letters


class Place(models.IntegerChoices):
    """Where in a record a word stands, by how much it then says about the record."""

    TEXT = 10  # the long text of a report or document
    REST = 40
    FACT = 46
    TITLE = 80
    NAME = 105  # what the record itself is called or numbered


class Posting(models.Model):
    """A word stands in an entry; `place` is the best of the Places where it does.

    The facet is the entry's: with it, the key has all that it takes to count and order results.
    """

    pk = models.CompositePrimaryKey("word", "entry", "place", "facet")
    word = models.ForeignKey(
        Word, on_delete=models.CASCADE, related_name="postings", db_index=False
    )
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="postings")
    place = models.PositiveSmallIntegerField(choices=Place)
    facet = models.ForeignKey(
        Facet, on_delete=models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )

    def __str__(self):
        return f"{self.word_id} in {self.entry_id}"


class SharedText(models.Model):
    """What entries took from a record that many of them name, as a fingerprint.

    While it stays the same, a change of that record changes no other entry.
    """

    model = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    fingerprint = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["model", "object_id"], name="shared_text_once")
        ]

    def __str__(self):
        return f"{self.model} {self.object_id}"


class Freshness(models.Model):
    """One row: the day in Kyiv whose public records the index holds."""

    day = models.DateField()

    class Meta:
        verbose_name_plural = "freshness"

    def __str__(self):
        return str(self.day)
