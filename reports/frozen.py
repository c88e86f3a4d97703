"""What the page of an edition says of its frozen text.

A template keeps it drawn, so that a page that is rendered anew neither fetches the text nor sets
it: nothing here is found out before it is asked for.
"""

from functools import cached_property

from papers.official import registration
from papers.paper import sources
from papers.typography import NBSP
from reports.editions import differences


class Frozen:
    """The text of an edition in one language, and what it changed of the `previous` edition."""

    def __init__(self, edition, previous, language):
        self.edition, self.previous, self.language = edition, previous, language

    @cached_property
    def paper(self):
        return self.edition.paper(self.language)

    @property
    def heading(self):
        """Its kind and title; two words bound to one would be wider than a phone."""
        return self.paper.name.replace(NBSP, " ")

    @property
    def day(self):
        """The date of registration as it is printed."""
        return registration(self.paper)[0]

    @cached_property
    def sources(self):
        """The records that it names and that have a page, in the order of their numbers."""
        return [source for source in sources(self.paper) if source.url]

    @property
    def numbers(self):
        return {source: number for number, source in enumerate(self.sources, 1)}

    @property
    def differences(self):
        return differences(self.previous, self.edition, self.language)
