from django.urls import path

from publishing import views

app_name = "publishing"

urlpatterns = [
    path("files/<uuid:uid>/<str:name>", views.file, name="file"),
]
