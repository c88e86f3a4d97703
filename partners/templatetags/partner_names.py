"""Names of partners and areas; every template knows these tags without loading them."""

from django import template
from django.utils.html import format_html, format_html_join

from publishing.templatetags.words import words
from publishing.typography import NBSP, soft_hyphens

register = template.Library()


@register.simple_tag
def partner_link(partner):
    """The name of a partner, after its colours, as a link to its page."""
    name = words(partner.name_uk, partner.name_en)
    address = partner.get_absolute_url()
    return format_html('<a class="sw place-{}" href="{}">{}</a>', partner.key, address, name)


@register.simple_tag
def partner_name(partner):
    """The name of a partner after its colours."""
    name = words(partner.name_uk, partner.name_en)
    return format_html('<span class="sw place-{}">{}</span>', partner.key, name)


@register.simple_tag
def native_link(partner):
    """A link to a partner under the name that it gives itself."""
    name = words(partner.name_uk, partner.name_en)
    if partner.name_native:
        language = partner.native_language and format_html(' lang="{}"', partner.native_language)
        name = format_html("<span{}>{}</span>", language, soft_hyphens(partner.name_native))
    return format_html('<a href="{}">{}</a>', partner.get_absolute_url(), name)


@register.simple_tag
def area_names(areas):
    """Areas of cooperation in one line."""
    return format_html_join(
        f"{NBSP}· ", "{}", ((words(one.name_uk, one.name_en),) for one in areas)
    )
