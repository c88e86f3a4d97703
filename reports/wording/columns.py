"""The text of a record in a language; one that is missing in English is shown in Ukrainian."""

from reports.wording.letters import bare


def column(record, name, language):
    """The translated column `name` of `record`; empty where it has none or there is no record."""
    if record is None:
        return ""
    text = getattr(record, f"{name}_{language}") or getattr(record, f"{name}_uk") or ""
    return text.strip()


def title_of(record, language):
    """The title as sentences take it, the Ukrainian one where it has no other."""
    return bare(column(record, "title", language))


def own_column(record, name, language):
    """The translated column of that language alone."""
    return "" if record is None else (getattr(record, f"{name}_{language}") or "").strip()
