"""The forms of a page, read as a browser reads them."""

from html.parser import HTMLParser


class Fields(HTMLParser):
    """The fields of a page's form as a browser would send them: {name: [value, …]}."""

    def __init__(self, html):
        super().__init__()
        self.fields, self.select, self.area = {}, None, None
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        name = found.get("name")
        if tag == "input" and name and found.get("type") not in ("submit", "file"):
            is_choice = found.get("type") in ("checkbox", "radio")
            if not is_choice or "checked" in found:
                value = found.get("value", "on" if is_choice else "")
                self.fields.setdefault(name, []).append(value)
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in found:
            self.fields.setdefault(self.select, []).append(found["value"])
        elif tag == "textarea":
            self.area = name
            self.fields[name] = [""]

    def handle_endtag(self, tag):
        self.select = None if tag == "select" else self.select
        self.area = None if tag == "textarea" else self.area

    def handle_data(self, data):
        if self.area:
            self.fields[self.area] = [self.fields[self.area][0] + data.lstrip("\n")]


def sent(html):
    """What a browser would send of the page unchanged: {name: [value, …]}."""
    fields = Fields(html).fields
    return {name: values for name, values in fields.items() if "__prefix__" not in name}
