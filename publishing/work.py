"""What waits for the office: a list of the admin narrows to it, the first page counts it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.contrib import admin
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modeltranslation.translator import translator

from publishing.dates import KYIV, today
from publishing.languages import IN_LANGUAGE
from publishing.models import Publication, Publishable

STALE_AFTER = timedelta(days=30)  # a draft that nobody has touched since


class Group(models.TextChoices):
    """The headings of the first page, in the order in which they stand there."""

    REVIEW = "review", _("Waiting for review")
    REPORT = "report", _("Annual reports to correct")
    ACCOUNT = "account", _("Report to the state system")
    TERM = "term", _("Terms of agreements")
    BALANCE = "balance", _("Aid still in store")
    SILENCE = "silence", _("No event for a year")
    FILES = "files", _("Documents and photos")
    ENGLISH = "english", _("Not in English yet")
    DRAFT = "draft", _("Drafts older than a month")


@dataclass(frozen=True)
class Work:
    """One kind of work on the records of one model.

    `pick` narrows a queryset to the records that wait, the most urgent first; `since` and `until`
    give the day (a date or None) from which a record waits or by which it is due; `permission`
    is asked beside the right to see the model's list.
    """

    name: str  # in the address of the list: ?work=<name>
    group: Group
    title: str  # in the filter of the list
    to_do: str
    pick: Callable
    since: Callable | None = None
    until: Callable | None = None
    permission: str = ""


def updated_day(record):
    """The day in Kyiv on which the record was last saved."""
    return record.updated_at.astimezone(KYIV).date()


def in_review(records):
    return records.filter(publication=Publication.REVIEW).order_by("updated_at")


def stale_drafts(records):
    """Drafts that nobody has touched for a month."""
    edge = today() - STALE_AFTER
    return records.filter(publication=Publication.DRAFT, updated_at__date__lt=edge).order_by(
        "updated_at"
    )


def without_english(records):
    """Published records that show the public a Ukrainian text on English pages."""
    lacking = Q()
    for field in translator.get_options_for_model(records.model).get_field_names():
        ukrainian, english = (f"{field}_{code}" for code in IN_LANGUAGE)
        has_ukrainian = Q(**{f"{ukrainian}__isnull": False}) & ~Q(**{ukrainian: ""})
        lacking |= has_ukrainian & (Q(**{f"{english}__isnull": True}) | Q(**{english: ""}))
    return records.filter(lacking, publication=Publication.PUBLIC)


OF_EVERY_RECORD = (
    Work(
        "review",
        Group.REVIEW,
        Group.REVIEW.label,
        _("Check and publish"),
        in_review,
        since=updated_day,
    ),
    Work(
        "english",
        Group.ENGLISH,
        Group.ENGLISH.label,
        _("Published, shown in Ukrainian"),
        without_english,
    ),
    Work(
        "draft",
        Group.DRAFT,
        Group.DRAFT.label,
        _("Finish or delete"),
        stale_drafts,
        since=updated_day,
    ),
)


def work_of(model_admin, request):
    """The kinds of work that the user of the request may see in the list of `model_admin`."""
    published = issubclass(model_admin.model, Publishable)
    kinds = (*(OF_EVERY_RECORD if published else ()), *model_admin.work)
    return [work for work in kinds if not work.permission or request.user.has_perm(work.permission)]


class WorkFilter(admin.SimpleListFilter):
    """Narrows a list to the records that wait for one kind of work."""

    title = _("what is waiting")
    parameter_name = "work"

    def __init__(self, request, params, model, model_admin):
        self.kinds = {work.name: work for work in work_of(model_admin, request)}
        super().__init__(request, params, model, model_admin)

    def lookups(self, request, model_admin):
        return [(work.name, work.title) for work in self.kinds.values()]

    def queryset(self, request, queryset):
        work = self.kinds.get(self.value())
        return work.pick(queryset) if work else queryset
