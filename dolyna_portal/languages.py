"""The language of an answer: the path alone decides.

Django's LocaleMiddleware would make every page vary by `Accept-Language`; a public page must
be the same for every visitor.
"""

from django.conf import settings
from django.urls import translate_url
from django.utils import translation

from publishing.languages import language_of


class LanguageMiddleware:
    """Activates the language of the path, once a page has to be rendered."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = language_of(request.path_info)
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
        return response


def addresses_by_language(request):
    """The same page in each language, the default one first.

    A list of dicts with code, name, url, absolute_url (both with the query) and current.
    """
    current = translation.get_language()
    query = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
    paths = {
        code: request.path if code == current else translate_url(request.path, code)
        for code, _name in settings.LANGUAGES
    }
    return [
        {
            "code": code,
            "name": name,
            "url": paths[code] + query,
            "absolute_url": settings.SITE_URL + paths[code] + query,
            "current": code == current,
        }
        for code, name in settings.LANGUAGES
    ]
