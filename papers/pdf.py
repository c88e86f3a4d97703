"""A paper as PDF/UA-1, typeset by Typst with the fonts beside it.

A tagged file that a screen reader can read: title, language, headings, lists, heads of tables,
words for pictures.
"""

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from papers.official import (
    Heading,
    annex_list,
    annex_mark,
    flow,
    lies_across,
    parted,
    registration,
)
from papers.paper import Table
from papers.qr import svg
from papers.widths import shares

TYPESETTING = Path(__file__).with_name("typesetting.py")
# One thread and one arena: a large paper takes a tenth less memory, and no more of the processor.
FRUGAL = {
    "RAYON_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": "65536",
    "MALLOC_TRIM_THRESHOLD_": "65536",
}


class TypesettingError(RuntimeError):
    """The paper could not be typeset; the message says why."""


def pdf(paper, arms=b""):
    """The Paper as the bytes of a PDF file; the same paper gives the same bytes.

    `arms` is an SVG, PNG or JPEG picture for its head. Raises TypesettingError where the paper
    is too large for the memory and time that a child process gets.
    """
    job = json.dumps(_given(paper, arms), ensure_ascii=False)
    command = [sys.executable, "-I", TYPESETTING]
    frugal = os.environ | FRUGAL
    done = subprocess.run(command, input=job.encode(), capture_output=True, check=False, env=frugal)
    if done.returncode < 0:  # stopped at its limits
        raise TypesettingError(_("the paper is too large"))
    if done.returncode:
        raise TypesettingError(done.stderr.decode(errors="replace").strip())
    return done.stdout


def _given(paper, arms):
    """What paper.typ prints: JSON values."""
    text, ending = parted(flow(paper.sections))
    return {
        "language": paper.language,
        "name": paper.name,
        "author": ", ".join(paper.organisation),
        "organisation": paper.organisation,
        "arms": _arms(paper, arms),
        "addressee": paper.addressee,
        "kind": paper.kind,
        "registration": _registration(paper),
        "heading": capfirst(paper.title),
        "text": [_block(block) for block in text],
        "ending": [_block(block) for block in ending],
        "annexes": annex_list(paper),
        "signatures": [asdict(signature) for signature in paper.signatures],
        "mark": _mark(paper),
        "appendices": [
            {
                "mark": annex_mark(section),
                "heading": section.heading,
                "lies-across": lies_across(section),
                "blocks": [_block(block) for block in section.blocks],
            }
            for section in paper.appendices
        ],
    }


def _registration(paper):
    if not paper.is_registered:
        return None
    day, index = registration(paper)
    return [day, paper.place, index]


def _mark(paper):
    """The QR code with its drawing and what a screen reader says of it."""
    if not paper.mark:
        return None
    address = paper.mark.address
    with override(paper.language):
        alt = _("QR code of the address %(address)s") % {"address": address}
    return asdict(paper.mark) | {"drawing": svg(address), "alt": alt}


def _arms(paper, arms):
    if not arms:
        return None
    with override(paper.language):
        return {"picture": list(arms), "alt": _("Coat of arms")}


def _block(block):
    if isinstance(block, Heading):
        return asdict(block) | {"type": "heading"}
    data = asdict(block)
    return data | {"shares": shares(block)} if isinstance(block, Table) else data
