"""The path converter of the numbers that the office gives its consignments."""


class ReferenceConverter:
    """Letters of any alphabet, digits and the signs `.`, `_`, `-`, `/`."""

    regex = r"\w[\w./-]*"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value
