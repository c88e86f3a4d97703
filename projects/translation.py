from modeltranslation.translator import TranslationOptions, register

from projects.models import Event, FundingLine, Programme, Project
from publishing.history import keep_history


@register(Programme)
class ProgrammeTranslation(TranslationOptions):
    fields = ("name", "funder", "credit")
    required_languages = ("uk",)


@register(Project)
class ProjectTranslation(TranslationOptions):
    fields = ("title", "summary", "results")
    required_languages = ("uk",)


@register(FundingLine)
class FundingLineTranslation(TranslationOptions):
    fields = ("source",)
    required_languages = ("uk",)


@register(Event)
class EventTranslation(TranslationOptions):
    fields = ("title", "clause", "place", "summary")
    required_languages = ("uk",)


keep_history(Programme, Project, FundingLine, Event)
