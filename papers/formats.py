"""The formats of a paper's file."""

from django.utils.module_loading import import_string

# Each is loaded with the first paper written so: python-docx and what it needs take megabytes
# of every process that has it.
WRITERS = {"pdf": "papers.pdf.pdf", "docx": "papers.docx.docx"}


def written(paper, kind, arms=b""):
    """The Paper as the bytes of a file of that kind, a key of WRITERS.

    `arms` is a picture for its head. Raises papers.pdf.TypesettingError where the paper is too
    large to be typeset.
    """
    return import_string(WRITERS[kind])(paper, arms)
