"""A paper as lines of plain text, in the order in which it is printed."""

from papers.official import Heading, flow, registration
from papers.paper import Enumeration, Paragraph


def lines(paper):
    """The lines of the paper from its head to its signatures, then those of its annexes."""
    yield from paper.organisation
    yield from paper.addressee
    yield f"{paper.kind} {paper.title}".strip()
    if paper.is_registered:
        day, index = registration(paper)
        yield f"{day} {paper.place} {index}"
    for block in flow(paper.sections):
        yield from _block_lines(block)
    for signature in paper.signatures:
        yield " ".join(filter(None, (signature.role, signature.position, signature.name)))
    for block in flow(paper.appendices):
        yield from _block_lines(block)


def _block_lines(block):
    if isinstance(block, Heading | Paragraph):
        yield block.text
    elif isinstance(block, Enumeration):
        yield from (sentence.text for sentence in (block.lead, *block.items))
    else:
        yield block.caption
        yield from (" | ".join(row) for row in (block.head, *block.rows))
        yield from block.notes
