"""Lists that filter by query string and go by pages, so that any view is an address.

A filter offers the values that public records have, each with the number of records that it
would find beside what else is chosen. One query counts them all.
"""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass

from django import forms
from django.core.paginator import Paginator
from django.db.models import CharField, Count, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Concat, Substr
from django.forms.utils import flatatt
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from publishing.collation import sort_key
from publishing.compiled import answers, compiled
from publishing.models import once_a_day
from publishing.typography import is_ukrainian

NOTHING = Value("", output_field=CharField())
YEAR = re.compile("[0-9]{4}")
FAR = 5_000  # rows; a shorter list is read from its beginning alone
SELECTED = mark_safe(" selected")
IN_UKRAINIAN = mark_safe(' lang="uk"')
FOUND = ""  # the name under which the records of the whole list are counted


@dataclass(frozen=True)
class Values:
    """Where the values of a facet stand.

    `rows` have an expression `value`, columns `uk` and `en` with its names, and a path `record`
    to the record of the list.
    """

    rows: QuerySet
    value: object
    uk: str = ""
    en: str = ""
    record: str = "pk"

    def counted(self, name, among=None):
        """A branch of the query: (name, value, its names, number of the records `among`)."""
        chosen = None if among is None else Q(**{f"{self.record}__in": among})
        value = F(self.value) if isinstance(self.value, str) else self.value
        # A plain QuerySet keeps the order of the columns, on which the union relies; the one of
        # modeltranslation does not.
        return (
            QuerySet(self.rows.model, self.rows.order_by().query)
            .annotate(
                facet=Value(name, output_field=CharField()),
                its_value=Cast(value, CharField()),
                uk=F(self.uk) if self.uk else NOTHING,
                en=F(self.en) if self.en else NOTHING,
            )
            .values("facet", "its_value", "uk", "en")
            .annotate(number=Count(self.record, distinct=self.record != "pk", filter=chosen))
            .values_list("facet", "its_value", "uk", "en", "number")
        )


class Choice(forms.Select):
    """A select that is drawn at once: Django's takes two templates for each of its options.

    Words that have no English form are marked on an English page.
    """

    def render(self, name, value, attrs=None, renderer=None):
        chosen, is_english = self.format_value(value), get_language() == "en"
        return format_html(
            '<select name="{}"{}>{}\n</select>',
            name,
            flatatt(self.build_attrs(self.attrs, attrs)),
            format_html_join(
                "",
                '\n  <option value="{}"{}{}>{}</option>',
                (
                    (
                        code,
                        SELECTED if str(code) in chosen else "",
                        IN_UKRAINIAN if is_english and is_ukrainian(str(words)) else "",
                        words,
                    )
                    for code, words in self.choices
                ),
            ),
        )


class Facet(forms.CharField):
    """A choice among the values that records have, by name; `everything` words no choice.

    `apart` are values with words of their own, after all others; `spread` makes the values of
    the facet from a stored one, where that holds several.
    """

    widget = Choice

    def __init__(self, *, everything, apart=(), spread=None, **kwargs):
        super().__init__(required=False, **kwargs)
        self.everything = everything
        self.apart = dict(apart)
        self.spread = spread or (lambda stored: [stored])

    def __deepcopy__(self, memo):
        copied = super().__deepcopy__(memo)
        copied.apart = self.apart.copy()
        return copied

    def offer(self, counts, names, chosen):
        """Fill the choices: those that find something, and the chosen one."""
        offered = [*counts, chosen] if self.knows(chosen) else counts
        known = {
            value: self.apart.get(value) or self.word(value, names) for value in offered if value
        }
        self.widget.choices = [
            ("", self.everything),
            *(
                (value, f"{known[value]} · {number_format(counts[value], force_grouping=True)}")
                for value in sorted(known, key=lambda value: self.place(value, known[value]))
                if counts[value] or value == chosen
            ),
        ]

    def knows(self, value):
        """Whether a value has words though no record has it: the choice of it is kept."""
        return value in self.apart

    def word(self, value, names):
        """The words of a value in the language of the page."""
        uk, en = names[value]
        return (en if get_language() == "en" else uk) or uk

    def place(self, value, word):
        """What a value stands by in the list."""
        return list(self.apart).index(value) + 1 if value in self.apart else 0, sort_key(word)


class CodeFacet(Facet):
    """A choice among fixed codes, in their own order; another value is refused."""

    def __init__(self, choices, **kwargs):
        super().__init__(**kwargs)
        self.words = dict(choices)

    def validate(self, value):
        super().validate(value)
        if value and value not in self.words:
            raise forms.ValidationError("", code="invalid_choice")

    def knows(self, value):
        return value in self.words

    def word(self, value, names):
        return self.words[value]

    def place(self, value, word):
        return list(self.words).index(value)


