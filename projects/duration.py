"""How long a project runs: its years and the line of its life."""

from partners.life import line, middle
from projects.models import ProjectStatus
from publishing.dates import today

RUNNING = (ProjectStatus.ACTIVE, ProjectStatus.SUSPENDED)


def years_of(status, start, end):
    """The years that a project belongs to; one that runs without an end goes on until now."""
    if not (start or end):
        return []
    first, last = (start or end).year, (end or start).year
    if status in RUNNING and end is None:
        last = max(last, today().year)
    return range(first, last + 1)


def project_line(project, scale):
    """The life of a project: from its start to its end, dots for what is still to come."""
    begin = project.start and middle(project.start)
    end = project.end and middle(project.end)
    over = project.status in (ProjectStatus.COMPLETED, ProjectStatus.REJECTED)
    to_come = end if end and end > scale.day and not over else None
    return line(
        scale,
        begin=begin,
        until=(min(end, scale.day) if end else None if over else scale.day),
        ahead_to=to_come,
        start=project.start,
        end=project.end,
    )
