"""What is wrong in a register file, and where."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

LONGEST_SHOWN = 80


@dataclass(frozen=True)
class Fault:
    """One thing to say about a file: a fault that stops an import, or a warning.

    `row` is the row of the worksheet, the column names being row 1; a JSON file counts alike.
    """

    problem: str
    sheet: str = ""
    row: int | None = None
    column: str = ""

    def __str__(self):
        place = {
            "sheet": shown(self.sheet),
            "row": self.row,
            "column": shown(self.column),
            "problem": " ".join(self.problem.split()),
        }
        if self.column:
            text = _("Sheet “%(sheet)s”, row %(row)s, column “%(column)s”: %(problem)s")
        elif self.row:
            text = _("Sheet “%(sheet)s”, row %(row)s: %(problem)s")
        elif self.sheet:
            text = _("Sheet “%(sheet)s”: %(problem)s")
        else:
            text = "%(problem)s"
        return text % place


def shown(value):
    """A value of a file as a message may repeat it: on one line, short, without tricks."""
    text = "".join(char if char.isprintable() else " " for char in str(value))
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
