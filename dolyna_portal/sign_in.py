"""Sign-in of the staff in two pages: the password, then a code of the authenticator app.

The limits are those of OWASP ASVS 5.0: 6.3 (a second factor on every path), 6.5.1 (a code counts
once), 7.2.4 (a new session id), 7.3 (idle and absolute ends of a session).
"""

import time
from base64 import b32encode
from textwrap import wrap

import segno
from axes.helpers import get_cool_off
from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django_otp import login as remember_second_factor
from django_otp.plugins.otp_totp.models import TOTPDevice

from publishing.audit import acting, note
from publishing.models import AuditEntry

BEGAN, SEEN = "session_began", "last_seen"  # in the session, seconds since the epoch
SEEN_EVERY = 60  # seconds between two notes that somebody is still there


class PasswordForm(AdminAuthenticationForm):
    """User name and password; one message whatever of the two is wrong."""

    error_messages = {
        **AdminAuthenticationForm.error_messages,
        "invalid_login": _("The user name or the password is wrong. Check upper and lower case."),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("User name")


class CodeForm(forms.Form):
    """The six digits that the authenticator app of `device` (a TOTPDevice) shows now."""

    code = forms.CharField(
        label=_("Code from the app"),
        max_length=16,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "autofocus": True,
                "size": 8,
            }
        ),
    )

    def __init__(self, device, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.device = device

    def clean_code(self):
        code = self.cleaned_data["code"].replace(" ", "")
        if not accepts(self.device, code):
            raise forms.ValidationError(
                _("This code is not right. Wait for the next one in the app and enter that.")
            )
        return code


@transaction.atomic
def accepts(device, code):
    """Whether the code is right and new; it is then used up, and the device confirmed."""
    device = TOTPDevice.objects.select_for_update().get(pk=device.pk)
    allowed, _reason = device.verify_is_allowed()
    if not allowed or not device.verify_token(code):
        return False
    if not device.confirmed:
        device.confirmed = True
        device.save(update_fields=["confirmed"])
    return True


def device_of(user):
    """The app of the user: the confirmed one, or else the one that is about to be enrolled."""
    devices = TOTPDevice.objects.filter(user=user)
    return (
        devices.filter(confirmed=True).first()
        or devices.filter(confirmed=False).first()
        or TOTPDevice.objects.create(user=user, name="app", confirmed=False)
    )


@never_cache
@sensitive_post_parameters()
@csrf_protect
def second_factor(request, site, *, given_password):
    """The second page: asks for the code, at the first sign-in shows the QR code as well."""
    if not given_password:
        return HttpResponseRedirect(reverse("admin:login"))
    if site.has_permission(request):
        return HttpResponseRedirect(next_page(request))
    device = device_of(request.user)
    form = CodeForm(device, request.POST or None)
    if form.is_valid():
        request.session.cycle_key()
        remember_second_factor(request, device)
        note(AuditEntry.Act.FACTOR, request.user, address=client_address(request))
        return HttpResponseRedirect(next_page(request))
    context = {
        **site.each_context(request),
        "title": _("Sign-in code") if device.confirmed else _("Second step of the sign-in"),
        "form": form,
        "next": request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME, ""),
    }
    if not device.confirmed:
        context["qr_code"] = segno.make(device.config_url, error="m").svg_data_uri(
            scale=5, light="#fff"
        )
        context["secret"] = " ".join(wrap(b32encode(device.bin_key).decode().rstrip("="), 4))
    return render(request, "admin/second_factor.html", context)


def to_second_factor(request):
    """On to the page of the code, keeping where the visitor wanted to go."""
    target = {REDIRECT_FIELD_NAME: next_page(request)}
    return HttpResponseRedirect(f"{reverse('admin:second_factor')}?{urlencode(target)}")


def next_page(request):
    """Where the visitor wanted to go, within this portal; else the first page of the admin."""
    target = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME, "")
    if url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return target
    return resolve_url("admin:index")


def client_address(request):
    """The address that tries are counted by.

    Behind the portal's own proxy it is the last one in X-Forwarded-For, which the proxy writes;
    what a visitor sends in that header is never believed.
    """
    if settings.BEHIND_PROXY:
        return request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() or None
    return request.META.get("REMOTE_ADDR")


def locked_out(request, credentials=None, *args, **kwargs):
    """The answer to a try after too many wrong ones."""
    wait = get_cool_off(request)
    context = {
        **admin.site.each_context(request),
        "title": _("Sign-in is closed for a while"),
        "minutes": int(wait.total_seconds() // 60),
    }
    response = render(request, "admin/locked_out.html", context, status=429)
    response["Retry-After"] = str(int(wait.total_seconds()))
    return response


class SessionLimitMiddleware:
    """Ends a session of the staff that is idle or old; names who acts to the audit.

    Looks at addresses of the admin alone.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path.startswith(reverse("admin:index")):
            return self.get_response(request)
        if request.user.is_authenticated:
            self.limit(request)
        with acting(request.user.get_username()):
            return self.get_response(request)

    def limit(self, request):
        now = int(time.time())
        began = request.session.setdefault(BEGAN, now)
        seen = request.session.setdefault(SEEN, now)
        idle, age = settings.SESSION_IDLE_AGE, settings.SESSION_COOKIE_AGE
        if now - seen > idle or now - began > age:
            logout(request)
        elif now - seen > SEEN_EVERY:
            request.session[SEEN] = now


def end_sessions(user):
    """Sign `user` out everywhere; gives the number of sessions ended."""
    identity = str(user.pk)
    ended = [
        session.pk
        for session in Session.objects.filter(expire_date__gte=timezone.now())
        if session.get_decoded().get("_auth_user_id") == identity
    ]
    Session.objects.filter(pk__in=ended).delete()
    return len(ended)


def forget_second_factor(user):
    """Take the user's app away and sign the user out; the next sign-in enrols another one."""
    TOTPDevice.objects.filter(user=user).delete()
    note(AuditEntry.Act.FACTOR, user, "reset")
    return end_sessions(user)
