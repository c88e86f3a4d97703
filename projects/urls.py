from django.urls import path

from projects import views

app_name = "projects"
urlpatterns = [
    path("projects/", views.project_list, name="list"),
    path("projects/<slug:key>/", views.project_detail, name="detail"),
    path("events/", views.event_list, name="event_list"),
    path("events/<slug:key>/", views.event_detail, name="event_detail"),
]
