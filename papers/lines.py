"""A paper as lines of plain text, in the order in which it is printed."""

from papers.official import registration
from papers.paper import Enumeration, Paragraph


def lines(paper):
    """The lines of the paper from its head to its signature, then those of its annexes."""
    yield from paper.organisation
    yield f"{paper.kind} {paper.title}"
    day, index = registration(paper)
    yield f"{day} {paper.place} {index}"
    for section in paper.sections:
        yield from _section_lines(section)
    if paper.signature:
        yield f"{paper.signature.position} {paper.signature.name}"
    for section in paper.appendices:
        yield from _section_lines(section)


def _section_lines(section):
    if section.heading:
        yield f"{section.number} {section.heading}"
    for block in section.blocks:
        yield from _block_lines(block)
    for inner in section.sections:
        yield from _section_lines(inner)


def _block_lines(block):
    if isinstance(block, Paragraph):
        yield block.text
    elif isinstance(block, Enumeration):
        yield from (sentence.text for sentence in (block.lead, *block.items))
    else:
        yield block.caption
        yield from (" | ".join(row) for row in (block.head, *block.rows))
        yield from block.notes
