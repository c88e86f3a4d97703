"""Addresses of other sites."""

from django.core.validators import URLValidator
from django.db import models

from publishing.text import PlainTextMixin


class WebsiteField(PlainTextMixin, models.URLField):
    """An address of another site, by http or https alone: what a browser runs is refused."""

    default_validators = [URLValidator(schemes=["http", "https"])]

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 300)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs):
        return super().formfield(**{"assume_scheme": "https"} | kwargs)
