"""The weekly letter to each member of staff: how much waits, and where.

Mail travels and stays on other machines, so it tells numbers and addresses, no names of records.
"""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.core.mail import get_connection, send_mail
from django.http import HttpRequest, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from dolyna_portal.models import DigestRefusal
from dolyna_portal.work_list import work_list

logger = logging.getLogger(__name__)


def readers():
    """Active staff with an e-mail address who have not refused the letter."""
    staff = get_user_model().objects.filter(is_active=True, is_staff=True, digest_refusal=None)
    return staff.exclude(email="").order_by("pk")


def send_digest():
    """Write to every reader for whom something waits.

    Returns the number of letters sent and that of the readers whom none could be sent: what is
    wrong with one mailbox keeps no letter from the others.
    """
    sent = failed = 0
    with override(settings.LANGUAGE_CODE), get_connection() as connection:
        for user in readers():
            try:
                sent += send_to(user, connection)
            except SMTPException:
                logger.exception("The letter of user %s could not be sent", user.pk)
                connection.close()  # the next letter opens it anew
                failed += 1
    return sent, failed


def send_to(user, connection):
    """Send the letter of one user; 0 where nothing waits."""
    request = HttpRequest()  # the lists of the admin ask one for their user
    request.user = user
    waiting = work_list(admin.site, request)
    if not waiting:
        return 0
    context = {
        "work_list": waiting,
        "site_url": settings.SITE_URL,
        "index": settings.SITE_URL + reverse("admin:index"),
    }
    return send_mail(
        _("International cooperation: what is waiting this week"),
        render_to_string("admin/digest.txt", context),
        None,
        [user.email],
        connection=connection,
    )


@require_POST
def choose(request):
    """Turn the letter off for the one who is signed in, or on again."""
    refusal, is_new = DigestRefusal.objects.get_or_create(user=request.user)
    if not is_new:
        refusal.delete()
    return HttpResponseRedirect(reverse("admin:index"))
