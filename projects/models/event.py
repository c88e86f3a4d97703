"""The chronicle of cooperation: visits, meetings, camps, signings and the rest."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from partners.models import Agreement, Area, Partner
from partners.models.partner import some_partner_public
from projects.models.project import Project
from publishing.dates import PartialDateField
from publishing.keys import KeyField
from publishing.models import Documented, Publishable, own_state
from publishing.paths import path_of
from publishing.rules import Filled, NotBefore, OneOf, RealDate
from publishing.text import PlainCharField, PlainTextField


class EventKind(models.TextChoices):
    VISIT = "visit", _("visit")
    MEETING = "meeting", _("meeting")
    NEGOTIATION = "negotiation", _("talks")
    SIGNING = "signing", _("signing")
    TRAINING = "training", _("training")
    CONFERENCE = "conference", _("conference")
    EXCHANGE = "exchange", _("exchange")
    CAMP = "camp", _("camp")
    RESOLUTION = "resolution", _("resolution")
    APPLICATION = "application", _("application")
    OTHER = "other", _("other event")


class Event(Documented, Publishable):
    """Something that the council and its partners did on a day, in a month or a year."""

    shown_with = ("partners",)

    key = KeyField(_("key"), unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=EventKind)
    online = models.BooleanField(_("online"), default=False)
    title = PlainCharField(
        _("title"), max_length=500, help_text=_("No date, no partner, no full stop")
    )
    clause = PlainCharField(
        _("clause in the report"),
        max_length=1000,
        blank=True,
        help_text=_("Continue: “In August 2022 …”: “a series of online meetings was held with …”"),
    )
    start = PartialDateField(_("start"))
    end = PartialDateField(_("end"))
    place = PlainCharField(_("place"), max_length=300, blank=True)
    partners = models.ManyToManyField(
        Partner, verbose_name=_("partners"), related_name="events", blank=True
    )
    project = models.ForeignKey(
        Project,
        on_delete=models.PROTECT,
        related_name="events",
        verbose_name=_("project"),
        null=True,
        blank=True,
    )
    agreement = models.ForeignKey(
        Agreement,
        on_delete=models.PROTECT,
        related_name="events",
        verbose_name=_("agreement"),
        null=True,
        blank=True,
    )
    areas = models.ManyToManyField(
        Area, verbose_name=_("areas of cooperation"), related_name="events", blank=True
    )
    participants = models.PositiveIntegerField(
        _("participants"), null=True, blank=True, help_text=_("Confirmed figures only")
    )
    children = models.PositiveIntegerField(
        _("of them children"), null=True, blank=True, help_text=_("Confirmed figures only")
    )
    summary = PlainTextField(_("summary"), blank=True, help_text=_("One or two full sentences"))

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = [
            Coalesce("start", "end").desc(nulls_last=True),
            "key",
        ]
        constraints = [
            *Publishable.Meta.constraints,
            Filled("key", name="event_key"),
            Filled("title_uk", name="event_title"),
            OneOf("kind", EventKind, name="event_kind"),
            RealDate("start", name="event_start"),
            RealDate("end", name="event_end"),
            NotBefore("end", "start", name="event_ends_after_start"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return path_of("projects:event_detail", self.key)

    def clean(self):
        """Of those who took part the children are some; an import takes what the office has."""
        if self.participants is not None and (self.children or 0) > self.participants:
            raise ValidationError({"children": _("More children than participants")})

    @classmethod
    def is_public(cls):
        """Published, and not all of its partners are hidden."""
        return own_state() & some_partner_public(cls)
