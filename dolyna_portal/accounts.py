"""What happens to accounts is noted in the audit: sign-ins and rights (ASVS 5.0, 16.3)."""

from axes.signals import user_locked_out
from django.contrib.auth.models import Group, User
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save

from dolyna_portal.sign_in import client_address
from publishing.audit import note
from publishing.models import AuditEntry

Act = AuditEntry.Act
FLAGS = ("is_active", "is_staff", "is_superuser", "password")
GIVEN = {"post_add": "+", "post_remove": "−", "post_clear": "−"}


def connect():
    """Listen to what Django and the throttle say of accounts."""
    user_logged_in.connect(signed_in)
    user_logged_out.connect(signed_out)
    user_login_failed.connect(refused)
    user_locked_out.connect(locked)
    pre_save.connect(about_to_change, sender=User)
    post_save.connect(changed, sender=User)
    post_delete.connect(removed, sender=User)
    for through in (
        User.groups.through,
        User.user_permissions.through,
        Group.permissions.through,
    ):
        m2m_changed.connect(rights_changed, sender=through)


def signed_in(sender, request, user, **kwargs):
    note(Act.SIGN_IN, user, username=user.username, address=client_address(request))


def signed_out(sender, request, user, **kwargs):
    if user is not None:
        note(Act.SIGN_OUT, user, username=user.username, address=client_address(request))


def refused(sender, credentials, request=None, **kwargs):
    """A name that no account has is not kept: people type passwords in the wrong field."""
    name = credentials.get("username", "")
    known = User.objects.filter(username=name).exists()
    address = client_address(request) if request else None
    note(Act.REFUSED, name if known else "—", username="", address=address)


def locked(sender, request=None, username=None, ip_address=None, **kwargs):
    known = User.objects.filter(username=username or "").exists()
    note(Act.LOCKED, username if known else "—", username="", address=ip_address)


def about_to_change(sender, instance, **kwargs):
    stored = User.objects.filter(pk=instance.pk).values(*FLAGS).first() if instance.pk else None
    instance.flags_before = stored


def changed(sender, instance, created, raw=False, **kwargs):
    """Note a new account, and each flag of an old one that is another now."""
    now = {flag: getattr(instance, flag) for flag in FLAGS}
    before = instance.flags_before or dict.fromkeys(FLAGS)
    told = [
        "password" if flag == "password" else f"{flag}: {now[flag]}"
        for flag in FLAGS
        if now[flag] != before[flag] and (flag == "password" or not created or now[flag])
    ]
    if told:
        note(Act.RIGHTS, instance, ", ".join(told))


def removed(sender, instance, **kwargs):
    note(Act.RIGHTS, instance, "deleted")


def rights_changed(sender, instance, action, model, pk_set, reverse, **kwargs):
    if action not in GIVEN:
        return
    names = sorted(str(one) for one in model.objects.filter(pk__in=pk_set or ()))
    note(Act.RIGHTS, instance, f"{GIVEN[action]} {'; '.join(names)}")
