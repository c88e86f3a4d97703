"""Members of staff by role, for tests of what each of them may do."""

from django.contrib.auth.models import Group, User


def make_staff(*roles, username=None):
    """A member of staff with these roles, by their names."""
    user = User.objects.create_user(username or "-".join(roles) or "nobody", is_staff=True)
    user.groups.set(Group.objects.filter(name__in=roles))
    assert user.groups.count() == len(roles), f"no such role among {roles}"
    return user
