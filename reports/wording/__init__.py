"""The sentences of official papers: one whole set of words for each language.

Both sets have the same modules and functions, so that a paper is composed by one code; what a
sentence looks like, its order and its grammar, is each language's own.
"""

from reports.wording import en, uk

WORDS = {"uk": uk, "en": en}
