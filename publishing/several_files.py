"""Several files chosen at once: each gets a row of its own, also where no script helps."""

from pathlib import PurePath

from django.forms import FileInput
from django.utils.translation import gettext_lazy as _

from publishing.models import Publication

SEVERAL = _("You may choose several files: each becomes a row named after the file")


class SeveralFiles(FileInput):
    """Lets several files be chosen in one row, of which the form that is sent makes several."""

    allow_multiple_selected = True

    def __init__(self, attrs=None):
        super().__init__({"multiple": True} | (attrs or {}))

    def value_from_datadict(self, data, files, name):
        return files.get(name)  # the only one, once the rows are taken apart


def called(file):
    """What a file is called until somebody says it better: its name without the ending."""
    return " ".join(PurePath(file.name).stem.replace("_", " ").split())


class Parting:
    """Takes the rows of a form apart in which several files were chosen.

    `data` and `files` are what was sent, `title` is the field that says what a file is. What was
    typed in the row goes for each of its files, but for the title, which is that of the first
    one. A file without a title is called like itself and stays a draft.
    """

    def __init__(self, data, files, prefix, title):
        self.data, self.files = data.copy(), files.copy()
        self.prefix, self.title = prefix, title
        self.drafts = []  # the names of the files that were to be published and have no title
        count = self.data.get(f"{prefix}-TOTAL_FORMS", "")
        self.count = int(count) if count.isdecimal() and len(count) < 5 else 0

    def parted(self):
        """The data and the files in which each file has a row."""
        for row in range(self.count):
            chosen = self.files.getlist(self._name(row, "upload"))
            if chosen:
                self._put(row, chosen[0])
            for file in chosen[1:]:
                self._repeat(row)
                self._put(self.count - 1, file)
        if self.count:
            self.data[f"{self.prefix}-TOTAL_FORMS"] = str(self.count)
        return self.data, self.files

    def _name(self, row, field):
        return f"{self.prefix}-{row}-{field}"

    def _repeat(self, row):
        """Add a row like this one, without its titles."""
        start = self._name(row, "")
        for name, values in list(self.data.lists()):
            field = name.removeprefix(start)
            if name.startswith(start) and not field.startswith(self.title.removesuffix("uk")):
                self.data.setlist(self._name(self.count, field), values)
        self.count += 1

    def _put(self, row, file):
        self.files.setlist(self._name(row, "upload"), [file])
        title = self._name(row, self.title)
        if not self.data.get(title, "").strip():
            self.data[title] = called(file)
            state = self._name(row, "publication")
            if self.data.get(state) == Publication.PUBLIC:
                self.drafts.append(file.name)
            self.data[state] = Publication.DRAFT
