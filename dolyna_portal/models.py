"""What a member of staff has chosen for themselves."""

from django.conf import settings
from django.db import models


class DigestRefusal(models.Model):
    """Somebody of the staff who does not want the weekly letter of the work list."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digest_refusal"
    )

    def __str__(self):
        return str(self.user)
