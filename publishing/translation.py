from modeltranslation.translator import TranslationOptions, register

from publishing.history import keep_history
from publishing.models import Document, Photo


@register(Document)
class DocumentTranslation(TranslationOptions):
    fields = ("title",)
    required_languages = ("uk",)


@register(Photo)
class PhotoTranslation(TranslationOptions):
    fields = ("alt", "caption", "author")
    required_languages = ("uk",)


keep_history(Document, without=["text"])  # as in the file, and long
keep_history(Photo)
