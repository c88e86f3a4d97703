"""Lists that filter by query string and go by pages, so that any view is an address."""

from django import forms
from django.core.paginator import Paginator


class FilterForm(forms.Form):
    """The filter of a list: each field `name` narrows by the method `by_name`.

    An unknown value gives an empty list, never an error page.
    """

    def narrow(self, records):
        """The records that all given values let through."""
        if not self.is_valid():
            return records.none()
        for name, value in self.cleaned_data.items():
            if value not in (None, "", []):
                records = getattr(self, f"by_{name}")(records, value)
        return records

    @property
    def is_narrowing(self):
        """Whether the address asks for less than the whole list."""
        return any(self.data.get(name) for name in self.fields)


def list_page(request, form, records, size=48):
    """What a list's template needs: the form, one page of what it finds, and the way back.

    A page that is no number shows the first, one too far the last.
    """
    page = Paginator(form.narrow(records), size).get_page(request.GET.get("page"))
    return {
        "form": form,
        "page": page,
        "clear_url": request.path if form.is_narrowing else "",
    }
