"""The register file in the browser: what it would do, row by row, and then the very same file.

A file is kept between the two steps for its user alone, and only for a day.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from publishing.admin_rights import has_right
from register.faults import shown
from register.importing import import_file
from register.models import Upload
from register.reading import BROWSER, Refused, refuse_size
from register.sheets import BY_TITLE, SHEETS

KEPT_FOR = timedelta(days=1)
SHOWN = 300  # rows of each state on the page; the rest is counted
NEW, CHANGED, WRONG = "new", "changed", "wrong"


class UploadForm(forms.Form):
    """A register file of the limits that hold in the browser."""

    file = forms.FileField(
        label=_("Register file"),
        help_text=_("A workbook (.xlsx) or .json, up to 20 MB and 20,000 rows a sheet"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.json"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        try:
            refuse_size(file, BROWSER)
        except Refused as refusal:
            raise forms.ValidationError(refusal.fault.problem) from refusal
        return file


@dataclass(frozen=True)
class Cell:
    """One column of a row: what stands there, what would stand there, what is wrong with it."""

    column: str
    before: object = None
    after: object = None
    problem: str = ""


@dataclass(frozen=True)
class Row:
    """One row of the file and what would become of it."""

    sheet: str
    number: int | None
    label: str
    state: str
    cells: list


@dataclass
class Preview:
    """What the page tells of a file: sums by sheet, rows by state, the rest only counted."""

    totals: list = field(default_factory=list)
    rows: list = field(default_factory=list)
    more: int = 0
    faults: int = 0
    warnings: list = field(default_factory=list)
    changes: int = 0


def may_upload(user):
    """Whether there is any sheet of which the user may add or change a row."""
    return any(
        has_right(user, action, sheet.model) for sheet in SHEETS for action in ("add", "change")
    )


def upload_page(request, site):
    """Choose a file → see what it would do → confirm that file."""
    if not may_upload(request.user):
        raise PermissionDenied
    form = UploadForm(request.POST or None, request.FILES or None)
    context = {"form": form}
    if "confirm" in request.POST:
        form = UploadForm()
        upload = kept(request.user, request.POST["confirm"])
        if upload is None:
            messages.error(request, _("This file is no longer here: upload it again."))
            return HttpResponseRedirect(request.path)
        outcome = import_file(BytesIO(upload.data), limits=BROWSER, user=request.user)
        if not outcome.faults:
            upload.delete()
            messages.success(request, written(outcome))
            return HttpResponseRedirect(reverse("admin:index"))
        context = {"form": form, "upload": upload, "preview": preview(outcome)}
    elif form.is_valid():
        upload = keep(request.user, form.cleaned_data["file"])
        outcome = import_file(BytesIO(upload.data), dry_run=True, limits=BROWSER, user=request.user)
        context = {"form": form, "upload": upload, "preview": preview(outcome)}
    context |= {**site.each_context(request), "title": _("Upload of a register file")}
    return render(request, "admin/register/upload.html", context)


def keep(user, file):
    """Store the file for its user, in the place of the one before."""
    Upload.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()
    Upload.objects.filter(user=user).delete()
    data = file.read()
    return Upload.objects.create(
        user=user, name=file.name, data=data, sha256=hashlib.sha256(data).hexdigest()
    )


def kept(user, sha256):
    """The file that this user uploaded within the last day, or None."""
    since = timezone.now() - KEPT_FOR
    return Upload.objects.filter(user=user, sha256=sha256, at__gte=since).first()


def written(outcome):
    """How many rows an import wrote, as a message."""
    number = sum(count.created + count.changed for count in outcome.counts.values())
    message = ngettext("%(number)s row was written.", "%(number)s rows were written.", number)
    return message % {"number": number_format(number, force_grouping=True)}


def preview(outcome):
    """The Preview of what an import would do.

    Of a row with a fault only what the file says is shown: what is stored may be none of the
    user's business.
    """
    wrong = {(fault.sheet, fault.row) for fault in outcome.faults}
    rows = [
        Row(
            shown(fault.sheet),
            fault.row,
            "",
            WRONG,
            [Cell(shown(fault.column), problem=fault.problem)],
        )
        for fault in outcome.faults
    ]
    for title, entries in outcome.entries.items():
        for entry in entries:
            if (title, entry.row) not in wrong and (entry.is_new or entry.is_changed):
                rows.append(row_of(BY_TITLE[title], entry))
    seen = Preview(faults=len(outcome.faults), warnings=[str(one) for one in outcome.warnings])
    for state in (WRONG, CHANGED, NEW):
        of_state = [row for row in rows if row.state == state]
        seen.rows += of_state[:SHOWN]
        seen.more += max(len(of_state) - SHOWN, 0)
        seen.changes += len(of_state) if state != WRONG else 0
    wrong_by_sheet = {}
    for title, _row in wrong:
        wrong_by_sheet[title] = wrong_by_sheet.get(title, 0) + 1
    seen.totals = [
        (BY_TITLE[title], count, wrong_by_sheet.get(title, 0))
        for title, count in outcome.counts.items()
    ]
    return seen


def row_of(sheet, entry):
    """The Row of an entry that is new or changes what is stored."""
    columns = [
        column
        for name, column in sheet.columns.items()
        if name not in sheet.key and entry.changes(column)
    ]
    if entry.is_new:
        columns = [column for column in columns if entry.values[column.name] != column.default]
    cells = [
        Cell(
            column.name,
            None if entry.is_new else column.written(entry.before[column.name]),
            column.written(entry.values[column.name]),
        )
        for column in columns
    ]
    key = entry.key if isinstance(entry.key, tuple) else (entry.key,)
    label = ", ".join(str(part) for part in key)
    return Row(sheet.title, entry.row, label, NEW if entry.is_new else CHANGED, cells)
