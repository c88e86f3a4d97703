"""A register file between the look at it and its confirmation."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from register.changes import SheetChange  # noqa: F401 (a model of this app)


class Upload(models.Model):
    """The file that one user has uploaded and not yet confirmed."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    data = models.BinaryField()
    at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return self.name
