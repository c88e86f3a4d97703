"""The papers of aid: acts of transfer and distribution, letters of thanks.

Each is composed in the language that is active, from msgids alone, so that a language more is a
translation more.
"""
