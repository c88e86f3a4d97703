from modeltranslation.translator import TranslationOptions, register

from partners.models import Agreement, Area, Contact, Office, Partner, Party
from publishing.history import keep_history


@register(Office)
class OfficeTranslation(TranslationOptions):
    fields = (
        "municipality",
        "council",
        "department",
        "head_position",
        "head_name",
        "region",
        "place",
        "address",
    )
    required_languages = ("uk",)


@register(Area)
class AreaTranslation(TranslationOptions):
    fields = ("name",)
    required_languages = ("uk",)


@register(Partner)
class PartnerTranslation(TranslationOptions):
    fields = ("name", "region", "origin", "status_reason", "summary")
    required_languages = ("uk",)


@register(Agreement)
class AgreementTranslation(TranslationOptions):
    fields = ("title", "signed_place", "status_reason", "legal_basis", "summary")
    required_languages = ("uk",)


keep_history(Office, Area, Partner, Agreement, Party)
keep_history(Contact, forgetful=True)
