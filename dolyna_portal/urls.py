from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from dolyna_portal import calendars, feeds, health, sharing, sitemaps, views
from partners.views import arms
from register import urls as open_data
from register.open_access import open_data as open_data_file
from reports.brief_views import partner_brief, staff_brief
from search.feeds import search_feed

handler404 = "dolyna_portal.views.not_found"
handler500 = "dolyna_portal.views.server_error"

urlpatterns = [
    path("theme.css", views.theme_css, name="theme_css"),
    path("cards/<str:language>/<str:kind>/<path:key>.png", sharing.card, name="card"),
    path("robots.txt", views.robots_txt, name="robots_txt"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap-<slug:section>-<int:number>.xml", sitemaps.sitemap_file, name="sitemap_file"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
    path("files/arms.png", arms, name="arms"),
    path("", include("publishing.urls")),
    path("search/feed.atom", open_data_file(search_feed), name="search_feed"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("feed.atom", feeds.changes_feed, name="feed"),
    path("partners/<slug:key>/feed.atom", feeds.partner_feed, name="partner_feed"),
    path("partners/<slug:key>/brief.pdf", partner_brief, name="partner_brief"),
    path("events.ics", calendars.events_calendar, name="events_calendar"),
    path("agreements.ics", calendars.agreements_calendar, name="agreements_calendar"),
    path("", include((open_data.files, "open_data"))),
    *i18n_patterns(
        path("", views.home, name="home"),
        path("about/", views.about, name="about"),
        path("accessibility/", views.accessibility, name="accessibility"),
        path("privacy/", views.privacy, name="privacy"),
        path("", include("partners.urls")),
        path("", include("projects.urls")),
        path("", include("aid.urls")),
        path("", include("reports.urls")),
        path("", include((open_data.pages, "data"))),
        path("", include("search.urls")),
        path("admin/partners/<int:pk>/brief.pdf", staff_brief, name="staff_brief"),
        path("admin/", admin.site.urls),
        prefix_default_language=False,
    ),
]
