from projects.models.event import Event, EventKind
from projects.models.project import (
    FundingKind,
    FundingLine,
    Programme,
    Project,
    ProjectStatus,
)

__all__ = [
    "Event",
    "EventKind",
    "FundingKind",
    "FundingLine",
    "Programme",
    "Project",
    "ProjectStatus",
]
