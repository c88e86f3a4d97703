"""The child process that makes one PDF: `python -I typesetting.py < job > paper.pdf`.

The job is what paper.typ prints, as JSON. A process of its own gives back the memory of a large
paper when it ends, and cannot outgrow its limits. It reads the template and the fonts beside it;
no text of a paper is ever read as a program.
"""

import resource
import sys
from pathlib import Path

import typst

HERE = Path(__file__).resolve().parent
MEMORY = 1024**3  # bytes of data
SECONDS = 60  # of processor time


def main():
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[HERE / "fonts"]
    )
    try:
        pdf = typst.compile(
            (HERE / "paper.typ").read_bytes(),
            root=HERE / "fonts",
            font_paths=fonts,
            sys_inputs={"paper": sys.stdin.read()},
            format="pdf",
            pdf_standards=["ua-1"],
        )
    except typst.TypstError as error:
        sys.exit(error.message)
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    main()
