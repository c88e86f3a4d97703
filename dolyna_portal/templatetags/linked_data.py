"""The data block of a page, for search engines and other machines."""

from django import template

from dolyna_portal import linked_data as terms

register = template.Library()


@register.simple_tag(takes_context=True)
def linked_data(context, record=None):
    """The publisher, the breadcrumbs and the record of this page as one block of JSON-LD.

    In place of a record: "site" on the page of the whole portal, "data" on that of the open data.
    """
    office, breadcrumbs = context.get("office"), context.get("breadcrumbs")
    canonical_url = context.get("canonical_url", "")
    nodes = terms.publisher(office, whole=record == "site")
    if record == "site":
        nodes.append(terms.site(office))
    elif record == "data":
        nodes.append(terms.data_catalogue(context["listed"], office))
    elif record and (node := terms.node(record)):
        nodes.append(node)
    if breadcrumbs:
        nodes.append(terms.way(breadcrumbs, canonical_url))
    return terms.script(nodes) if nodes else ""
