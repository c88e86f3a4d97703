"""Who received what of a consignment, as far as the public may know.

Sensitive recipients stand under their public name alone, and those that share one stand
together; of an item of which the defence forces got a part the others are named without any
quantity.
"""

from dataclasses import dataclass, field

from aid.models import Distribution, Recipient


@dataclass
class Handover:
    """What one recipient got: parts of items, with the dates of the acts."""

    recipient: Recipient
    parts: dict = field(default_factory=dict)  # {item: quantity, None where it is not told}
    dates: set = field(default_factory=set)

    @property
    def span(self):
        """The dates of the first and the last act; None where they are not known."""
        return min(self.dates, default=None), max(self.dates, default=None)


def handed_over(items):
    """The Handovers of a consignment whose public items these are (with `has_defence`)."""
    by_key = {item.pk: item for item in items}
    acts = Distribution.objects.public().filter(item__in=by_key).select_related("recipient")
    found = {}
    for act in acts.order_by("item__line", "pk"):
        recipient, item = act.recipient, by_key[act.item_id]
        shown = (recipient.shown_key, recipient.kind, recipient.shown_name)
        row = found.setdefault(shown, Handover(recipient))
        told = None if item.has_defence else row.parts.get(item, 0) + act.quantity
        row.parts[item] = told
        if act.date:
            row.dates.add(act.date)
    return list(found.values())
