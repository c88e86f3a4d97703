"""Acts that have to be accounted for: written once, never changed."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AuditEntryQuerySet(models.QuerySet):
    """Entries can be added and read, nothing else."""

    def update(self, **values):
        raise TypeError("What the audit holds is not changed.")

    update.alters_data = True

    def delete(self):
        raise TypeError("What the audit holds is not deleted.")

    delete.alters_data = True
    delete.queryset_only = True


class AuditEntry(models.Model):
    """One act that has to be accounted for: a sign-in, a right given, a reading (publishing.audit).

    The name of the user is kept as text, so that the entry outlives the account.
    """

    class Act(models.TextChoices):
        SIGN_IN = "sign_in", _("Signed in")
        REFUSED = "refused", _("Sign-in refused")
        LOCKED = "locked", _("Sign-in closed after failed attempts")
        SIGN_OUT = "sign_out", _("Signed out")
        FACTOR = "factor", _("Second factor")
        RIGHTS = "rights", _("Rights changed")
        READING = "reading", _("Internal data read")

    act = models.CharField(_("act"), max_length=10, choices=Act)
    username = models.CharField(_("user"), max_length=150, blank=True)
    subject = models.CharField(_("subject"), max_length=200)
    detail = models.CharField(_("detail"), max_length=500, blank=True)
    address = models.GenericIPAddressField(_("network address"), null=True)
    at = models.DateTimeField(_("date and time"), default=timezone.now, db_index=True)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.get_act_display()}: {self.subject}"

    def save(self, *args, **kwargs):
        if self.pk is not None:
            raise TypeError("What the audit holds is not changed.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("What the audit holds is not deleted.")
