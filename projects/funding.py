"""The money of a project: its lines and one total per currency, never added across them."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch

from partners.models import Partner
from partners.received import in_money


@dataclass(frozen=True)
class Funding:
    """The lines, each with its amount in words, and the totals of currencies with several."""

    lines: list
    totals: list


def funding_of(project):
    """The Funding of a public project: two queries."""
    lines = list(
        project.funding.public().prefetch_related(Prefetch("partner", Partner.objects.public()))
    )
    sums, counts = defaultdict(Decimal), defaultdict(int)
    for line in lines:
        line.words = in_money(line.amount, line.currency)
        sums[line.currency] += line.amount
        counts[line.currency] += 1
    several = any(count > 1 for count in counts.values())
    totals = [in_money(total, code) for code, total in sorted(sums.items())] if several else []
    return Funding(lines, totals)
