"""The own office and the areas of its work."""

from functools import partial

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from publishing.keys import KeyField
from publishing.models import PublicQuerySet, PublicRecord, used_by_public
from publishing.places import LatitudeField, LongitudeField
from publishing.rules import Filled, WebAddress, Within
from publishing.storage import random_name, undone_on_error
from publishing.text import PlainCharField
from publishing.websites import WebsiteField


def arms_in_storage(office, name):
    """Where the storage keeps the arms; the name that the file came with is never used."""
    return random_name("png")


class OfficeManager(models.Manager.from_queryset(PublicQuerySet)):
    def current(self):
        """The office whose portal this is; None before its register is loaded."""
        return self.first()


class Office(PublicRecord):
    """The council's office that runs the portal: one row, and always public."""

    code = PlainCharField(
        _("code"), max_length=30, unique=True, help_text=_("Code of the hromada in the КАТОТТГ")
    )
    edrpou = PlainCharField(_("EDRPOU code"), max_length=10, blank=True)
    municipality = PlainCharField(
        pgettext_lazy("office", "municipality"),
        max_length=200,
        blank=True,
        help_text=_("Full name: «… територіальна громада»"),
    )
    municipality_genitive_uk = PlainCharField(
        _("municipality in the genitive"), max_length=200, blank=True
    )
    council = PlainCharField(_("council"), max_length=200, blank=True)
    council_genitive_uk = PlainCharField(_("council in the genitive"), max_length=200, blank=True)
    department = PlainCharField(_("department"), max_length=300, blank=True)
    head_position = PlainCharField(_("position of the head"), max_length=300, blank=True)
    head_name = PlainCharField(
        _("name of the head"),
        max_length=200,
        blank=True,
        help_text=_("In ordinary letters; the report sets the surname in capitals"),
    )
    region = PlainCharField(_("region"), max_length=200, blank=True)
    place = PlainCharField(
        _("place"),
        max_length=200,
        blank=True,
        help_text=_("With the word for it: «м. …», «смт …»"),
    )
    latitude = LatitudeField()
    longitude = LongitudeField()
    address = PlainCharField(_("address"), max_length=300, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = PlainCharField(_("telephone"), max_length=60, blank=True)
    website = WebsiteField(_("website"), blank=True)
    arms = models.FileField(_("coat of arms"), upload_to=arms_in_storage, blank=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    objects = OfficeManager()

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("office")
        constraints = [
            Filled("code", name="office_code"),
            WebAddress("website", name="office_website"),
            Within("latitude", -90, 90, name="office_latitude"),
            Within("longitude", -180, 180, name="office_longitude"),
        ]

    def __str__(self):
        return self.council or self.municipality or self.code

    @transaction.atomic
    def save(self, *args, **kwargs):
        """Save the office; the file of arms that others have replaced is deleted."""
        former = type(self).objects.filter(pk=self.pk).values_list("arms", flat=True).first()
        with undone_on_error():
            super().save(*args, **kwargs)
        if former and former != self.arms.name:
            transaction.on_commit(partial(self.arms.storage.delete, former))

    def is_published(self):
        """It stands on every page."""
        return True

    @classmethod
    def is_public(cls):
        return models.Q()


class Area(PublicRecord):
    """A field in which partners work together: health, education, culture."""

    key = KeyField(_("key"), unique=True)
    name = PlainCharField(_("name"), max_length=200)

    class Meta:
        verbose_name = _("area of cooperation")
        verbose_name_plural = _("areas of cooperation")
        ordering = ["key"]
        constraints = [Filled("key", name="area_key"), Filled("name_uk", name="area_name")]

    def __str__(self):
        return self.name

    @classmethod
    def is_public(cls):
        return used_by_public(cls, "areas")
