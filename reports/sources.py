"""From a record to the source that a sentence names."""

from papers.paper import Source


def address(record):
    """The public page of the record in the active language; empty where it has none."""
    return record.get_absolute_url() if hasattr(record, "get_absolute_url") else ""


class Sources:
    """Makes the Source of each record once."""

    def __init__(self):
        self._made = {}

    def of(self, record):
        """The Source of a public record."""
        key = (record._meta.label_lower, record.pk)
        if key not in self._made:
            name = getattr(record, "reference", None) or record.key
            self._made[key] = Source(*key, name, str(record), address(record))
        return self._made[key]

    def all(self, records):
        """The Sources of `records`, each once, in their order."""
        return tuple(dict.fromkeys(self.of(record) for record in records))
