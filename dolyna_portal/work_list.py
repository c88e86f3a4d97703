"""The first page of the admin: what waits for the one who has signed in.

Each line leads to the list that it was counted in, narrowed to what waits.
"""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Model
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing.dates import today
from publishing.work import Group, Work, WorkFilter, work_of

SHOWN = 5  # records of one kind; the rest is one line with a link
DUE_WITHIN = 61  # days left from which a line is marked


@dataclass(frozen=True)
class Waiting:
    """One record that waits: since a day, or until one by which it is due."""

    record: Model
    url: str
    since: date | None
    until: date | None

    @property
    def days_left(self):
        return (self.until - today()).days if self.until else None

    @property
    def is_due(self):
        return self.until is not None and self.days_left <= DUE_WITHIN

    @property
    def how_long(self):
        """The days that are left or over, or since which it waits, in words."""
        if self.until is not None:
            days = abs(self.days_left)
            if self.days_left < 0:
                words = ngettext("%(days)s day over", "%(days)s days over", days)
            else:
                words = ngettext("%(days)s day left", "%(days)s days left", days)
        elif self.since is not None:
            if not (days := (today() - self.since).days):
                return _("today")
            words = ngettext("%(days)s day", "%(days)s days", days)
        else:
            return "—"
        return words % {"days": number_format(days, force_grouping=True)}


@dataclass
class Task:
    """What waits in one list of the admin: how much of it, where, and the first of it."""

    work: Work
    singular: str
    plural: str
    count: int
    url: str
    waiting: list = field(default_factory=list)

    @property
    def more(self):
        return self.count - len(self.waiting)


def work_list(site, request):
    """What waits, as {heading: [Task, …]}, of the lists that the user of the request may see."""
    tasks = {group: [] for group in Group}
    for model, model_admin in site._registry.items():
        if hasattr(model_admin, "work") and model_admin.has_view_permission(request):
            for work in work_of(model_admin, request):
                if task := task_of(work, model, model_admin, request):
                    tasks[work.group].append(task)
    return {group.label: found for group, found in tasks.items() if found}


def task_of(work, model, model_admin, request):
    """The Task of one kind of work in one list; None where nothing waits."""
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    records = work.pick(model_admin.get_queryset(request))
    count = records.count()
    if not count:
        return None
    told = records[:SHOWN] if work.since or work.until else []
    return Task(
        work=work,
        singular=model._meta.verbose_name,
        plural=model._meta.verbose_name_plural,
        count=count,
        url=f"{reverse(f'{name}_changelist')}?{urlencode({WorkFilter.parameter_name: work.name})}",
        waiting=[
            Waiting(
                record=record,
                url=reverse(f"{name}_change", args=[record.pk]),
                since=work.since and work.since(record),
                until=work.until and work.until(record),
            )
            for record in told
        ],
    )
