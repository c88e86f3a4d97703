from modeltranslation.translator import TranslationOptions, register

from publishing.history import keep_history
from reports.models import Report, ReportText


@register(Report)
class ReportTranslation(TranslationOptions):
    fields = (
        "title",
        "intro_international",
        "closing_international",
        "intro_intermunicipal",
        "closing_intermunicipal",
        "signatory_position",
        "signatory_name",
    )
    required_languages = ("uk",)


@register(ReportText)
class ReportTextTranslation(TranslationOptions):
    fields = ("text",)
    required_languages = ("uk",)


keep_history(Report, ReportText)