class YearFacet(Facet):
    """A choice among years, the newest first; what is no year is refused."""

    def validate(self, value):
        super().validate(value)
        if value and value not in self.apart and not YEAR.fullmatch(value):
            raise forms.ValidationError("", code="invalid_choice")

    def knows(self, value):
        return super().knows(value) or bool(value and YEAR.fullmatch(value))

    def word(self, value, names):
        return value

    def place(self, value, word):
        return (1, 0) if value in self.apart else (0, -int(value))


class FilterForm(forms.Form):
    """The filter of a list: each field narrows by the column of its name.

    A method `by_name` narrows otherwise, and `values_of_name` says where else the values of a
    facet stand. An unknown value gives an empty list, never an error page.
    """

    def narrow(self, records, but=None):
        """The records that all given values let through, those of the field `but` left out."""
        if not self.is_valid():
            return records.none()
        for name, value in self.cleaned_data.items():
            if value and name != but:
                by = getattr(self, f"by_{name}", None)
                records = by(records, value) if by else records.filter(**{name: value})
        return records

    def offer(self, records):
        """Give the facets their choices among `records`; the number that the filter finds.

        `records` is what the public may see of the whole list. `counts` then holds, by name of
        a facet, how many records have each value.
        """
        self.counts, names = defaultdict(Counter), defaultdict(dict)
        for name, stored, uk, en, number in self.counted(records):
            for value in (
                self.fields[name].spread(stored or "") if name in self.fields else [stored]
            ):
                self.counts[name][value] += number
                names[name][value] = uk, en
        for name in self.facets:
            self.fields[name].offer(self.counts[name], names[name], self.data.get(name))
        return self.counts[FOUND][""]

    def counted(self, records):
        """Rows (facet, stored value, its names, number), by one query over `records`."""
        if self.asked:
            return united(self.branches(records))
        return answers(records.model, counts_of_all(type(self), records.model))

    def branches(self, records):
        """The parts of the query that counts: all that is found, then each facet's values."""
        narrowed = self.narrow(records) if self.asked else None
        yield Values(records, NOTHING).counted(FOUND, narrowed)
        for name in self.facets:
            others = self.narrow(records, but=name) if self.asked - {name} else None
            for values in self.values(name, records):
                yield values.counted(name, others)

    def values(self, name, records):
        """Where the values of a facet stand among `records`."""
        own = getattr(self, f"values_of_{name}", None)
        return own(records) if own else [Values(records, name)]

    @property
    def facets(self):
        return [name for name, field in self.fields.items() if isinstance(field, Facet)]

    @property
    def asked(self):
        """The names of the fields that the address gives a value."""
        return {name for name in self.fields if self.data.get(name)}

    @property
    def is_idle(self):
        """Whether nothing is asked and no facet offers a choice: an empty list has no filter."""
        offered = (self.fields[name].widget.choices for name in self.facets)
        return not self.asked and all(len(choices) < 2 for choices in offered)

    @property
    def is_narrowing(self):
        """Whether the address asks for less than the whole list."""
        return bool(self.asked)


@once_a_day
def counts_of_all(form, model):
    """The query that counts the public records of a list of which nothing is asked."""
    return compiled(united(form({}).branches(model.objects.public())))


def united(branches):
    first, *others = branches
    return first.union(*others, all=True)


def years_text(first, *others):
    """The years of partial dates in one text: `2019/2021`, `2019/` where one is empty."""
    text = year_text(first)
    for date in others:
        text = Concat(text, Value("/"), year_text(date), output_field=CharField())
    return text


def year_text(date):
    return Coalesce(Substr(date, 1, 4, output_field=CharField()), NOTHING)


def years_in(text):
    """The numbers in a text of `years_text`, None for an empty date."""
    return [int(year) if year else None for year in text.split("/")]


class Pages(Paginator):
    """Pages of a long list, of which the later half is read from its end: none is far away.

    The order of the list must leave no two rows equal.
    """

    def page(self, number):
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        if self.count < FAR or first < self.count // 2:
            return super().page(number)
        last = min(first + self.per_page, self.count)
        rows = self.object_list.reverse()[self.count - last : self.count - first]
        return self._get_page(self.object_list.filter(pk__in=rows.values("pk")), number, self)


def list_page(request, form, records, size=48):
    """What a list's template needs: the form, one page of what it finds, and the way back.

    `records` are public. A page that is no number shows the first, one too far the last.
    """
    paginator = Pages(form.narrow(records), size)
    paginator.count = form.offer(records)
    return {
        "form": form,
        "page": paginator.get_page(request.GET.get("page")),
        "clear_url": request.path if form.is_narrowing else "",
    }
