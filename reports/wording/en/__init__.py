"""English: the same facts in the same order, each sentence whole."""

from reports.wording.en import (
    agreements,
    aid,
    dates,
    events,
    frame,
    joining,
    lists,
    numbers,
    partners,
    projects,
    tables,
)

LANGUAGE = "en"

__all__ = [
    "LANGUAGE",
    "agreements",
    "aid",
    "dates",
    "events",
    "frame",
    "joining",
    "lists",
    "numbers",
    "partners",
    "projects",
    "tables",
]
