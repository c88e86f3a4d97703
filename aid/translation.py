from modeltranslation.translator import TranslationOptions, register

from aid.models import (
    Category,
    Custody,
    Distribution,
    Item,
    Need,
    Rate,
    Recipient,
    RecipientIdentity,
    Shipment,
)
from publishing.history import keep_history


@register(Category)
class CategoryTranslation(TranslationOptions):
    fields = ("name",)
    required_languages = ("uk",)


@register(Need)
class NeedTranslation(TranslationOptions):
    fields = ("title", "beneficiary", "summary")
    required_languages = ("uk",)


@register(Recipient)
class RecipientTranslation(TranslationOptions):
    fields = ("name", "public_name")
    required_languages = ("uk",)


@register(RecipientIdentity)
class RecipientIdentityTranslation(TranslationOptions):
    fields = ("name",)
    required_languages = ("uk",)


@register(Shipment)
class ShipmentTranslation(TranslationOptions):
    fields = ("title", "summary")
    required_languages = ("uk",)


@register(Item)
class ItemTranslation(TranslationOptions):
    fields = ("name",)
    required_languages = ("uk",)


keep_history(Category, Need, Shipment, Recipient, Distribution, Rate)
keep_history(Item, without=["distributed"])  # follows from the acts
keep_history(Custody, RecipientIdentity, forgetful=True)
