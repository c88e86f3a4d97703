"""QR codes of papers: the code leads to the paper's own address."""

from io import BytesIO

from segno import make

SIDE = 21  # millimetres, ДСТУ 4163:2020, 5.31


def svg(address):
    """The code of `address` as an SVG drawing (text) without a quiet zone, black on nothing."""
    drawing = BytesIO()
    look = {"border": 0, "omitsize": True, "svgclass": None, "lineclass": None}
    _code(address).save(drawing, kind="svg", xmldecl=False, nl=False, **look)
    return drawing.getvalue().decode()


def png(address):
    """The code of `address` as a PNG image (bytes), as word processors want it."""
    image = BytesIO()
    _code(address).save(image, kind="png", scale=10, border=0)
    return image.getvalue()


def _code(address):
    return make(address, error="m", micro=False)
