"""Twin registers: where another portal says something else of what both have a part in.

Both registers are seen as the public sees them. Shared are the agreements between the two
offices, which know each other by the code of the hromada, and whatever stands under one key or
reference in both.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError

from partners.models import Office
from publishing.dates import PartialDate
from register.sheets import BY_TITLE, PublicKeys

COMPARED = {
    "agreements": (
        "kind",
        "territorial_kind",
        "number",
        "register_number",
        "registered_on",
        "signed_on",
        "in_force_from",
        "term",
        "valid_until",
        "renewal",
        "status",
    ),
    "shipments": ("received_on", "status", "weight_kg", "value", "currency"),
}


@dataclass(frozen=True)
class Difference:
    """A column in which two registers disagree; without a column the other has no such record."""

    sheet: str
    key: str
    column: str = ""
    here: object = None
    there: object = None


def compared(tables):
    """(number of shared records, their Differences); `tables` are those of the other register."""
    theirs = {
        table.title: [read_row(table.title, cells) for _number, cells in table.rows]
        for table in tables
    }
    ours = {title: public_rows(title) for title in ("partners", *COMPARED)}
    office = Office.objects.current()
    own_code = office.code if office else ""
    other_code = next((row.get("code") for row in theirs.get("office", ())), "")
    pairs = [
        *shared_agreements(ours, theirs, own_code, other_code),
        *by_key("shipments", "reference", ours["shipments"], theirs.get("shipments", ())),
    ]
    return len(pairs), [found for pair in pairs for found in differences(*pair)]


def public_rows(title):
    return list(BY_TITLE[title].public_rows(PublicKeys()))


def read_row(title, cells):
    """The values of a row of the other register; what cannot be read is left out."""
    columns, values = BY_TITLE[title].columns, {}
    for name, cell in cells.items():
        try:
            values[name] = columns[name].read(cell)
        except (KeyError, ValidationError):
            continue
    return values


def by_key(title, key, ours, theirs):
    """(sheet, key, our row, their row) of the records under one key in both registers."""
    known = {row.get(key): row for row in theirs}
    return [(title, row[key], row, known[row[key]]) for row in ours if row[key] in known]


def shared_agreements(ours, theirs, own_code, other_code):
    """(sheet, key, our row, their row or None) of the agreements between the two offices."""
    here = between(ours["agreements"], ours["partners"], other_code)
    there = between(theirs.get("agreements", ()), theirs.get("partners", ()), own_code)
    pairs = by_key("agreements", "key", here, there)
    paired = {key for _title, key, _row, _other in pairs}
    left = [row for row in there if row.get("key") not in paired]
    for row in here:
        if row["key"] not in paired:
            twin = next((other for other in left if same_agreement(row, other)), None)
            if twin:
                left.remove(twin)
            pairs.append(("agreements", row["key"], row, twin))
    return pairs + [("agreements", row.get("key", ""), None, row) for row in left]


def between(agreements, partners, code):
    """The agreements of which the office with this code is a party, as a partner of the other."""
    keys = {row.get("key") for row in partners if code and row.get("code") == code}
    return [row for row in agreements if keys & {key for key, _role in row.get("parties", ())}]


def same_agreement(row, other):
    """Whether two rows may mean one agreement: a number that both know, or the day of signing."""
    for name in ("register_number", "number"):
        if row.get(name) and other.get(name):
            return row[name] == other[name]
    signed = row.get("signed_on"), other.get("signed_on")
    return None not in signed and agree(*signed)


def differences(title, key, row, other):
    """The columns in which two rows disagree; what one of them does not know is no disagreement."""
    if row is None or other is None:
        yield Difference(title, key, here=row and key, there=other and key)
        return
    for name in COMPARED[title]:
        here, there = row.get(name), other.get(name)
        if here in (None, "") or there in (None, "") or agree(here, there):
            continue
        written = BY_TITLE[title].columns[name].written
        yield Difference(title, key, name, written(here), written(there))


def agree(here, there):
    """Whether two values say the same; a partial date agrees with a closer one inside it."""
    if isinstance(here, PartialDate) and isinstance(there, PartialDate):
        longer, shorter = sorted((str(here), str(there)), key=len, reverse=True)
        return longer.startswith(shorter)
    return here == there
