from django.urls import path

from reports import views

app_name = "reports"
urlpatterns = [
    path("reports/", views.report_list, name="list"),
    path("reports/verify/", views.verify, name="verify"),
    path("reports/<int:year>/", views.report_year, name="year"),
    path("reports/<int:year>.pdf", views.report_file, {"kind": "pdf"}, name="pdf"),
    path("reports/<int:year>.docx", views.report_file, {"kind": "docx"}, name="docx"),
    path("reports/<int:year>/print/", views.report_print, name="print"),
    path("reports/<int:year>/<int:number>/", views.report_edition, name="edition"),
]
