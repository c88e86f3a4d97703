"""The handbook of the staff: one short page for each task, in Ukrainian, inside the admin."""

from django.contrib import admin
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

PAGES = {
    "sign-in": "Перший вхід",
    "partner": "Новий партнер",
    "agreement": "Угода",
    "shipment": "Вантаж: від прибуття до останнього акта",
    "report": "Річний звіт",
    "secret": "Чого не можна оприлюднювати ніколи",
}


@require_safe
def contents(request):
    """The list of tasks."""
    context = {**admin.site.each_context(request), "title": _("Handbook"), "pages": PAGES}
    return render(request, "admin/handbook/contents.html", context)


@require_safe
def page(request, name):
    """The page of one task; 404 for a task that has none."""
    if name not in PAGES:
        raise Http404
    context = {**admin.site.each_context(request), "title": PAGES[name], "pages": PAGES}
    return render(request, f"admin/handbook/{name}.html", context)
