"""How long a project runs: its years and the line of its life."""

from django.db.models import Q

from partners.life import line, middle
from projects.models import ProjectStatus
from publishing.dates import today, touching

RUNNING = (ProjectStatus.ACTIVE, ProjectStatus.SUSPENDED)
OVER = (ProjectStatus.COMPLETED, ProjectStatus.REJECTED)


def years_of(status, first, last):
    """The years from `first` to `last` (numbers or None) that a project belongs to.

    One that runs without an end goes on until now. One without dates belongs to no year.
    """
    if not (first or last):
        return []
    if status in RUNNING and last is None:
        last = max(first, today().year)
    return range(first or last, (last or first) + 1)


def in_year(year):
    """The condition that a project belongs to the year."""
    span = touching(year, "start", "end")
    if year > today().year:
        return span
    return span | Q(status__in=RUNNING, end__isnull=True, start__lt=str(year + 1))


def project_line(project, scale):
    """The life of a project: from its start to its end, dots for what is still to come.

    What is only an idea or an application has not begun, whatever has been written down.
    """
    begin = project.start and middle(project.start)
    end = project.end and middle(project.end)
    until = None
    if project.status in RUNNING:
        until = min(end, scale.day) if end else scale.day
    elif project.status == ProjectStatus.COMPLETED:
        until = end
    return line(
        scale,
        begin=begin,
        until=until,
        ahead_to=end if end and end > scale.day and project.status not in OVER else None,
        start=project.start,
        end=project.end,
    )
