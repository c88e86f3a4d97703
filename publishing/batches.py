"""Rows in lists short enough for one query: a database takes only so many parameters."""

AT_ONCE = 500


def batches(rows):
    """The rows (any iterable), in their order, as lists of at most AT_ONCE."""
    rows = list(rows)
    return [rows[start : start + AT_ONCE] for start in range(0, len(rows), AT_ONCE)]
