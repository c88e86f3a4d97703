"""What papers take of the typography that they share with pages."""

from publishing.typography import NBSP, quoted, typeset

__all__ = ["NBSP", "quoted", "typeset"]
