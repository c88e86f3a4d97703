"""Who gave: in the rows of the ledger and on pages."""

from django import template
from django.utils.html import format_html, format_html_join

from partners.templatetags.partner_names import partner_link
from publishing.templatetags.words import LINE_BREAK, words

register = template.Library()


@register.simple_tag(takes_context=True)
def donor_names(context, partners, with_office=False, together=""):
    """Names after their colours, one under another; that of the own council where it gives too.

    `together` is one phrase for many partners.
    """
    names = [together] if together else [partner_link(partner) for partner in partners]
    if with_office and (office := context.get("office")):
        names.append(words(office.council_uk, office.council_en))
    if not names:
        return ""
    lines = format_html_join(LINE_BREAK, "{}", ((name,) for name in names))
    return format_html('<span class="names">{}</span>', lines)
