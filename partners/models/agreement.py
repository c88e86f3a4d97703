"""International agreements and inter-municipal contracts, with any number of parties."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from partners.models.office import Area
from partners.models.partner import Partner
from publishing.choices import ChoicesField
from publishing.dates import PartialDateField, over_before, today
from publishing.keys import KeyField
from publishing.models import (
    Documented,
    PublicQuerySet,
    PublicRecord,
    Publishable,
    own_state,
)
from publishing.paths import path_of
from publishing.rules import Filled, NotBefore, OneOf, RealDate
from publishing.text import PlainCharField, PlainTextField


class AgreementKind(models.TextChoices):
    TWINNING = "twinning", _("twinning agreement")
    COOPERATION = "cooperation", _("cooperation agreement")
    MEMORANDUM = "memorandum", _("memorandum")
    INTENT = "intent", _("letter of intent")
    INTERMUNICIPAL = "intermunicipal", _("inter-municipal contract")


class TerritorialKind(models.TextChoices):
    """The kinds of international territorial cooperation in Law 3668-IX."""

    INTERTERRITORIAL = "interterritorial", _("interterritorial")
    CROSS_BORDER = "cross_border", _("cross-border")
    TRANSNATIONAL = "transnational", _("transnational")


class ContractForm(models.TextChoices):
    """The forms of inter-municipal cooperation in Law 1508-VII, Article 4."""

    DELEGATION = "delegation", _("delegation of tasks")
    JOINT_PROJECTS = "joint_projects", _("joint projects")
    JOINT_FUNDING = "joint_funding", _("joint financing")
    JOINT_BODIES = "joint_bodies", _("joint enterprises and institutions")
    JOINT_GOVERNING_BODY = "joint_governing_body", _("joint governing body")


class Term(models.TextChoices):
    FIXED = "fixed", _("fixed term")
    INDEFINITE = "indefinite", _("no fixed term")


class Renewal(models.TextChoices):
    NONE = "none", _("no renewal")
    AUTOMATIC = "automatic", _("automatic")
    BY_CONSENT = "by_consent", _("by consent")


class AgreementStatus(models.TextChoices):
    """What staff record; whether an agreement has expired follows from its dates."""

    NEGOTIATION = "negotiation", _("Under negotiation")
    ACTIVE = "active", _("In force")
    SUSPENDED = "suspended", _("Suspended")
    TERMINATED = "terminated", _("Terminated")


class State(models.TextChoices):
    """The state that pages show: the recorded status seen with the dates."""

    NEGOTIATION = "negotiation", _("Under negotiation")
    SIGNED = "signed", _("Signed, not yet in force")
    ACTIVE = "active", _("In force")
    SUSPENDED = "suspended", _("Suspended")
    TERMINATED = "terminated", _("Terminated")
    EXPIRED = "expired", _("Expired")


class PartyRole(models.TextChoices):
    SIGNATORY = "signatory", _("signatory")
    COORDINATOR = "coordinator", _("coordinator")
    JOINED = "joined", _("joined later")


class AgreementQuerySet(PublicQuerySet):
    def in_state(self, state, day=None):
        """The agreements that were in `state` (a code of State) on `day`, today if None."""
        return self.alias(state_then=state_in_database(day or today())).filter(state_then=state)


def state_in_database(day):
    """The State of an agreement on `day` (a date), as `Agreement.state_on` tells it."""
    ended = over_before("valid_until", day) & ~Q(renewal=Renewal.AUTOMATIC)
    to_come = Q(status=AgreementStatus.ACTIVE, in_force_from__gt=day.isoformat())
    return Case(
        When(
            status__in=[AgreementStatus.NEGOTIATION, AgreementStatus.TERMINATED], then=F("status")
        ),
        When(ended, then=Value(State.EXPIRED)),
        When(to_come, then=Value(State.SIGNED)),
        default=F("status"),
        output_field=models.CharField(),
    )


def end_in_database(day):
    """The date with which an agreement's years end, `day` (a date) for one that is in force.

    One that was terminated ends with its termination; one that runs without an end, or renews
    itself, goes on. NULL where nothing is known.
    """
    endless = Q(valid_until__isnull=True) | Q(renewal=Renewal.AUTOMATIC)
    in_force = Q(status__in=[AgreementStatus.ACTIVE, AgreementStatus.SUSPENDED])
    so_far = Greatest(F("signed_on"), Value(f"{day.year:04d}"))
    return Case(
        When(status=AgreementStatus.TERMINATED, status_on__isnull=False, then=F("status_on")),
        When(endless & in_force & Q(signed_on__isnull=False), then=so_far),
        default=F("valid_until"),
        output_field=models.CharField(),
    )


class Agreement(Documented, Publishable):
    """A signed or negotiated document between the council and its partners."""

    shown_with = ("partners",)

    key = KeyField(_("key"), unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=AgreementKind)
    territorial_kind = models.CharField(
        _("kind of territorial cooperation"), max_length=20, choices=TerritorialKind, blank=True
    )
    form = ChoicesField(
        _("form of cooperation"), of=ContractForm, help_text=_("Only for inter-municipal contracts")
    )
    title = PlainCharField(
        _("title"),
        max_length=500,
        help_text=_("“Cooperation agreement”, no article; parties, date and number have fields"),
    )
    number = PlainCharField(_("number"), max_length=100, blank=True)
    talks_from = PartialDateField(_("talks since"))
    council_decision = PlainCharField(_("council decision"), max_length=200, blank=True)
    council_decision_on = PartialDateField(_("date of the council decision"))
    ministry_approval = PlainCharField(_("ministry approval"), max_length=200, blank=True)
    ministry_approval_on = PartialDateField(_("date of the ministry approval"))
    signed_on = PartialDateField(_("signed on"))
    signed_place = PlainCharField(_("place of signing"), max_length=200, blank=True)
    register_number = PlainCharField(_("number in the state register"), max_length=100, blank=True)
    registered_on = PartialDateField(_("registered on"))
    in_force_from = PartialDateField(_("in force from"))
    term = models.CharField(
        _("term"), max_length=20, choices=Term, blank=True, help_text=_("Empty: not known")
    )
    valid_until = PartialDateField(_("valid until"), help_text=_("Empty if the document is silent"))
    renewal = models.CharField(_("renewal"), max_length=20, choices=Renewal, blank=True)
    status = models.CharField(
        _("state"), max_length=20, choices=AgreementStatus, default=AgreementStatus.ACTIVE
    )
    status_on = PartialDateField(_("date of the state"))
    status_reason = PlainCharField(
        _("reason of the state"),
        max_length=1000,
        blank=True,
        help_text=_("After “suspended”, “terminated”: “for lack of funds at the partner’s”"),
    )
    partners = models.ManyToManyField(
        Partner, through="Party", verbose_name=_("parties"), related_name="agreements"
    )
    reporting_party = models.ForeignKey(
        Partner,
        on_delete=models.PROTECT,
        verbose_name=_("party responsible for reporting"),
        related_name="reported_agreements",
        null=True,
        blank=True,
        help_text=_("As in the contract"),
    )
    reporting_office = models.BooleanField(_("our council reports"), default=False)
    areas = models.ManyToManyField(
        Area, verbose_name=_("areas of cooperation"), related_name="agreements", blank=True
    )
    legal_basis = PlainCharField(
        _("legal basis"), max_length=1000, blank=True, help_text=_("As in the document")
    )
    summary = PlainTextField(_("summary"), blank=True, help_text=_("One or two full sentences"))

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement or contract")
        verbose_name_plural = _("agreements and contracts")
        ordering = [F("signed_on").desc(nulls_last=True), "key"]
        constraints = [
            *Publishable.Meta.constraints,
            Filled("key", name="agreement_key"),
            Filled("title_uk", name="agreement_title"),
            OneOf("kind", AgreementKind, name="agreement_kind"),
            OneOf(
                "territorial_kind",
                TerritorialKind,
                optional=True,
                name="agreement_territorial_kind",
            ),
            OneOf("term", Term, optional=True, name="agreement_term"),
            OneOf("renewal", Renewal, optional=True, name="agreement_renewal"),
            OneOf("status", AgreementStatus, name="agreement_status"),
            RealDate("talks_from", name="agreement_talks_from"),
            RealDate("council_decision_on", name="agreement_council_decision_on"),
            RealDate("ministry_approval_on", name="agreement_ministry_approval_on"),
            RealDate("signed_on", name="agreement_signed_on"),
            RealDate("registered_on", name="agreement_registered_on"),
            RealDate("in_force_from", name="agreement_in_force_from"),
            RealDate("valid_until", name="agreement_valid_until"),
            RealDate("status_on", name="agreement_status_on"),
            NotBefore(
                "valid_until",
                "signed_on",
                name="agreement_ends_after_signing",
                message=_("It ends before it is signed"),
            ),
            NotBefore(
                "valid_until",
                "in_force_from",
                name="agreement_ends_after_start",
                message=_("It ends before it comes into force"),
            ),
            NotBefore(
                "signed_on",
                "talks_from",
                name="agreement_signed_after_talks",
                message=_("It is signed before the talks began"),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return path_of("partners:agreement_detail", self.key)

    @classmethod
    def is_public(cls):
        """Published, and every party of it is public."""
        hidden_party = Party.objects.filter(
            agreement=OuterRef("pk"), partner__in=Partner.objects.hidden()
        )
        return own_state() & ~Exists(hidden_party)

    def clean(self):
        """What contradicts itself; an import takes it, for the contract does not refuse it."""
        faults = {}
        if self.term == Term.INDEFINITE and self.valid_until:
            faults["valid_until"] = _("An agreement without a fixed term has no such day")
        if self.form and self.kind != AgreementKind.INTERMUNICIPAL:
            faults["form"] = _("Only an inter-municipal contract has a form of cooperation")
        if faults:
            raise ValidationError(faults)

    def state_on(self, day):
        """The State of the agreement on `day` (a date)."""
        if self.status in (AgreementStatus.NEGOTIATION, AgreementStatus.TERMINATED):
            return State(self.status)
        ended = self.valid_until and self.valid_until.last < day
        if ended and self.renewal != Renewal.AUTOMATIC:
            return State.EXPIRED
        if (
            self.status == AgreementStatus.ACTIVE
            and self.in_force_from
            and self.in_force_from.first > day
        ):
            return State.SIGNED
        return State(self.status)

    @property
    def state(self):
        """The State of the agreement today."""
        return self.state_on(today())


class Party(PublicRecord):
    """One side of an agreement; without a partner it is the own council."""

    belongs_to = "agreement"

    agreement = models.ForeignKey(
        Agreement, on_delete=models.CASCADE, related_name="parties", verbose_name=_("agreement")
    )
    partner = models.ForeignKey(
        Partner,
        on_delete=models.PROTECT,
        related_name="parties",
        verbose_name=_("partner"),
        null=True,
        blank=True,
        help_text=_("Empty: our council, which is always a party"),
    )
    role = models.CharField(_("role"), max_length=20, choices=PartyRole, blank=True)
    position = models.PositiveIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "partner"], name="party_once"),
            models.UniqueConstraint(
                fields=["agreement"], condition=Q(partner__isnull=True), name="party_office_once"
            ),
            OneOf("role", PartyRole, optional=True, name="party_role"),
        ]

    def __str__(self):
        return f"{self.agreement}: {self.partner or '—'}"

    @classmethod
    def are_seen(cls, records):
        """Always supposed: a hidden party that is taken away may bring its agreement into view."""
        return True

    @classmethod
    def is_public(cls):
        return Q(agreement__in=Agreement.objects.public())
