from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path

from dolyna_portal import health, views
from dolyna_portal.sitemaps import SITEMAPS

handler404 = "dolyna_portal.views.not_found"

urlpatterns = [
    path("theme.css", views.theme_css, name="theme_css"),
    path("robots.txt", views.robots_txt, name="robots_txt"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    *i18n_patterns(
        path("", views.home, name="home"),
        path("about/", views.about, name="about"),
        path("accessibility/", views.accessibility, name="accessibility"),
        path("privacy/", views.privacy, name="privacy"),
        path("", include("partners.urls")),
        path("", include("projects.urls")),
        path("", include("aid.urls")),
        path("", include("reports.urls")),
        path("admin/", admin.site.urls),
        prefix_default_language=False,
    ),
]
