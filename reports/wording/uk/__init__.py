"""Ukrainian: the actor is «партнери», «сторони» or nobody; names stay in the nominative."""

from reports.wording.uk import (
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

LANGUAGE = "uk"

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
