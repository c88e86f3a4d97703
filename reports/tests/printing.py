"""The text of a paper as lines, and the sentences in it."""

from papers.paper import Enumeration, Paragraph, Table


def printed(paper):
    """The lines of a paper's text, from the title to the signature, with ordinary spaces."""
    lines = [f"{paper.kind} {paper.title}"]
    for section in paper.sections + paper.appendices:
        lines += section_lines(section)
    for signature in paper.signatures:
        lines.append(f"{signature.position} ____________ {signature.name}")
    return [line.replace("\u00a0", " ") for line in lines]


def section_lines(section):
    if section.heading:
        yield f"{section.number} {section.heading}"
    for block in section.blocks:
        if isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, Enumeration):
            yield from (sentence.text for sentence in (block.lead, *block.items))
        else:
            yield from (" | ".join(row) for row in (block.head, *block.rows))
            yield from block.notes
    for inner in section.sections:
        yield from section_lines(inner)


def sentences(paper):
    """(Sentence, whether it is an item of a list) of the whole paper, in order."""
    for section in paper.sections:
        yield from _sentences_in(section)


def _sentences_in(section):
    for block in section.blocks:
        if isinstance(block, Paragraph):
            yield from ((sentence, False) for sentence in block.sentences)
        elif isinstance(block, Enumeration):
            yield block.lead, False
            yield from ((sentence, True) for sentence in block.items)
    for inner in section.sections:
        yield from _sentences_in(inner)


def cells(paper):
    """Every cell, caption and note of the paper's tables."""
    for section in paper.appendices:
        for block in section.blocks:
            if isinstance(block, Table):
                yield block.caption
                yield from block.head
                yield from block.notes
                for row in block.rows:
                    yield from row
