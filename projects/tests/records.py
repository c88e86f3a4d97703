"""Programmes, projects, money and events for tests, public unless said otherwise."""

from partners.tests.records import next_key
from projects.models import Event, FundingLine, Programme, Project
from publishing.changes import as_one_change
from publishing.models import Publication


def make_programme(**changes):
    """A funding programme."""
    key = changes.pop("key", None) or next_key("programme")
    values = {"key": key, "name_uk": f"Програма {key}", "name_en": f"Programme {key}"}
    return Programme.objects.create(**values | changes)


@as_one_change()
def make_project(partners=(), areas=(), **changes):
    """A public project under way; `partners` and `areas` are records."""
    key = changes.pop("key", None) or next_key("project")
    values = {
        "key": key,
        "title_uk": f"Проєкт {key}",
        "title_en": f"Project {key}",
        "status": "active",
        "publication": Publication.PUBLIC,
    }
    project = Project.objects.create(**values | changes)
    project.partners.set(partners)
    project.areas.set(areas)
    return project


@as_one_change()
def make_funding(project=None, **changes):
    """A thousand euros of a grant, on the next line of the project."""
    project = project or make_project()
    line = changes.pop("line", None) or project.funding.count() + 1
    values = {
        "project": project,
        "line": line,
        "source_uk": f"джерело {project.key}-{line}",
        "source_en": f"source {project.key}-{line}",
        "kind": "grant",
        "amount": 1000,
        "currency": "EUR",
    }
    return FundingLine.objects.create(**values | changes)


@as_one_change()
def make_event(partners=(), areas=(), **changes):
    """A public meeting of one day; `partners` and `areas` are records."""
    key = changes.pop("key", None) or next_key("event")
    values = {
        "key": key,
        "kind": "meeting",
        "title_uk": f"Зустріч {key}",
        "title_en": f"Meeting {key}",
        "start": "2024-05-12",
        "publication": Publication.PUBLIC,
    }
    event = Event.objects.create(**values | changes)
    event.partners.set(partners)
    event.areas.set(areas)
    return event
