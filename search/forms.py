"""What a visitor asks for: words, a kind of records, a year."""

from django import forms
from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from search.asking import LONGEST, shortened
from search.finding import Narrowing
from search.kinds import KINDS


class SearchForm(forms.Form):
    """The words and filters of a search; what is unknown finds nothing and is no error."""

    q = forms.CharField(
        label=_("What to look for"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "maxlength": LONGEST}),
    )
    kind = forms.ChoiceField(label=_("Where"), required=False)
    year = forms.ChoiceField(label=_("Year"), required=False)

    def __init__(self, data):
        asked = {name: data.get(name, "") for name in self.base_fields}
        super().__init__(asked | {"q": shortened(asked["q"])})
        self.fields["kind"].choices = [
            ("", _("Everywhere")),
            *((code, kind.label) for code, kind in KINDS.items()),
        ]

    def as_query(self, page=None):
        """The address's query as far as it is read, with the page where there is one."""
        query = QueryDict(mutable=True)
        query.update({name: value for name, value in self.data.items() if value})
        if page:
            query["page"] = page[:10]
        return query

    def offer_years(self, years):
        """Let a visitor choose one of these years."""
        choices = [("", _("All years")), *((str(year), str(year)) for year in years)]
        self.fields["year"].choices = choices

    @property
    def text(self):
        """The words, at most as many as are read."""
        return self.data["q"]

    @property
    def narrowing(self):
        """The Narrowing that was asked for; None where the address has an unknown value."""
        kind, year = self.data["kind"], self.data["year"]
        if kind not in ("", *KINDS) or not (year == "" or (year.isascii() and year.isdecimal())):
            return None
        return Narrowing(kind, int(year[:5]) if year else None)

    def clear_url(self, path):
        """The address at `path` without the filters; empty where there are none."""
        if not (self.data["kind"] or self.data["year"]):
            return ""
        return f"{path}?{urlencode({'q': self.text})}"
