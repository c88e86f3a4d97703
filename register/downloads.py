"""A list of the admin as a file: edited in a spreadsheet, it can be uploaded again."""

import tempfile
from pathlib import Path

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from aid.models import RecipientIdentity
from publishing.admin_rights import has_right
from publishing.audit import note
from publishing.models import AuditEntry
from register.exporting import cells, export_file, write_workbook
from register.open_access import WORKBOOK
from register.rights import knows_recipients, of_open_recipients
from register.sheets import SHEETS

SHEET_OF = {sheet.model: sheet for sheet in SHEETS}


@admin.action(description=_("Download as a register file (.xlsx)"), permissions=["view"])
def download(model_admin, request, queryset):
    """The chosen rows as the sheet of the register that holds them, without what the user may
    not see: columns kept in confidential tables, rows of sensitive recipients.
    """
    sheet = SHEET_OF[queryset.model]
    columns = [
        column
        for column in sheet.columns.values()
        if not column.internal or has_right(request.user, "view", column.table)
    ]
    if any(column.internal for column in columns):
        note(AuditEntry.Act.READING, f"{sheet.title}.xlsx", f"{queryset.count()} rows")
    known = knows_recipients(request.user, "view")
    rows = queryset if known else of_open_recipients(queryset)
    found = sheet.rows(rows, columns).values()
    response = HttpResponse(content_type=WORKBOOK)
    response["Content-Disposition"] = f'attachment; filename="{sheet.title}.xlsx"'
    write_workbook(response, [(sheet, columns, cells(sheet, (values for _pk, values in found)))])
    return response


def may_download_all(user):
    """Whether the user may see every row and column of the register."""
    tables = {sheet.model for sheet in SHEETS} | {RecipientIdentity}
    tables |= {column.table for sheet in SHEETS for column in sheet.aside}
    return all(has_right(user, "view", table) for table in tables)


@require_safe
def download_register(request):
    """The whole register as one workbook, internal columns included."""
    if not may_download_all(request.user):
        raise PermissionDenied
    note(AuditEntry.Act.READING, "register.xlsx")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.xlsx"
        export_file(path)
        file = path.open("rb")  # stays readable after the folder is gone
    return FileResponse(file, as_attachment=True, filename="register.xlsx")
