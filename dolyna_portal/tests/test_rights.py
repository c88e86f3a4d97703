"""Every address of the admin × every role × GET and POST, against the table of rights.

`data/admin-rights.csv` says for each kind of record and each page what a role may do: `r` the
page is shown, `w` it takes a POST, `-` both are refused. An address that the table does not
know fails the test: whoever adds one says there who may open it. `data/admin-actions.csv` says
the same of the acts that a list offers on many records.
"""

import csv
from functools import cache
from pathlib import Path

import pytest
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser, Group, User
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.test import RequestFactory
from django.urls import resolve, reverse

from aid.models import Custody
from aid.tests.records import (
    make_category,
    make_distribution,
    make_item,
    make_need,
    make_rate,
    make_recipient,
    make_shipment,
)
from dolyna_portal.tests.staff import make_staff
from partners.models import Contact
from partners.tests.records import make_agreement, make_area, make_office, make_partner
from projects.tests.records import make_event, make_programme, make_project
from publishing.changes import as_one_change
from publishing.models import AuditEntry
from reports.editions import publish
from reports.models import Report

pytestmark = pytest.mark.django_db


def table(name):
    """The rows of a written table."""
    with (Path(__file__).parent / "data" / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


TABLE = {(row.pop("record"), row.pop("page")): row for row in table("admin-rights.csv")}
ACTIONS = {
    (row["action"], record): row
    for row in table("admin-actions.csv")
    for record in row["records"].split()
}
ROLES = list(next(iter(TABLE.values())))
READ_ONLY = {
    *("index", "app_list", "changelist", "history", "deleted", "preview", "jsi18n"),
    *("papers", "register_export", "handbook", "handbook_page"),
}
WITHOUT_ACCOUNT = {"login", "logout", "second_factor"}
REDIRECTING = {None, "view_on_site"}  # `…/5/` leads to `…/5/change/`; the end of all addresses
OPENED_ELSEWHERE = {
    "aid_shipment_paper",  # aid/tests/test_papers.py
    "reports_edition_file",  # reports/tests/test_workflow.py
    "reports_report_preview_file",  # reports/tests/test_preview.py
}
PARTS = {"app_list": {"app_label": "partners"}, "handbook_page": {"name": "partner"}}


@pytest.fixture
@as_one_change()
def records():
    """[(kind of record in the table, record), …]: one of every kind of every model."""
    found = [("office", make_office())]
    for state, kind in (("public", "published"), ("draft", "draft")):
        partner = make_partner([make_area()], publication=state)
        Contact.objects.create(partner=partner, name="Контакт")
        project = make_project([partner], programme=make_programme(), publication=state)
        shipment = make_shipment([partner], publication=state)
        custody = Custody.objects.create(shipment=shipment, store="Склад")
        item = make_item(shipment, category=make_category())
        found += [
            (f"{kind} with secrets", partner),
            (f"{kind} with secrets", shipment),
            ("confidential", custody),
            (kind, make_agreement([partner], publication=state)),
            (kind, project),
            (kind, make_event([partner], publication=state)),
            (kind, make_need([partner], publication=state)),
            (kind, item),
            (kind, make_distribution(item, make_recipient())),
            (kind, partner.areas.get()),
            (kind, project.programme),
            (kind, item.category),
        ]
    report = Report.objects.create(year=2024, title_uk="Звіт за 2024 рік")
    edition = publish(report)
    return [
        *found,
        ("draft", make_rate()),
        ("sensitive", make_recipient(sensitive=True)),
        ("published", report),
        ("draft", Report.objects.create(year=2023, title_uk="Звіт за 2023 рік")),
        ("edition", edition),
        ("account", User.objects.create_user("colleague", is_staff=True)),
        ("superuser", User.objects.create_superuser("root")),
        ("role", Group.objects.get(name="editor")),
        ("audit", AuditEntry.objects.first() or AuditEntry.objects.create(act="sign_in")),
    ]


PUBLISHED = ("published", "published with secrets")
PUBLISHERS = ("publisher", "administrator")


def actions_of(user, model):
    """The acts that a list offers to the user."""
    request = RequestFactory().get("/")
    request.user = user
    return set(admin.site.get_model_admin(model).get_actions(request))


def is_done(user, action, record):
    """Whether an act on the record, asked for by a forged form, changes or deletes it."""
    options = record._meta
    address = reverse(f"admin:{options.app_label}_{options.model_name}_changelist")
    data = {"action": action, "_selected_action": record.pk, "post": "yes", "note": "Доповніть"}
    rows = type(record)._base_manager.filter(pk=record.pk)
    with transaction.atomic():
        before = rows.values().get()
        answer_to(user, "post", address, data)
        done = rows.values().first() != before
        transaction.set_rollback(True)
    return done


def within(urls):
    for pattern in urls:
        if hasattr(pattern, "url_patterns"):
            yield from within(pattern.url_patterns)
        else:
            yield pattern.name, pattern


@cache
def patterns():
    """(name, pattern) of every address of the admin."""
    return [*within(admin.site.get_urls())]


def pages_of(record):
    """{page: address} of all addresses of the admin that are of this record's model."""
    options = record._meta
    prefix = f"{options.app_label}_{options.model_name}_"
    found = {}
    for name, pattern in patterns():
        if name and name.startswith(prefix) and name not in OPENED_ELSEWHERE:
            page = name.removeprefix(prefix)
            wanted = set(pattern.pattern.converters)
            kwargs = {"object_id": record.pk, "id": record.pk}
            if "version_id" in wanted:
                kwargs["version_id"] = record.history.last().pk
            kwargs = {key: value for key, value in kwargs.items() if key in wanted}
            found[page] = reverse(f"admin:{name}", kwargs=kwargs)
    return found


def of_site():
    """{page: address} of the addresses that are of no model."""
    models = [f"{one._meta.app_label}_{one._meta.model_name}_" for one in admin.site._registry]
    names = {name for name, _pattern in patterns()} - WITHOUT_ACCOUNT - REDIRECTING
    found = {}
    for name in names:
        if not any(name.startswith(prefix) for prefix in models):
            found[name] = reverse(f"admin:{name}", kwargs=PARTS.get(name))
    found["autocomplete"] += "?app_label=partners&model_name=partner&field_name=areas"
    return found


def ask(user, method, address, data=None):
    """The status of a request of the user to the view of an address; what it changes is undone.

    The view is asked alone and its template not rendered: rights are decided before.
    """
    with transaction.atomic():
        answer = answer_to(user, method, address, data)
        transaction.set_rollback(True)
    return answer


def answer_to(user, method, address, data=None):
    """The status of a request, and where it leads to."""
    request = getattr(RequestFactory(), method)(address, data)
    request.user, request.session = user, SessionStore()
    request._messages = CookieStorage(request)
    request._dont_enforce_csrf_checks = True
    match = resolve(request.path)
    try:
        response = match.func(request, *match.args, **match.kwargs)
        return response.status_code, response.headers.get("Location", "")
    except PermissionDenied:
        return 403, ""
    except Http404:
        return 404, ""


def allowed(user, address, page):
    """What the user may do at the address, in the letters of the table."""
    letters = "r" if answers(user, "get", address) else ""
    if page not in READ_ONLY and answers(user, "post", address):
        letters += "w"
    return letters or "-"


def answers(user, method, address):
    """Whether a request is served, by a page of its own or by leading on."""
    status, leads_to = ask(user, method, address)
    assert status in (200, 204, 302, 403, 404, 405), (address, status)
    assert "/login/" not in leads_to, address
    return status in (200, 204, 302)


def expected(kind, page, record, role):
    """The row of the table for a page; the key fails where the table does not know it."""
    named = (record._meta.model_name if record is not None else kind, page)
    return TABLE[named if named in TABLE else (kind, page)][role]


def asked(records):
    """(kind, page, record, address) of everything that is asked, each address once."""
    seen = set()
    for kind, record in records:
        for page, address in pages_of(record).items():
            is_told = kind != "superuser" or (kind, page) in TABLE  # else as of every account
            if is_told and address not in seen:
                seen.add(address)
                yield kind, page, record, address
    for page, address in of_site().items():
        yield "site", page, None, address


@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_do_what_the_table_says(records, role):
    user = make_staff(*([] if role == "nobody" else [role]), username="tested")
    wrong = []
    for kind, page, record, address in asked(records):
        told = expected(kind, page, record, role)
        if (may := allowed(user, address, page)) != told:
            wrong.append(f"{kind}, {address}: {told} in the table, {may} in fact")
    assert wrong == []


def test_the_table_of_acts_knows_them_all():
    superuser = User.objects.create_superuser("root")
    offered = {
        (action, model._meta.model_name)
        for model in admin.site._registry
        for action in actions_of(superuser, model)
    }
    assert set(ACTIONS) == offered


@pytest.mark.parametrize("role", ROLES)
def test_a_role_does_with_many_records_what_the_table_says(records, role):
    user = make_staff(*([] if role == "nobody" else [role]), username="tested")
    done = set()
    for kind, record in records:
        name = record._meta.model_name
        told = {action for action, model in ACTIONS if model == name}
        allowed = {action for action in told if ACTIONS[action, name][role] == "yes"}
        assert actions_of(user, type(record)) == allowed, name
        if kind in PUBLISHED and role not in PUBLISHERS:
            allowed = set()
        for action in told:
            if is_done(user, action, record):
                assert action in allowed, (action, kind, record)
                done.add(action)
    able = {action for action, name in ACTIONS if ACTIONS[action, name][role] == "yes"}
    unseen = {"download", "sign_out", "reset_second_factor"}
    unseen |= {"approve", "return_with_note"}  # of what is in review
    assert done == able - unseen, "what a role may do is really done"


def test_nothing_opens_for_who_has_not_signed_in(records):
    for _kind, _page, _record, address in asked(records):
        for method in ("get", "post"):
            status, leads_to = ask(AnonymousUser(), method, address)
            assert status == 302, address
            assert "/login/" in leads_to, address


def test_the_table_names_no_page_that_is_not_there(records):
    known = {("site", page) for page in of_site()}
    for kind, record in records:
        for page in pages_of(record):
            known |= {(kind, page), (record._meta.model_name, page)}
    assert set(TABLE) <= known
