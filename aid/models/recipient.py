"""Who receives aid: institutions and groups, some of which must stay unnamed."""

from secrets import token_hex

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from publishing.history import pk_of, versions_of
from publishing.keys import KeyField
from publishing.models import (
    ConfidentialRecord,
    Publication,
    PublicQuerySet,
    PublicRecord,
)
from publishing.rules import Filled, OneOf, Rule, filled
from publishing.text import PlainCharField

UNDISCLOSED = "undisclosed"


class RecipientKind(models.TextChoices):
    MEDICAL = "medical", _("health-care institutions")
    EDUCATION = "education", _("educational institutions")
    SOCIAL = "social", _("social-care institutions")
    IDP = "idp", _("internally displaced persons")
    EMERGENCY = "emergency", _("emergency services")
    UTILITIES = "utilities", _("municipal utilities")
    RESIDENTS = "residents", _("residents")
    DEFENCE = "defence", _("security and defence forces")
    OTHER = "other", _("other recipients")


class NamedUnlessSensitive(Rule):
    """A recipient has its name here, a sensitive one only in the table of identities."""

    message = _("Fill in this field")

    def __init__(self, *, name):
        named = Q(sensitive=False) & filled("name_uk")
        unnamed = Q(sensitive=True) & ~filled("name_uk") & ~filled("name_en")
        super().__init__(field="name_uk", name=name, condition=named | unnamed)

    def holds(self, record):
        return record.sensitive or bool(record.name_uk)


class RecipientQuerySet(PublicQuerySet):
    def named(self):
        """Those that are not sensitive: of the others the public knows no name."""
        return self.public().filter(sensitive=False)


class Recipient(PublicRecord):
    """A recipient of aid.

    A sensitive one keeps its key and name in `RecipientIdentity`; this row then holds only
    what the public may see, under a key that says nothing.
    """

    key = KeyField(_("key"), unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=RecipientKind)
    name = PlainCharField(_("name"), max_length=300, blank=True)
    public_name = PlainCharField(
        _("public name"),
        max_length=300,
        blank=True,
        help_text=_("Visitors see only this name of a sensitive recipient"),
    )
    sensitive = models.BooleanField(_("sensitive"), default=False)

    objects = RecipientQuerySet.as_manager()

    class Meta:
        verbose_name = _("recipient")
        verbose_name_plural = _("recipients")
        ordering = ["kind", "key"]
        constraints = [
            Filled("key", name="recipient_key"),
            OneOf("kind", RecipientKind, name="recipient_kind"),
            NamedUnlessSensitive(name="recipient_named_unless_sensitive"),
        ]

    def __str__(self):
        return self.shown_name

    @transaction.atomic
    def save(self, *args, **kwargs):
        identity = self._conceal() if self.sensitive else self._disclose()
        super().save(*args, **kwargs)
        if identity:
            identity.recipient = self
            identity.save()
        if self.sensitive:
            forget_names([self])

    def _conceal(self):
        """Move key and name out of this row; the identity to save with it, if there is one."""
        if self.key.startswith(f"{UNDISCLOSED}-") and not self.name_uk:
            return None
        identity = self._stored_identity() or RecipientIdentity()
        if not self.key.startswith(f"{UNDISCLOSED}-"):
            identity.key = self.key
            self.key = f"{UNDISCLOSED}-{token_hex(8)}"
        identity.name_uk, identity.name_en = self.name_uk, self.name_en
        self.name_uk = self.name_en = ""
        return identity

    def _disclose(self):
        """Take key and name back where the recipient is no longer sensitive."""
        if identity := self._stored_identity():
            self.key = identity.key
            self.name_uk = self.name_uk or identity.name_uk
            self.name_en = self.name_en or identity.name_en
            identity.delete()

    def _stored_identity(self):
        return RecipientIdentity.objects.filter(recipient=self).first() if self.pk else None

    @property
    def shown_name(self):
        """The name that the public may see."""
        if not self.sensitive:
            return self.name
        return self.public_name or self.get_kind_display()

    @property
    def shown_key(self):
        """The key that the public may see: one for all sensitive recipients."""
        return UNDISCLOSED if self.sensitive else self.key

    def is_of_defence(self):
        """Whether it belongs to the forces as the register has it, whatever a form says."""
        return Recipient.objects.filter(pk=self.pk, kind=RecipientKind.DEFENCE).exists()

    def is_published(self):
        """Whether something of a published consignment went to it, though nobody may see that."""
        return self.distributions.filter(item__shipment__publication=Publication.PUBLIC).exists()

    @classmethod
    def is_public(cls):
        """Named in a distribution that is public itself."""
        distributions = cls._meta.get_field("distributions").related_model
        return Q(Exists(distributions.objects.public().filter(recipient=OuterRef("pk"))))


def forget_names(recipients):
    """Let the versions of recipients who have become sensitive forget who they were."""
    for recipient in recipients:
        versions = versions_of(Recipient).model.objects.filter(pk_of(Recipient, [recipient.pk]))
        versions.update(key=recipient.key, name_uk="", name_en="")


class RecipientIdentity(ConfidentialRecord):
    """Key and name of a sensitive recipient: never public, with permissions of its own."""

    recipient = models.OneToOneField(
        Recipient, on_delete=models.CASCADE, related_name="identity", verbose_name=_("recipient")
    )
    key = KeyField(_("key"), unique=True)
    name = PlainCharField(_("name"), max_length=300)

    class Meta:
        verbose_name = _("identity of a sensitive recipient")
        verbose_name_plural = _("identities of sensitive recipients")
        constraints = [
            Filled("key", name="recipient_identity_key"),
            Filled("name_uk", name="recipient_identity_name"),
        ]

    def __str__(self):
        return str(self.recipient)  # lists and logs of the admin show this to all staff
