"""A partner's name after its colours; every template knows these tags without loading them."""

from django import template
from django.utils.html import format_html

from publishing.templatetags.words import words

register = template.Library()


@register.simple_tag
def partner_link(partner):
    """The name as a link to the partner's page."""
    name = words(partner.name_uk, partner.name_en)
    address = partner.get_absolute_url()
    return format_html('<a class="sw place-{}" href="{}">{}</a>', partner.key, address, name)


@register.simple_tag
def partner_name(partner):
    """The name alone."""
    name = words(partner.name_uk, partner.name_en)
    return format_html('<span class="sw place-{}">{}</span>', partner.key, name)
